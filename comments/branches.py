"""What stands below a comment, and every counter that moves when a comment appears or vanishes.

The counters of house rule 6: they move here alone, in the transaction of the verb that moves the
state. `Comment.hides_branch` says whether the replies below are hidden, `hidden_ancestors` of each
reply counts those above that do, and so showing a branch again shows exactly what was there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Greatest

from articles.models import Story
from comments.models import Comment, Discussion, branch_end
from newsportal.core import versions

Status = Comment.Status


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
    if before.hides_branch != after.hides_branch:
        public += _shift_branch(after, 1 if after.hides_branch else -1)
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
    found = _recount_hiding(discussion.pk, repair=repair)
    if repair:
        _recount_hidden(discussion.pk)
    truth = comments.aggregate(
        public=Count("pk", filter=Q(status=Status.APPROVED, hidden_ancestors=0)),
        held=Count("pk", filter=Q(status=Status.HELD)),
    )
    story = Story.objects.only("comment_count").get(pk=discussion.pk)
    found += [
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


def _recount_hiding(story: int, *, repair: bool) -> list[Drift]:
    """Comments whose state alone says whether they hide what is below, and that say otherwise."""
    drifts = []
    for states, hides in ((Comment.HIDES, True), (Comment.SHOWS, False)):
        wrong = Comment.objects.filter(story=story, status__in=states, hides_branch=not hides)
        if number := wrong.count():
            drifts.append(Drift(story, "hides_branch", number, 0))
            if repair:
                wrong.update(hides_branch=hides)
    return drifts


def _recount_hidden(story: int) -> None:
    """Write `hidden_ancestors` and `public_descendants` of all comments of a story anew."""
    rows = list(
        Comment.objects.filter(story=story)
        .order_by("path")
        .values_list(
            "pk", "path", "status", "hides_branch", "hidden_ancestors", "public_descendants"
        )
    )
    hiding_down_to: dict[bytes, int] = {}
    public_below: dict[bytes, int] = {}
    for _pk, path, status, hides, *_counts in rows:
        own = bytes(path)
        hidden = hiding_down_to.get(own[:-4], 0)
        hiding_down_to[own] = hidden + hides
        if status == Status.APPROVED and not hidden:
            for length in range(4, len(own), 4):
                public_below[own[:length]] = public_below.get(own[:length], 0) + 1
    wrong = []
    for pk, path, _status, _hides, *stored in rows:
        own = bytes(path)
        true = [hiding_down_to.get(own[:-4], 0), public_below.get(own, 0)]
        if stored != true:
            wrong.append(Comment(pk=pk, hidden_ancestors=true[0], public_descendants=true[1]))
    Comment.objects.bulk_update(wrong, ["hidden_ancestors", "public_descendants"], batch_size=500)
