"""Scores of comments for the order "best" (feature C2), renewed in batches by the beat.

Reacting only marks a comment (`score_is_due`). The beat gives all marked comments of a story their
new scores in one transaction and, where a thread moved, begins a new *epoch* of the discussion: the
time in which the order does not change. A page's cursor names its epoch. A comment keeps the score
that it had before and the epoch in which it changed, so a reader may go on by the order of the
epoch before, too; decision 20 tells what happens after that.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from django.db import connection, transaction
from django.db.models import F

from comments.models import Comment, Discussion, ReactionKind
from comments.reaction_kinds import kinds
from newsportal.core import versions

#: Of the normal distribution: 95 per cent certain that the true share is not below the bound.
Z = 1.96

#: Stories of one beat; the others come at the next.
STORIES = 200


def wilson_lower_bound(positive: int, total: int) -> float:
    """The share of positive reactions that a comment has at least, 95 per cent certain.

    The lower bound of the Wilson score interval for a Bernoulli parameter (E. B. Wilson, "Probable
    inference, the law of succession, and statistical inference", JASA 22, 1927), as E. Miller put
    forward for ratings ("How not to sort by average rating", 2009). Few reactions prove little:
    1 of 1 gives 0.21, 9 of 10 give 0.60, 90 of 100 give 0.83.

    Args:
        positive: reactions of kinds with positive valence.
        total: reactions of kinds with positive or negative valence; neutral ones say nothing.

    Returns:
        0.0 to 1.0; 0.0 without reactions.
    """
    if total <= 0:
        return 0.0
    share = positive / total
    middle = share + Z * Z / (2 * total)
    margin = Z * sqrt((share * (1 - share) + Z * Z / (4 * total)) / total)
    return max(0.0, (middle - margin) / (1 + Z * Z / total))


def score_of(counts: Mapping[str, int], valences: Mapping[str, int]) -> float:
    """The score of a comment with these counts, both by the id of the kind as text."""
    positive = sum(count for kind, count in counts.items() if valences.get(kind, 0) > 0)
    negative = sum(count for kind, count in counts.items() if valences.get(kind, 0) < 0)
    return wilson_lower_bound(positive, positive + negative)


def refresh() -> int:
    """Renew the scores that are due, story by story. Returns how many stories were renewed."""
    due = Comment.objects.filter(score_is_due=True).order_by("story").values_list("story")
    stories = [story for (story,) in due.distinct()[:STORIES]]
    for story in stories:
        refresh_story(story)
    return len(stories)


@transaction.atomic
def refresh_story(story: int) -> bool:
    """Renew the scores of a story's marked comments. Returns whether the order "best" has moved."""
    discussion = Discussion.objects.select_for_update().get(story=story)
    valences = {str(kind.pk): kind.valence for kind in kinds.get()}
    due = Comment.objects.filter(story=story, score_is_due=True).order_by("pk")
    rows = list(due.select_for_update().values_list("pk", "parent", "reaction_counts", "score"))
    changed: dict[int, float] = {}
    has_moved = False
    for pk, parent, counts, old in rows:
        new = score_of(counts, valences)
        if new != old:
            changed[pk] = new
            has_moved = has_moved or parent is None
    epoch = discussion.score_epoch + int(has_moved)
    _write(changed, epoch)
    # By key: who reacted to another comment meanwhile has marked it for the next time.
    Comment.objects.filter(pk__in=[pk for pk, *_rest in rows]).update(score_is_due=False)
    if has_moved:
        Discussion.objects.filter(story=story).update(score_epoch=F("score_epoch") + 1)
        versions.bump(f"discussion:{story}")
    return has_moved


def _write(scores: Mapping[int, float], epoch: int) -> None:
    """Give comments their new scores, which hold from `epoch` on."""
    if not scores:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE comments_comment AS one
            SET score_before = one.score, score = new.score, score_epoch = %s
            FROM unnest(%s::bigint[], %s::float8[]) AS new(id, score) WHERE one.id = new.id
            """,
            [epoch, list(scores), list(scores.values())],
        )


def valence_changed(which: int) -> None:
    """Mark every comment that was given a kind whose valence changed (listener)."""
    if ReactionKind.objects.filter(pk=which).exists():
        Comment.objects.filter(reaction_counts__has_key=str(which)).update(score_is_due=True)
