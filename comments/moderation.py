"""Deciding on comments: with `submitting` and `editing` the only writer of their state (rule 3).

Each verb is one transaction: the discussion's lock, compare-and-swap on the state that was seen,
an append-only event, the counters of everything above and below, and the versions of the pages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Story
from comments.models import Comment, CommentEvent, Discussion, branch_end
from newsportal.core import versions
from newsportal.core.events import announce
from newsportal.core.models import User

Status = Comment.Status

#: From which states each verb may start (house rule 5).
MAY_CONFIRM = (Status.UNCONFIRMED,)
MAY_APPROVE = (Status.HELD, Status.REJECTED, Status.SPAM)
MAY_REJECT = (Status.HELD, Status.SPAM)
MAY_MARK_SPAM = (Status.HELD, Status.REJECTED)
MAY_REMOVE = (Status.APPROVED,)
MAY_RESTORE = (Status.REMOVED,)
MAY_HOLD = (Status.APPROVED,)
MAY_DELETE = (Status.UNCONFIRMED, Status.HELD, Status.APPROVED, Status.REJECTED, Status.REMOVED)


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


def approve(comment: Comment, actor: User | None, *, revision: int | None = None) -> None:
    """Show a comment to everybody. Raises TooLate when it is not waiting or refused any more."""
    _move(comment, actor, MAY_APPROVE, Status.APPROVED, CommentEvent.Kind.APPROVED, revision)


def reject(
    comment: Comment, actor: User | None, *, reason: str = "other", revision: int | None = None
) -> None:
    """Refuse a comment with a reason that its author reads. Raises TooLate."""
    _move(comment, actor, MAY_REJECT, Status.REJECTED, CommentEvent.Kind.REJECTED, revision, reason)


def mark_spam(comment: Comment, actor: User | None, *, revision: int | None = None) -> None:
    """Put a comment away as spam. Raises TooLate."""
    _move(comment, actor, MAY_MARK_SPAM, Status.SPAM, CommentEvent.Kind.MARKED_SPAM, revision)


def remove(comment: Comment, actor: User | None, *, reason: str = "other") -> None:
    """Take an approved comment from the page; a placeholder stays while replies need it."""
    _move(comment, actor, MAY_REMOVE, Status.REMOVED, CommentEvent.Kind.REMOVED, None, reason)


def restore(comment: Comment, actor: User | None) -> None:
    """Show a removed comment again. Raises TooLate."""
    _move(comment, actor, MAY_RESTORE, Status.APPROVED, CommentEvent.Kind.RESTORED)


def hold(comment: Comment, actor: User | None, *, reason: str = "") -> None:
    """Take an approved comment back to wait, with what stands below it. Raises TooLate."""
    _move(comment, actor, MAY_HOLD, Status.HELD, CommentEvent.Kind.HELD, None, reason)


def delete(comment: Comment, actor: User | None) -> None:
    """Take one's own comment back, for good. Raises TooLate."""
    _move(comment, actor, MAY_DELETE, Status.DELETED, CommentEvent.Kind.DELETED)


def feature(comment: Comment, actor: User | None) -> None:
    """Mark a public comment as the newsroom's choice (feature C10). Raises TooLate."""
    _mark(comment, actor, "featured_at", CommentEvent.Kind.FEATURED)


def unfeature(comment: Comment, actor: User | None) -> None:
    """Take the mark away again. Raises TooLate."""
    _mark(comment, actor, "featured_at", CommentEvent.Kind.UNFEATURED)


def pin(comment: Comment, actor: User | None) -> None:
    """Let a public thread stand on top of the discussion in every order (feature C10).

    Raises TooLate, also for an answer and beyond `MOST_PINNED`.
    """
    _mark(comment, actor, "pinned_at", CommentEvent.Kind.PINNED)


def unpin(comment: Comment, actor: User | None) -> None:
    """Let a thread stand in its order again. Raises TooLate."""
    _mark(comment, actor, "pinned_at", CommentEvent.Kind.UNPINNED)


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
        kind=CommentEvent.Kind.CONFIRMED,
        from_status=before.status,
        to_status=comment.status,
        revision=comment.revision,
    )
    count_move(before, comment, now)
    announce("comment.confirmed", comment=comment.pk)


def decide(
    comment: Comment,
    verb: str,
    actor: User | None,
    *,
    reason: str = "other",
    revision: int | None = None,
) -> None:
    """Call one of the moderators' verbs by its name: approve, reject, spam, remove, restore, and
    feature, unfeature, pin, unpin.

    Raises TooLate, and KeyError for any other name.
    """
    {
        "approve": lambda: approve(comment, actor, revision=revision),
        "reject": lambda: reject(comment, actor, reason=reason, revision=revision),
        "spam": lambda: mark_spam(comment, actor, revision=revision),
        "remove": lambda: remove(comment, actor, reason=reason),
        "restore": lambda: restore(comment, actor),
        "feature": lambda: feature(comment, actor),
        "unfeature": lambda: unfeature(comment, actor),
        "pin": lambda: pin(comment, actor),
        "unpin": lambda: unpin(comment, actor),
    }[verb]()


def decide_all(
    comments: Iterable[Comment],
    verb: str,
    actor: User | None,
    *,
    reason: str = "other",
    revisions: Mapping[int, int] | None = None,
) -> Tally:
    """A loop over one verb of `decide`, counting done and skipped (house rule 7).

    Args:
        revisions: which revision of each comment was seen, by its key; one edited since is skipped.
    """
    seen = revisions or {}
    tally = Tally()
    for comment in comments:
        try:
            decide(comment, verb, actor, reason=reason, revision=seen.get(comment.pk))
        except TooLate as late:
            tally.skipped.append(f"{comment.author_name}: {late.message}")
        else:
            tally.done += 1
    return tally


@transaction.atomic
def _move(
    comment: Comment,
    actor: User | None,
    sources: tuple[Status, ...],
    to: Status,
    kind: CommentEvent.Kind,
    revision: int | None = None,
    reason: str = "",
) -> None:
    discussion = Discussion.objects.select_for_update().get(story=comment.story_id)
    now = timezone.now()
    seen = Q(pk=comment.pk, status__in=sources)
    if revision is not None:
        seen &= Q(revision=revision)
    before = Comment.objects.get(pk=comment.pk)
    marks = {} if to == Status.APPROVED else UNMARKED
    appears = to == Status.APPROVED and not before.appeared
    moved = Comment.objects.filter(seen).update(
        **marks,
        status=to,
        appeared=discussion.next_sequence if appears else before.appeared,
        reason=reason,
        decided_at=now,
        decided_by=actor if kind != CommentEvent.Kind.DELETED else None,
    )
    if not moved:
        raise TooLate(who_was_faster(before))
    comment.refresh_from_db()
    event = CommentEvent.objects.create(
        comment=comment,
        kind=kind,
        from_status=before.status,
        to_status=to,
        revision=comment.revision,
        reason=reason,
        actor=actor,
    )
    count_move(before, comment, now)
    announce(f"comment.{kind}", comment=comment.pk, event=event.pk)


@transaction.atomic
def _mark(comment: Comment, actor: User | None, field: str, kind: CommentEvent.Kind) -> None:
    """Set or take one of the marks of C10, under the lock of the discussion."""
    Discussion.objects.select_for_update().get(story=comment.story_id)
    sets = kind in (CommentEvent.Kind.FEATURED, CommentEvent.Kind.PINNED)
    if kind == CommentEvent.Kind.PINNED:
        _check_pin(comment)
    seen = Comment.objects.filter(**{"pk": comment.pk, f"{field}__isnull": sets})
    marked = (seen.public() if sets else seen).update(**{field: timezone.now() if sets else None})
    before = Comment.objects.get(pk=comment.pk)
    if not marked:
        raise TooLate(who_was_faster(before))
    comment.refresh_from_db()
    CommentEvent.objects.create(
        comment=comment,
        kind=kind,
        from_status=comment.status,
        to_status=comment.status,
        revision=comment.revision,
        actor=actor,
    )
    versions.bump(f"discussion:{comment.story_id}")
    announce(f"comment.{kind}", comment=comment.pk)


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
    if last and last.kind == CommentEvent.Kind.EDITED:
        return _(
            "Nothing changed: %(who)s has edited this comment since you opened the page. "
            "Read the new words first."
        ) % {"who": comment.author_name}
    return _("Nothing changed: %(who)s has made this comment “%(status)s” on %(when)s.") % {
        "who": (last.actor if last else None) or _("the system"),
        "status": _what_last(comment, last),
        "when": timezone.localtime(last.at if last else comment.created_at).strftime(
            "%Y-%m-%d %H:%M"
        ),
    }


def _what_last(comment: Comment, last: CommentEvent | None) -> str:
    """The word for what was done last: its state, or a mark."""
    marks = ("featured", "unfeatured", "pinned", "unpinned")
    if last is not None and last.kind in marks and comment.is_public:
        return last.get_kind_display()
    return comment.get_status_display()


# Counters (house rule 6) -------------------------------------------------------------------------


def take_number(comment: Comment) -> None:
    """Use up the number of a comment that nobody sees and nothing counts yet (a guest's)."""
    Discussion.objects.filter(story=comment.story_id).update(
        next_sequence=Greatest(F("next_sequence"), comment.sequence + 1)
    )


def count_new(comment: Comment, now: datetime.datetime) -> None:
    """Counters and versions for a comment just written, in the caller's transaction."""
    held = int(comment.status == Status.HELD)
    _count_discussion(comment, public=int(comment.is_public), held=held, now=now)


def count_move(before: Comment, after: Comment, now: datetime.datetime) -> None:
    """Counters and versions for a comment whose state moved; its replies may appear or vanish."""
    public = int(after.is_public) - int(before.is_public)
    hid, hides = before.status in Comment.HIDING, after.status in Comment.HIDING
    if hid != hides:
        public += _shift_branch(after, 1 if hides else -1)
    held = int(after.status == Status.HELD) - int(before.status == Status.HELD)
    _count_discussion(after, public=public, held=held, now=now)


def _shift_branch(comment: Comment, by: int) -> int:
    """Hide (+1) or show (−1) the branch below; returns how many comments became public."""
    branch = Comment.objects.below(comment).order_by()
    if not branch.exists():
        return 0
    public_before = branch.public().count()
    branch.update(hidden_ancestors=F("hidden_ancestors") + by)
    _recount_branch(comment)
    return branch.public().count() - public_before


def _recount_branch(comment: Comment) -> None:
    """Count the public ones below each comment of a branch that was shown or hidden anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE comments_comment AS one SET public_descendants = (
                SELECT count(*) FROM comments_comment AS other
                WHERE other.story_id = one.story_id
                  AND other.path > one.path AND other.path < one.path || '\\xffffffff'::bytea
                  AND other.status = 'approved' AND other.hidden_ancestors = 0)
            WHERE one.story_id = %s AND one.path >= %s AND one.path < %s
            """,
            [comment.story_id, bytes(comment.path), branch_end(bytes(comment.path))],
        )


def _count_discussion(comment: Comment, *, public: int, held: int, now: datetime.datetime) -> None:
    """Move the counters of the discussion, the story and all above, and the versions of pages.

    One statement, because everybody else who writes there waits for the discussion's row. The
    hour's activity counts what appeared; a removal takes nothing back, the talk has been.
    """
    story, path = comment.story_id, bytes(comment.path)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH above AS (
                UPDATE comments_comment SET public_descendants = public_descendants + %(public)s
                WHERE story_id = %(story)s AND path = ANY(%(above)s::bytea[]) AND %(public)s <> 0
            ), discussion AS (
                UPDATE comments_discussion SET
                    public_count = public_count + %(public)s,
                    held_count = held_count + %(held)s,
                    next_sequence = GREATEST(next_sequence, %(next)s),
                    newest = GREATEST(newest, %(newest)s)
                WHERE story_id = %(story)s
            ), story AS (
                UPDATE articles_story SET comment_count = comment_count + %(public)s
                WHERE id = %(story)s AND %(public)s <> 0
            )
            INSERT INTO articles_storyactivity (story_id, hour, reads, comments)
            SELECT %(story)s, %(hour)s, 0, %(public)s WHERE %(public)s > 0
            ON CONFLICT (story_id, hour)
            DO UPDATE SET comments = articles_storyactivity.comments + EXCLUDED.comments
            """,
            {
                "story": story,
                "above": [path[:length] for length in range(4, len(path), 4)],
                "public": public,
                "held": held,
                "next": max(comment.sequence, comment.appeared) + 1,
                "newest": comment.appeared if comment.is_public else 0,
                "hour": now.replace(minute=0, second=0, microsecond=0),
            },
        )
    pages = (f"story:{story}", "home") if public else ()
    versions.bump(f"discussion:{story}", *pages)


@dataclass(frozen=True)
class Drift:
    """A counter of a story that is not the truth."""

    story: int
    counter: str
    stored: int
    true: int


def recount(*, repair: bool, stories: Iterable[int] | None = None) -> list[Drift]:
    """Compare the counters of discussions and stories with the truth (feature C16).

    Args:
        repair: also write the truth.
        stories: only these.
    """
    drifts: list[Drift] = []
    discussions = Discussion.objects.select_related("story").order_by("pk")
    if stories is not None:
        discussions = discussions.filter(pk__in=list(stories))
    for discussion in discussions.iterator(chunk_size=500):
        with transaction.atomic():
            locked = Discussion.objects.select_for_update().get(pk=discussion.pk)
            drifts += _recount_one(locked, repair=repair)
    return drifts


def _recount_one(discussion: Discussion, *, repair: bool) -> list[Drift]:
    comments = Comment.objects.filter(story=discussion.pk)
    if repair:
        _recount_hidden(discussion.pk)
    truth = comments.aggregate(
        public=Count("pk", filter=Q(status=Status.APPROVED, hidden_ancestors=0)),
        held=Count("pk", filter=Q(status=Status.HELD)),
    )
    story = Story.objects.only("comment_count").get(pk=discussion.pk)
    found = [
        Drift(discussion.pk, counter, stored, true)
        for counter, stored, true in (
            ("public_count", discussion.public_count, truth["public"]),
            ("held_count", discussion.held_count, truth["held"]),
            ("comment_count", story.comment_count, truth["public"]),
        )
        if stored != true
    ]
    if repair and found:
        Discussion.objects.filter(pk=discussion.pk).update(
            public_count=truth["public"], held_count=truth["held"]
        )
        Story.objects.filter(pk=discussion.pk).update(comment_count=truth["public"])
        versions.bump(f"discussion:{discussion.pk}", f"story:{discussion.pk}", "home")
    return found


def _recount_hidden(story: int) -> None:
    """Write `hidden_ancestors` and `public_descendants` of all comments of a story anew."""
    rows = list(
        Comment.objects.filter(story=story)
        .order_by("path")
        .values_list("pk", "path", "status", "hidden_ancestors", "public_descendants")
    )
    hiding_down_to: dict[bytes, int] = {}
    public_below: dict[bytes, int] = {}
    for _pk, path, status, *_counts in rows:
        own = bytes(path)
        hidden = hiding_down_to.get(own[:-4], 0)
        hiding_down_to[own] = hidden + (status in Comment.HIDING)
        if status == Status.APPROVED and not hidden:
            for length in range(4, len(own), 4):
                public_below[own[:length]] = public_below.get(own[:length], 0) + 1
    wrong = []
    for pk, path, _status, *stored in rows:
        own = bytes(path)
        true = [hiding_down_to.get(own[:-4], 0), public_below.get(own, 0)]
        if stored != true:
            wrong.append(Comment(pk=pk, hidden_ancestors=true[0], public_descendants=true[1]))
    Comment.objects.bulk_update(wrong, ["hidden_ancestors", "public_descendants"], batch_size=500)
