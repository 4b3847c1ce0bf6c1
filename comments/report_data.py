"""What reports and notices hold about a person, and how it goes with the account (feature R15)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from comments.models import LegalNotice, Report
from newsportal.core.models import User
from newsportal.core.personal_data import Part, Row, register, register_erasure

AT_ONCE = 500


def register_all() -> None:
    """Called when the app is ready."""
    register(
        Part(
            "reports",
            _("Comments that you reported"),
            25,
            {
                "comment": _("Comment"),
                "reason": _("Reason"),
                "words": _("Words"),
                "when": _("When"),
                "state": _("State"),
                "answer": _("Answer"),
            },
            _reports,
        ),
        Part(
            "notices_of_illegal_content",
            _("Your notices of illegal content"),
            26,
            {
                "reference": _("Reference"),
                "address": _("Address"),
                "ground": _("Ground"),
                "explanation": _("Explanation"),
                "name": _("Name"),
                "email": _("E-mail address"),
                "when": _("When"),
                "state": _("State"),
                "appeal": _("Appeal"),
            },
            _notices,
        ),
    )
    register_erasure(erase)


def _reports(person: User) -> Iterator[Row]:
    rows = Report.objects.filter(reporter=person).order_by("at", "pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield (
            row.comment_id,
            row.get_reason_display(),
            row.words,
            row.at,
            row.get_state_display(),
            row.answer,
        )


def _notices(person: User) -> Iterator[Row]:
    for row in LegalNotice.objects.filter(user=person).order_by("at", "pk"):
        yield (
            row.reference,
            row.address,
            row.get_ground_display(),
            row.explanation,
            row.name,
            row.email,
            row.at,
            row.get_state_display(),
            row.appeal,
        )


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
