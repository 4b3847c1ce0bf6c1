from newsportal.people.models.invitation import Invitation

__all__ = ["Invitation"]
