"""Deciding on comments: with `submitting` and `editing` the only writer of their state (rule 3).

Each verb is one transaction: the discussion's lock, compare-and-swap on the state that was seen,
an append-only event, the counters of everything above and below (`comments.branches`), and the
versions of the pages. What is decided at the desk (`decide`) can be taken back for a minute
(`undo`); public pages change at once, and people hear of it when the minute is over.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import alikeness
from comments.branches import Drift, count_move, count_new, recount, take_number
from comments.models import Appeal, Comment, CommentEvent, Decision, Discussion
from newsportal.core.events import A_MINUTE, announce
from newsportal.core.models import User

__all__ = ["Drift", "count_move", "count_new", "recount", "take_number"]  # asked for by this name

Status = Comment.Status
Kind = CommentEvent.Kind

#: From which states each verb may start (house rule 5).
MAY_CONFIRM = (Status.UNCONFIRMED,)
MAY_APPROVE = (Status.HELD, Status.REJECTED, Status.SPAM)
MAY_REJECT = (Status.HELD, Status.SPAM)
MAY_MARK_SPAM = (Status.HELD, Status.REJECTED)
MAY_REMOVE = (Status.APPROVED,)
MAY_RESTORE = (Status.REMOVED,)
MAY_HOLD = (Status.APPROVED,)
MAY_DELETE = (Status.UNCONFIRMED, Status.HELD, Status.APPROVED, Status.REJECTED, Status.REMOVED)

#: How long a moderator may take back at once what they decided, and how long nobody is told.
UNDO_FOR = A_MINUTE

#: What becomes of the replies below a comment that is rejected or removed.
KEEP_BRANCH, HIDE_BRANCH = "keep", "hide"

#: Threads that may stand on top of a discussion: beyond, nobody sees what is talked about now.
MOST_PINNED = 3

#: What a comment has no more when it leaves the page.
UNMARKED = {"featured_at": None, "pinned_at": None}


class TooLate(Exception):
    """The comment is not in the state that was seen; the message says who decided what."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass
class Tally:
    """What a bulk verb did: how many, and a sentence for each that it left alone."""

    done: int = 0
    skipped: list[str] = field(default_factory=list)
    #: What was written: for `undo_all`.
    events: list[CommentEvent] = field(default_factory=list)


@dataclass(frozen=True)
class _Verb:
    """One of the moves: from which states, to which, and the event's name."""

    sources: tuple[Status, ...]
    to: Status
    kind: Kind
    #: Whether the reason code is kept with the state.
    has_reason: bool = False


@dataclass(frozen=True)
class _Act:
    """Who decides, what they saw, and what they say.

    Args:
        revision, seen: the words and the state that stood before them; None: whichever.
        branch: `KEEP_BRANCH` or `HIDE_BRANCH`; None as the verb has it by itself.
        is_at_desk: it can be undone for a minute.
    """

    actor: User | None
    reason: str = ""
    words: str = ""
    revision: int | None = None
    seen: str | None = None
    branch: str | None = None
    is_at_desk: bool = False

    def unchanged(self, pk: int) -> Q:
        """The comment, as long as it is what was seen."""
        same = Q(pk=pk)
        if self.revision is not None:
            same &= Q(revision=self.revision)
        if self.seen is not None:
            # No comment is in a state that there is not; the database need not read what it was.
            same &= Q(status=self.seen) if self.seen in Status.values else Q(pk__in=())
        return same


_APPROVE = _Verb(MAY_APPROVE, Status.APPROVED, Kind.APPROVED)
_REJECT = _Verb(MAY_REJECT, Status.REJECTED, Kind.REJECTED, has_reason=True)
_SPAM = _Verb(MAY_MARK_SPAM, Status.SPAM, Kind.MARKED_SPAM)
_REMOVE = _Verb(MAY_REMOVE, Status.REMOVED, Kind.REMOVED, has_reason=True)
_RESTORE = _Verb(MAY_RESTORE, Status.APPROVED, Kind.RESTORED)
_HOLD = _Verb(MAY_HOLD, Status.HELD, Kind.HELD)
_DELETE = _Verb(MAY_DELETE, Status.DELETED, Kind.DELETED)

_MOVES = {
    "approve": _APPROVE,
    "reject": _REJECT,
    "spam": _SPAM,
    "remove": _REMOVE,
    "restore": _RESTORE,
    "hold": _HOLD,
}
_STAYS = {"keep": Kind.KEPT, "read": Kind.READ}
_MARKS = {
    "feature": ("featured_at", Kind.FEATURED),
    "unfeature": ("featured_at", Kind.UNFEATURED),
    "pin": ("pinned_at", Kind.PINNED),
    "unpin": ("pinned_at", Kind.UNPINNED),
}


def approve(comment: Comment, actor: User | None, *, revision: int | None = None) -> CommentEvent:
    """Show a comment to everybody. Raises TooLate when it is not waiting or refused any more."""
    return _move(comment, _APPROVE, _Act(actor, revision=revision))


def reject(
    comment: Comment, actor: User | None, *, reason: str = "other", revision: int | None = None
) -> CommentEvent:
    """Refuse a comment with a reason that its author reads. Raises TooLate."""
    return _move(comment, _REJECT, _Act(actor, reason, revision=revision))


def mark_spam(comment: Comment, actor: User | None, *, revision: int | None = None) -> CommentEvent:
    """Put a comment away as spam. Raises TooLate."""
    return _move(comment, _SPAM, _Act(actor, revision=revision))


def remove(comment: Comment, actor: User | None, *, reason: str = "other") -> CommentEvent:
    """Take an approved comment from the page; a placeholder stays while replies need it."""
    return _move(comment, _REMOVE, _Act(actor, reason))


def restore(comment: Comment, actor: User | None) -> CommentEvent:
    """Show a removed comment again. Raises TooLate."""
    return _move(comment, _RESTORE, _Act(actor))


def hold(comment: Comment, actor: User | None, *, reason: str = "") -> CommentEvent:
    """Take an approved comment back to wait, with what stands below it. Raises TooLate."""
    return _move(comment, replace(_HOLD, has_reason=True), _Act(actor, reason))


def delete(comment: Comment, actor: User | None) -> CommentEvent:
    """Take one's own comment back, for good. Raises TooLate."""
    return _move(comment, _DELETE, _Act(actor))


def feature(comment: Comment, actor: User | None) -> CommentEvent:
    """Mark a public comment as the newsroom's choice (feature C10). Raises TooLate."""
    return _mark(comment, "feature", _Act(actor))


def unfeature(comment: Comment, actor: User | None) -> CommentEvent:
    """Take the mark away again. Raises TooLate."""
    return _mark(comment, "unfeature", _Act(actor))


def pin(comment: Comment, actor: User | None) -> CommentEvent:
    """Let a public thread stand on top of the discussion in every order (feature C10).

    Raises TooLate, also for an answer and beyond `MOST_PINNED`.
    """
    return _mark(comment, "pin", _Act(actor))


def unpin(comment: Comment, actor: User | None) -> CommentEvent:
    """Let a thread stand in its order again. Raises TooLate."""
    return _mark(comment, "unpin", _Act(actor))


def marks_offered(comment: Comment) -> list[str]:
    """The verbs of C10 that make sense for a comment as it is now."""
    if not comment.is_public:
        return []
    marks = ["unfeature" if comment.featured_at else "feature"]
    if comment.parent_id is None:
        marks.append("unpin" if comment.pinned_at else "pin")
    return marks


@transaction.atomic
def confirm(comment: Comment) -> None:
    """Let a guest's comment wait: its address is confirmed. From now on it counts as written.

    Raises TooLate when it did not wait for that.
    """
    Discussion.objects.select_for_update().get(story=comment.story_id)
    now = timezone.now()
    before = Comment.objects.get(pk=comment.pk)
    unconfirmed = Comment.objects.filter(pk=comment.pk, status__in=MAY_CONFIRM)
    if not unconfirmed.update(status=Status.HELD, created_at=now):
        raise TooLate(who_was_faster(before))
    comment.refresh_from_db(fields=["status", "created_at"])
    CommentEvent.objects.create(
        comment=comment,
        kind=Kind.CONFIRMED,
        from_status=before.status,
        to_status=comment.status,
        revision=comment.revision,
    )
    count_move(before, comment, now)
    announce("comment.confirmed", comment=comment.pk)


# At the desk --------------------------------------------------------------------------------------


def decide(  # noqa: PLR0913 -- all that a moderator saw and said
    comment: Comment,
    verb: str,
    actor: User | None,
    *,
    reason: str = "other",
    words: str = "",
    revision: int | None = None,
    seen: str | None = None,
    branch: str | None = None,
) -> CommentEvent:
    """Call one of the moderators' verbs by its name: approve, reject, spam, remove, restore, hold;
    feature, unfeature, pin, unpin; keep, which settles reports and leaves the comment as it is;
    read, for one that was published before a moderator had read it (feature M9).

    Args:
        reason: the code for rejecting and removing.
        words: what the moderator tells the author (with "keep": those who reported) besides; plain
            text, kept where it can be erased.
        revision: the words that were seen, by their number; other ones are not decided on.
        seen: the state that stood on the card; one that moved since is not decided on.
        branch: `KEEP_BRANCH` leaves the replies readable under a placeholder, `HIDE_BRANCH` hides
            them; for rejecting (hides by itself) and removing (keeps).

    Returns:
        The event, which `undo` takes back within `UNDO_FOR`.

    Raises:
        TooLate: with a sentence that says who was faster. KeyError: any other name.
    """
    act = _Act(actor, reason, words, revision, seen, branch, is_at_desk=True)
    if verb in _STAYS:
        return _leave(comment, verb, act)
    if verb in _MARKS:
        return _mark(comment, verb, act)
    return _move(comment, _MOVES[verb], act)


def decide_all(
    comments: Iterable[Comment],
    verb: str,
    actor: User | None,
    *,
    reason: str = "other",
    words: str = "",
    revisions: Mapping[int, int] | None = None,
    states: Mapping[int, str] | None = None,
) -> Tally:
    """A loop over one verb of `decide`, counting done and skipped (house rule 7).

    Args:
        revisions: which revision of each comment was seen, by its key; one edited since is skipped.
        states: which state of each was seen, by its key.
    """
    tally = Tally()
    for comment in comments:
        try:
            event = decide(
                comment,
                verb,
                actor,
                reason=reason,
                words=words,
                revision=(revisions or {}).get(comment.pk),
                seen=(states or {}).get(comment.pk),
            )
        except TooLate as late:
            tally.skipped.append(f"{comment.author_name}: {late.message}")
        else:
            tally.done += 1
            tally.events.append(event)
    return tally


@transaction.atomic
def _move(comment: Comment, verb: _Verb, act: _Act) -> CommentEvent:
    """Compare and swap the state, and let everything follow that hangs on it."""
    discussion = Discussion.objects.select_for_update().get(story=comment.story_id)
    now = timezone.now()
    before = Comment.objects.get(pk=comment.pk)
    appears = verb.to == Status.APPROVED and not before.appeared
    seen = Comment.objects.filter(act.unchanged(comment.pk), status__in=verb.sources)
    moved = seen.update(
        **({} if verb.to == Status.APPROVED else UNMARKED),
        status=verb.to,
        hides_branch=_hides(before, verb.to, act.branch),
        appeared=discussion.next_sequence if appears else before.appeared,
        reason=act.reason if verb.has_reason else "",
        decided_at=now,
        decided_by=act.actor if verb.to != Status.DELETED else None,
        **(alikeness.columns(before) if verb.to == Status.HELD else {}),
    )
    if not moved:
        raise TooLate(who_was_faster(before))
    comment.refresh_from_db()
    event = _note(comment, before, verb.kind, act)
    count_move(before, comment, now)
    announce(f"comment.{verb.kind}", comment=comment.pk, event=event.pk)
    return event


def _hides(before: Comment, to: Status, branch: str | None) -> bool:
    """Whether the replies below are hidden in the new state.

    Its author's deleting shows nothing that a moderator hid; what only waited hid nothing for good.
    """
    if to == Status.REJECTED:
        return branch != KEEP_BRANCH
    if to == Status.REMOVED:
        return branch == HIDE_BRANCH
    if to == Status.DELETED:
        return before.hides_branch and before.status in (Status.REJECTED, Status.REMOVED)
    return to in Comment.HIDES


def _note(comment: Comment, before: Comment, kind: Kind, act: _Act) -> CommentEvent:
    """Append the event, with what was said and the way back beside it."""
    event = CommentEvent.objects.create(
        comment=comment,
        kind=kind,
        from_status=before.status,
        to_status=comment.status,
        revision=comment.revision,
        reason=comment.reason if before.status != comment.status else "",
        actor=act.actor,
    )
    if act.is_at_desk:
        Decision.objects.create(event=event, words=act.words, before=_columns(before))
    return event


@transaction.atomic
def _mark(comment: Comment, verb: str, act: _Act) -> CommentEvent:
    """Set or take one of the marks of C10, under the lock of the discussion."""
    column, kind = _MARKS[verb]
    Discussion.objects.select_for_update().get(story=comment.story_id)
    before = Comment.objects.get(pk=comment.pk)
    sets = kind in (Kind.FEATURED, Kind.PINNED)
    if kind == Kind.PINNED:
        _check_pin(comment)
    seen = Comment.objects.filter(act.unchanged(comment.pk), **{f"{column}__isnull": sets})
    marked = (seen.public() if sets else seen).update(**{column: timezone.now() if sets else None})
    if not marked:
        raise TooLate(who_was_faster(before))
    comment.refresh_from_db()
    event = _note(comment, before, kind, act)
    count_move(before, comment, event.at)
    announce(f"comment.{kind}", comment=comment.pk, event=event.pk)
    return event


@transaction.atomic
def _leave(comment: Comment, verb: str, act: _Act) -> CommentEvent:
    """Leave a comment as it is: it is read now, and what was reported is settled by the listeners
    of reports, with the event in hand."""
    kind = _STAYS[verb]
    Discussion.objects.select_for_update().get(story=comment.story_id)
    before = Comment.objects.get(pk=comment.pk)
    if kind == Kind.KEPT and not before.open_reports:
        raise TooLate(_who_settled(comment))
    seen = Comment.objects.filter(act.unchanged(comment.pk))
    if not (seen.unread() if kind == Kind.READ else seen).update(unread_since=None):
        raise TooLate(who_was_faster(before))
    event = _note(before, before, kind, act)
    announce(f"comment.{kind}", comment=comment.pk, event=event.pk)
    comment.refresh_from_db()
    return event


def _who_settled(comment: Comment) -> str:
    last = comment.reports.select_related("settled_by").order_by("settled_at").last()
    who = (last.settled_by if last else None) or _("the system")
    return _("Nothing changed: %(who)s has settled these reports.") % {"who": who}


# Taking back at once ------------------------------------------------------------------------------


@transaction.atomic
def undo(event: CommentEvent, actor: User) -> CommentEvent:
    """Take back what one has just decided at the desk, exactly to what was before.

    State, reason, who decided when, marks, hidden replies, the reports and appeals that it settled
    and every counter are as they were; nobody was told. The history keeps both events.

    Raises:
        TooLate: it is another's decision, the minute is over, or something happened since.
    """
    Discussion.objects.select_for_update().get(story=event.comment.story_id)
    comment = Comment.objects.get(pk=event.comment_id)
    decision = Decision.objects.select_related("event").filter(event=event).first()
    if decision is None:
        raise TooLate(_("Nothing changed: this cannot be undone here."))
    if why := _why_not_undone(decision.event, comment, actor):
        raise TooLate(why)
    columns = _from_columns(decision.before)
    _check_room_on_top(comment, columns)
    Comment.objects.filter(pk=comment.pk).update(**columns)
    now_again = Comment.objects.get(pk=comment.pk)
    undone = CommentEvent.objects.create(
        comment=comment,
        kind=Kind.UNDONE,
        from_status=comment.status,
        to_status=now_again.status,
        revision=comment.revision,
        actor=actor,
        undoes=event,
    )
    count_move(comment, now_again, timezone.now())
    announce("comment.undone", comment=comment.pk, event=undone.pk, undone=event.pk)
    return undone


def undo_all(events: Iterable[CommentEvent], actor: User) -> Tally:
    """A loop over `undo`, the latest decision first, counting done and skipped (house rule 7)."""
    tally = Tally()
    for event in sorted(events, key=lambda one: -one.pk):
        try:
            undone = undo(event, actor)
        except TooLate as late:
            tally.skipped.append(f"{event.comment.author_name}: {late.message}")
        else:
            tally.done += 1
            tally.events.append(undone)
    return tally


def _why_not_undone(event: CommentEvent, comment: Comment, actor: User) -> str:
    """Why somebody may not take back a decision, as a sentence; empty: they may."""
    if event.actor_id != actor.pk:
        return _("Nothing changed: only who decided can undo it. You can decide anew.")
    last = comment.events.last()
    if last is not None and last.pk != event.pk:
        return who_was_faster(comment)
    if timezone.now() >= event.at + UNDO_FOR:
        return _("Nothing changed: the minute to undo this is over. You can decide anew.")
    if Appeal.objects.filter(event=event).exists():
        return _("Nothing changed: the author has appealed against this decision already.")
    return ""


#: What a decision changes in a comment's row, and how the way back keeps it.
_COLUMNS = ("status", "hides_branch", "appeared", "reason", "decided_by_id")
_TIMES = ("decided_at", "featured_at", "pinned_at", "unread_since")


def _columns(comment: Comment) -> dict[str, Any]:
    times = {name: getattr(comment, name) for name in _TIMES}
    return {name: getattr(comment, name) for name in _COLUMNS} | {
        name: time.isoformat() if time else None for name, time in times.items()
    }


def _from_columns(kept: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: kept[name] for name in _COLUMNS}
    for name in _TIMES:
        columns[name] = datetime.datetime.fromisoformat(kept[name]) if kept[name] else None
    # Who had decided before may have left within the minute.
    columns["decided_by"] = User.objects.filter(pk=columns.pop("decided_by_id")).first()
    return columns


def _check_room_on_top(comment: Comment, columns: Mapping[str, Any]) -> None:
    """A thread that was pinned comes back on top only while there is room. Raises TooLate."""
    if columns["pinned_at"] is not None and comment.pinned_at is None:
        _check_pin(comment)


def _check_pin(comment: Comment) -> None:
    """Only threads stand on top, and only a few. Raises TooLate."""
    if comment.parent_id is not None:
        raise TooLate(_("Only a thread can be pinned; this is an answer in one."))
    pinned = Comment.objects.filter(story=comment.story_id).pinned()
    if pinned.exclude(pk=comment.pk).count() >= MOST_PINNED:
        raise TooLate(
            ngettext(
                "%(number)d thread is pinned here already. Unpin one first.",
                "%(number)d threads are pinned here already. Unpin one first.",
                MOST_PINNED,
            )
            % {"number": MOST_PINNED}
        )


def who_was_faster(comment: Comment) -> str:
    """A sentence that says who has changed the comment since it was seen, and to what."""
    last = comment.events.select_related("actor").last()
    if last and last.kind == Kind.EDITED:
        return _(
            "Nothing changed: %(who)s has edited this comment since you opened the page. "
            "Read the new words first."
        ) % {"who": comment.author_name}
    return _("Nothing changed: %(who)s has made this comment “%(status)s” on %(when)s.") % {
        "who": (last.actor if last else None) or _("the system"),
        "status": _what_last(comment, last),
        "when": formats.date_format(
            timezone.localtime(last.at if last else comment.created_at), "DATETIME_FORMAT"
        ),
    }


def _what_last(comment: Comment, last: CommentEvent | None) -> str:
    """The word for what was done last: its state, or a mark."""
    marks = ("featured", "unfeatured", "pinned", "unpinned", "kept", "read")
    if last is not None and last.kind in marks and comment.is_public:
        return last.get_kind_display()
    return comment.get_status_display()
