"""Comments of an export as rows that `comments.importing` takes."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from comments.importing import Row
from comments.models import Comment
from newsportal.interop.reporting import Thing
from newsportal.interop.wordpress.bodies import one_line
from newsportal.interop.wordpress.context import Context
from newsportal.interop.wordpress.reading import WXRComment, WXRItem

#: What WordPress stores as the approval of a comment, and the state that it is here. What was
#: thrown away had been seen or not, we cannot know: removed leaves a placeholder above its replies.
STATES = {
    "1": Comment.Status.APPROVED,
    "approve": Comment.Status.APPROVED,
    "approved": Comment.Status.APPROVED,
    "0": Comment.Status.HELD,
    "hold": Comment.Status.HELD,
    "spam": Comment.Status.SPAM,
    "trash": Comment.Status.REMOVED,
    "post-trashed": Comment.Status.REMOVED,
}


#: Length of the columns for people without an account.
NAME_LENGTH = 120
EMAIL_LENGTH = 254
#: A comment without a date below a story without one must stand somewhere in time.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def rows_of(item: WXRItem, context: Context, fallback: datetime | None) -> list[Row]:
    """The comments of readers; `fallback` dates those without a date.

    The writer's name and e-mail address come along, so that the person can be found and erased.
    The network address and the website do not: nobody here needs them.
    """
    return [
        _row(comment, context, fallback or LONG_AGO)
        for comment in item.comments
        if not why_none(comment)
    ]


def report_others(item: WXRItem, context: Context, reason: str = "") -> None:
    """Report the records that are no comments of readers, or with a `reason` all of them."""
    for comment in item.comments:
        why = why_none(comment) or reason
        if why:
            context.report.leave(Thing.COMMENT, one_line(comment.author), why)


def why_none(comment: WXRComment) -> str:
    """Why a record is no comment of a reader, as a reason; empty when it is one."""
    if comment.kind in {"pingback", "trackback"}:
        return _("pingbacks and trackbacks are no comments")
    if comment.kind != "comment":
        return _("the kind “%(kind)s” is no comment") % {"kind": comment.kind[:40]}
    if comment.comment_id is None:
        return _("it has no number of its own")
    if comment.approved not in STATES:
        return _("its state “%(state)s” is not known here") % {"state": comment.approved[:40]}
    return "" if comment.content else _("it has no text")


def _row(comment: WXRComment, context: Context, fallback: datetime) -> Row:
    status = STATES[comment.approved]
    email = comment.author_email.strip()
    return Row(
        key=str(comment.comment_id),
        parent=str(comment.parent_id) if comment.parent_id else "",
        created_at=context.moment_of(comment.date, comment.date_gmt) or fallback,
        status=status,
        guest_name=one_line(comment.author)[:NAME_LENGTH],
        guest_email=email if "@" in email and len(email) <= EMAIL_LENGTH else "",
        html=comment.content,
        reason="other" if status == Comment.Status.REMOVED else "",
    )
