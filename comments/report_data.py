"""How reports and notices of illegal content go with their account (feature R15).

What they hold about a person is told by `comments.personal_data`.
"""

from __future__ import annotations

from comments.models import LegalNotice, Report
from newsportal.core.models import User
from newsportal.core.personal_data import register_erasure


def register_all() -> None:
    """Called when the app is ready."""
    register_erasure(erase)


def erase(person: User, _keep_comments: bool) -> None:
    """Forget who reported; what was said of the content stays, for it was decided on.

    Words of a report go: nobody decides by them any more, and they may tell who wrote them. A
    notice keeps its explanation, which the decision answers, and loses name and address, unless it
    still waits for one: then the law wants the notifier told.
    """
    Report.objects.filter(reporter=person).update(words="", reporter=None)
    notices = LegalNotice.objects.filter(user=person)
    notices.exclude(state__in=LegalNotice.WAITING).update(name="", email="")
    notices.update(user=None)
