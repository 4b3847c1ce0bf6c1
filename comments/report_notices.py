"""Tells those who reported a comment what was decided, and those who decide on notices of illegal
content that one waits (features C9, E28)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import rights
from comments.models import Comment, LegalNotice, Report
from newsportal.core import notices
from newsportal.core.models import Notice, User
from newsportal.core.notice_kinds import Ids, Kind, Outline, Told, register

SETTLED = "report.settled"
LEGAL = "legal_notice.received"

State = Report.State


def settled(comment: int, at: str) -> None:
    """Tell the members whose reports of a comment were settled then (listener, in the worker)."""
    then = datetime.datetime.fromisoformat(at)
    reports = Report.objects.filter(comment=comment, settled_at=then, reporter__isnull=False)
    for report in reports.select_related("reporter").order_by("pk"):
        if report.reporter is not None and report.reporter_id != report.settled_by_id:
            notices.send(
                SETTLED,
                [report.reporter],
                occasion=f"report:{report.pk}",
                ids={"report": report.pk},
                to_newsroom=False,
            )


def tell(told: Sequence[Notice], person: User) -> list[Told | None]:
    """What became of the comment, with no word of what readers do not see any more."""
    ids = [notice.ids.get("report") for notice in told]
    reports = Report.objects.filter(reporter=person).select_related(
        "comment__author", "comment__story__section"
    )
    found = reports.in_bulk([pk for pk in ids if pk])
    return [_told(found.get(pk)) for pk in ids]


def _told(report: Report | None) -> Told | None:
    if report is None or report.state == State.OPEN:
        return None
    comment = report.comment
    is_live = comment.story.is_live()
    headline = comment.story.headline if is_live else ""
    if report.state == State.DISMISSED:
        name = comment.author_name if comment.is_public and is_live else ""
        title = _("The comment that you reported stays")
    elif report.state == State.ACCEPTED:
        name, title = "", _("The comment that you reported is not public any more")
    else:
        name, title = "", _("The comment that you reported was deleted by its author")
    return Told(
        title=title,
        url=_address(comment) if is_live else "/",
        words={"report": report, "headline": headline, "name": name, "state": report.state},
    )


def _address(comment: Comment) -> str:
    """The comment where readers see it, else the discussion in which it stood."""
    address = comment.public_address()
    return (
        f"{address}#c-{comment.pk}" if address else f"{comment.story.get_absolute_url()}#comments"
    )


# Notices of illegal content, for those who decide ------------------------------------------------


def legal_notice_received(notice: int) -> None:
    """Tell those who decide that a notice or an appeal waits (listener, in the worker)."""
    row = LegalNotice.objects.filter(pk=notice).first()
    if row is None or not row.is_waiting:
        return
    holders = ModelBackend().with_perm("comments.decide_legalnotice")
    notices.send(
        LEGAL,
        [person for person in holders if person.is_staff],
        occasion=f"legal:{row.pk}:{row.state}",
        ids={"legal_notice": row.pk},
    )


def tell_of_legal(told: Sequence[Notice], _person: User) -> list[Told | None]:
    """Reference and ground; the words are read in the newsroom."""
    rows = LegalNotice.objects.in_bulk([one.ids.get("legal_notice") for one in told])
    return [_legal_told(rows.get(one.ids.get("legal_notice"))) for one in told]


def _legal_told(row: LegalNotice | None) -> Told | None:
    if row is None:
        return None
    return Told(title=_legal_title(row), url=_legal_address(row), words={"notice": row})


def _legal_title(row: LegalNotice) -> str:
    if row.appealed_at is not None:
        return _("Appeal on the notice of illegal content %(reference)s") % {
            "reference": row.reference
        }
    return _("Notice of illegal content %(reference)s: %(ground)s") % {
        "reference": row.reference,
        "ground": row.get_ground_display(),
    }


def _legal_address(row: LegalNotice) -> str:
    return reverse("admin:comments_legalnotice_change", args=[row.pk])


def outline_of_legal(_code: str, ids: Ids) -> Outline | None:
    """The same for webhooks, which learn neither words nor who gave it."""
    row = LegalNotice.objects.filter(pk=ids["legal_notice"]).first()
    if row is None:
        return None
    data: dict[str, int | str | None] = {
        "legal_notice": row.pk,
        "reference": row.reference,
        "ground": row.ground,
    }
    return Outline(line=_legal_title(row), url=_legal_address(row), data=data)


def _decides(person: Any) -> bool:
    return bool(person.is_staff and rights.may_decide_notices(person))


def register_kinds() -> None:
    """Make the kinds known; the app calls it when it is ready."""
    register(
        Kind(
            code=LEGAL,
            label=gettext_lazy("Notices of illegal content"),
            hint=gettext_lazy("When somebody gives one, or appeals against a decision."),
            template="comments/mail/legal_waits",
            offered_to=_decides,
            tell=tell_of_legal,
            outline=outline_of_legal,
        ),
        Kind(
            code=SETTLED,
            label=gettext_lazy("What became of your reports"),
            hint=gettext_lazy("When a moderator has decided on a comment that you reported."),
            template="comments/mail/report_settled",
            offered_to=lambda person: person.is_active,
            tell=tell,
        ),
    )
