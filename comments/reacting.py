"""Reacting to stories and comments: one reaction per person and target, counts exact (F4)."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Story
from comments import sanctions
from comments.models import Comment, Discussion, Reaction, ReactionKind
from newsportal.core import versions
from newsportal.core.models import User

Target = Story | Comment

#: Between two clicks of a double one lies less (systems take 0.5 seconds), between giving and
#: thinking better of it more.
DOUBLE_CLICK = datetime.timedelta(seconds=0.8)


class NotPossible(Exception):
    """The reaction cannot be given; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Person:
    """Who reacts: an account, or a guest by the id in a signed cookie."""

    user: User | None = None
    guest: uuid.UUID | None = None

    def reactions(self) -> dict[str, User | uuid.UUID | None]:
        """The filter that finds this person's reactions."""
        return {"user": self.user} if self.user else {"guest": self.guest, "user": None}


@transaction.atomic
def react(
    person: Person, target: Target, kind: ReactionKind, *, now: datetime.datetime | None = None
) -> ReactionKind | None:
    """Give a reaction, switch to another kind, or withdraw the same one.

    The same kind again within `DOUBLE_CLICK` is the same click, and so is the next after that: many
    clicks at once are one reaction.

    Args:
        now: the moment, for tests.

    Returns the kind that the person's reaction has now, None when it was withdrawn.
    Raises NotPossible when the target is not public or does not take this kind, and
    sanctions.MayNotWrite.
    """
    if person.user is not None:
        story = target if isinstance(target, Story) else target.story
        sanctions.check_may_write(person.user, story)
    check(target, kind)
    _lock(target)
    place = {"story": target} if isinstance(target, Story) else {"comment": target}
    now = now or timezone.now()  # after the lock: clicks come one after the other from here
    standing = Reaction.objects.filter(**place, **person.reactions()).first()
    own: ReactionKind | None = kind
    if standing is None:
        Reaction.objects.create(kind=kind, user=person.user, guest=person.guest, at=now, **place)
        moves = {kind.pk: 1}
    elif standing.kind_id != kind.pk:
        moves = {standing.kind_id: -1, kind.pk: 1}
        Reaction.objects.filter(pk=standing.pk).update(kind=kind, at=now)
    elif now - standing.at < DOUBLE_CLICK:
        Reaction.objects.filter(pk=standing.pk).update(at=now)
        return kind
    else:
        standing.delete()
        moves, own = {kind.pk: -1}, None
    _count(target, moves)
    story = target if isinstance(target, Story) else target.story
    versions.bump(f"discussion:{story.pk}")
    return own


def withdraw_all(user: User) -> int:
    """Take back everything that a person gave, also where nobody can react any more.

    One transaction each, so that the counts are true whenever it is broken off.

    Returns:
        How many reactions there were.
    """
    given = Reaction.objects.filter(user=user).select_related("story", "comment__story")
    for reaction in given.order_by("pk"):
        target = reaction.comment or reaction.story
        assert target is not None  # one of them is set: a constraint of the table
        with transaction.atomic():
            _lock(target)
            if Reaction.objects.filter(pk=reaction.pk, kind=reaction.kind_id).delete()[0]:
                _count(target, {reaction.kind_id: -1})
                story = target if isinstance(target, Story) else target.story
                versions.bump(f"discussion:{story.pk}")
    return len(given)


def check(target: Target, kind: ReactionKind) -> None:
    """Raise NotPossible when the target is not public or does not take this kind."""
    offered = kind.for_stories if isinstance(target, Story) else kind.for_comments
    if not (kind.is_active and offered):
        raise NotPossible(_("This reaction is not offered here."))
    story = target if isinstance(target, Story) else target.story
    if not story.is_live() or (isinstance(target, Comment) and not target.is_public):
        raise NotPossible(_("What you react to is not public any more."))


def _lock(target: Target) -> None:
    """Let the clicks on one target come one after the other; the counts are of the same row."""
    if isinstance(target, Story):
        Discussion.objects.get_or_create(story=target)
        Discussion.objects.select_for_update().get(story=target)
    else:
        Comment.objects.select_for_update().only("pk").get(pk=target.pk)


def _count(target: Target, moves: dict[int, int]) -> None:
    """Move the counts of kinds in the target's row, whose lock the caller holds; a comment's score
    is then due (see `comments.scoring`)."""
    if isinstance(target, Story):
        table, key, also = Discussion._meta.db_table, "story_id", ""
    else:
        table, key, also = Comment._meta.db_table, "id", ", score_is_due = TRUE"
    with connection.cursor() as cursor:
        for kind, by in moves.items():
            cursor.execute(
                f"UPDATE {table} SET reaction_counts = reaction_counts || jsonb_build_object("  # noqa: S608
                f"%s::text, coalesce((reaction_counts->>%s)::int, 0) + %s){also} WHERE {key} = %s",
                [str(kind), str(kind), by, target.pk],
            )


def counts_of(target: Target) -> dict[str, int]:
    """How many reactions of each kind a target has now, by the kind's id as text."""
    row: Discussion | Comment
    if isinstance(target, Story):
        row = Discussion.objects.only("reaction_counts").get(story=target)
    else:
        row = Comment.objects.only("reaction_counts").get(pk=target.pk)
    counts: dict[str, int] = row.reaction_counts
    return counts
