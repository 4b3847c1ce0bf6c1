from newsportal.people.admin import invitations, people

__all__ = ["invitations", "people"]
