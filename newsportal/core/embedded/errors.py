"""What can go wrong with the embedded server, always with the way out in the message."""

from django.db.utils import OperationalError


class EmbeddedDatabaseError(OperationalError):
    """The embedded server cannot be used; the message says what to do.

    An OperationalError, so that the portal treats it like any other outage of its database.
    """
