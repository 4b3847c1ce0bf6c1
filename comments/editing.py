"""Editing one's own comment: the checks run again, the former words are kept (feature C4).

While a comment waits its author may always edit it. Once it is published they may for the site's
minutes, counted from when readers could first see it: from posting, or from the approval of one
that waited. An edit never publishes what waits; what is public goes back to waiting when a check
or the policy says so, and the replies below it then wait with it, as the state's rules have it.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import alikeness, gate, markup, moderation, nudging
from comments.discussions import discussion_of, policies, rule_for
from comments.gate import NotAccepted
from comments.models import Comment, CommentEvent, CommentVersion, Signal
from comments.screening import Named, Origin, Submission, flags, reason_of
from comments.submitting import ask_once_more, examine, outside, signals_of, status_for
from newsportal.core.events import announce
from newsportal.core.models import User

Status = Comment.Status

#: From which states words can be changed.
MAY_EDIT = (Status.HELD, Status.APPROVED)
#: Versions of a comment beyond which it is not edited any more: nobody needs so many.
MOST_REVISIONS = 100


def open_until(comment: Comment) -> datetime.datetime | None:
    """Until when a published comment may be edited by its author; None for one that waits."""
    if comment.status != Status.APPROVED:
        return None
    since = max(comment.created_at, comment.decided_at or comment.created_at)
    return since + datetime.timedelta(minutes=policies.get().site.edit_minutes)


def is_open(comment: Comment, now: datetime.datetime | None = None) -> bool:
    """Whether the comment's author may edit it now, whatever holds for the discussion."""
    until = open_until(comment)
    in_time = until is None or (now or timezone.now()) < until
    return comment.status in MAY_EDIT and in_time and comment.revision < MOST_REVISIONS


def read_revision(text: str) -> int | None:
    """The revision that a form names; None when it is none, as a number that no column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def edit(
    comment: Comment,
    author: User,
    text: str,
    *,
    revision: int,
    agent: str = "",
    nudge: bool = False,
) -> Comment:
    """Give one's own comment other words.

    Args:
        comment: the author's own, with its story.
        text: cleaned by the form; its shape is right.
        revision: the revision that the author had before them.
        agent: as for `submitting.submit`.
        nudge: say what a check would hold instead of holding it.

    Returns:
        The comment as it is now; the same words change nothing.

    Raises:
        NotAccepted: the time is over, the comment was decided on or edited elsewhere meanwhile, or
            nobody may write here now.
        sanctions.MayNotWrite: the author is banned or suspended, or has a warning to read.
        nudging.Nudge: as asked for; nothing is written.
    """
    _check_time(comment)
    rule = rule_for(comment.story, discussion_of(comment.story))
    is_always_held = gate.check(author, comment.story, rule)
    if text == comment.text and revision == comment.revision:
        return comment
    origin = Origin(address=comment.address, is_always_held=is_always_held)
    submission, verdicts = examine(text, comment.story, author, rule, origin, edited=comment)
    if nudge:
        nudging.check(text, verdicts)
    if comment.status == Status.APPROVED:  # of what waits the worker asks
        kind = "comment" if comment.reply_to_id is None else "reply"
        verdicts = verdicts + outside(
            submission, verdicts, kind=kind, address=comment.address, agent=agent
        )
    with transaction.atomic():
        _write(comment, author, submission, verdicts, revision)
    return comment


def _check_time(comment: Comment) -> None:
    """Raises NotAccepted with the reason why the comment's words stay as they are."""
    if is_open(comment):
        return
    if comment.status not in MAY_EDIT:
        raise NotAccepted(_("A moderator has decided on this comment, so it stays as it is."))
    minutes = policies.get().site.edit_minutes
    if comment.revision >= MOST_REVISIONS:
        raise NotAccepted(_("This comment was edited so often that it stays as it is now."))
    if not minutes:
        raise NotAccepted(_("Published comments are not edited here."))
    raise NotAccepted(
        ngettext(
            "A comment can be edited for %(minutes)d minute; that time is over.",
            "A comment can be edited for %(minutes)d minutes; that time is over.",
            minutes,
        )
        % {"minutes": minutes}
    )


def _write(
    comment: Comment,
    author: User,
    submission: Submission,
    verdicts: list[Named],
    revision: int,
) -> None:
    gate.enter(comment.story_id)
    ask_once_more(author, comment.story, verdicts)
    before = Comment.objects.get(pk=comment.pk)
    asked = status_for(verdicts)
    to = Status.HELD if before.status == Status.HELD and asked == Status.APPROVED else asked
    moves, reason = to != before.status, reason_of(verdicts)
    changes: dict[str, Any] = {
        "text": submission.text,
        "body_html": markup.render_comment(submission.text),
        "markup_version": markup.COMMENT_MARKUP_VERSION,
        "came_as_html": False,
        "text_hash": submission.text_hash,
        "revision": revision + 1,
        "edited_at": submission.written_at,
        "status": to,
        "hides_branch": to != Status.APPROVED,
        "flags": flags(verdicts),
        # The newsroom picked the words as they were (feature C10).
        "featured_at": None,
        # On the page without a moderator having read these words (feature M9).
        "unread_since": submission.written_at if to == Status.APPROVED else None,
        **({"decided_at": None, "decided_by": None, "reason": reason} if moves else {}),
        **({"pinned_at": None} if to != Status.APPROVED else {}),
    }
    if to == Status.HELD:
        draft = Comment(pk=comment.pk, story_id=comment.story_id, text=submission.text)
        changes |= alikeness.columns(draft)
    changed = Comment.objects.filter(
        pk=comment.pk, author=author, revision=revision, status=comment.status
    ).update(**changes)
    if not changed:
        raise NotAccepted(_not_any_more(before, revision))
    CommentVersion.objects.create(
        comment=comment,
        revision=before.revision,
        text=before.text,
        body_html=before.body_html,
        at=before.edited_at or before.created_at,
    )
    # What stands above may have been hidden since the comment was read: the counters ask for that.
    comment.refresh_from_db(fields=[*changes, "hidden_ancestors", "public_descendants"])
    Signal.objects.bulk_create(signals_of(comment, verdicts))
    CommentEvent.objects.create(
        comment=comment,
        kind=CommentEvent.Kind.EDITED,
        from_status=before.status,
        to_status=to,
        revision=comment.revision,
        reason=reason,
        actor=author,
    )
    moderation.count_move(before, comment, submission.written_at)
    announce("comment.edited", comment=comment.pk)


def _not_any_more(now: Comment, revision: int) -> str:
    if now.revision != revision:
        return _(
            "You have edited this comment elsewhere since you opened this page. "
            "Your words stand below; look at the comment as it is now before you save them."
        )
    if now.status == Status.DELETED:
        return _("You have deleted this comment meanwhile. Your words stand below.")
    return _(
        "A moderator has decided on this comment meanwhile: it is “%(status)s” now. "
        "Your words stand below."
    ) % {"status": now.get_status_display()}
