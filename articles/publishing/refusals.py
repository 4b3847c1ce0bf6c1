"""Why a verb did nothing: sentences for the person who asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from articles.models import PageRevision, StoryRevision


class Refused(Exception):
    """A verb that is not allowed now; `message` is a sentence for the person, `field` its place."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refused):
    """Somebody else has saved meanwhile; `newest` is their revision."""

    def __init__(self, newest: StoryRevision | PageRevision) -> None:
        who = newest.created_by or _("Somebody")
        super().__init__(
            _("%(who)s saved a newer version while you were writing. Nothing was overwritten.")
            % {"who": who}
        )
        self.newest = newest
