"""What waits, by story and by what says nearly the same (feature M3): for three hundred comments
after a match.

Every number is exact: stories by the discussions' counter of what waits, groups of comments that
are alike by a partial index that holds what waits and nothing else.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils import timezone

from articles import rights as newsroom
from articles.models import Story
from comments import rights
from comments.models import Claim, Comment, CommentEvent, Discussion, Reason, Signal
from comments.models.comment import CommentQuerySet
from newsportal.core import cursors

Kind = CommentEvent.Kind

#: Stories on a page, groups above the cards of a story, and cards: some minutes of work.
STORIES, GROUPS, CARDS = 30, 8, 25
#: Texts of a group that are shown, the first of them open: enough to see what they have in common.
SAMPLES = 4
#: What one decision may take: a worker deals with some hundred in a minute.
MOST_AT_ONCE = 500

#: The newsroom's commonest reasons: of how many, from so many of its last refusals.
CHIPS, LAST_REFUSALS = 3, 400
#: A month: what was common at another season says nothing of tonight's match.
LATELY = datetime.timedelta(days=30)

STORY_ORDER, CARD_ORDER = "stories", "story"


# Stories ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StoryLine:
    """A story below which something waits.

    Args:
        waiting: how many wait.
        largest: how many of them say nearly the same, where that is more than one.
    """

    story: Story
    waiting: int
    largest: int


@dataclass(frozen=True)
class StoriesPage:
    lines: list[StoryLine]
    next_cursor: str


def stories_for(user: Any, after: str = "") -> StoriesPage:
    """Stories with what waits below them, the fullest first, in the sections that somebody decides
    on: two queries.

    Args:
        after: the cursor of the page before.
    """
    found = Discussion.objects.filter(held_count__gt=0).select_related("story__section")
    limits = newsroom.sections_of(user)
    if limits is not None:
        found = found.filter(story__section__in=limits)
    if (keys := cursors.decode(after, STORY_ORDER, (int, int))) is not None:
        found = found.filter(TupleLessThan(Tuple(F("held_count"), F("story_id")), keys))
    rows = list(found.order_by("-held_count", "-story_id")[: STORIES + 1])
    page = rows[:STORIES]
    largest = _largest([row.story_id for row in page])
    lines = [StoryLine(row.story, row.held_count, largest.get(row.story_id, 0)) for row in page]
    more = len(rows) > STORIES
    return StoriesPage(
        lines,
        cursors.encode(STORY_ORDER, page[-1].held_count, page[-1].story_id) if more else "",
    )


def _largest(stories: Collection[int]) -> dict[int, int]:
    """How many are in the largest group below each story, in one query on an index alone."""
    groups = (
        Comment.objects.held()
        .filter(story__in=stories)
        .exclude(alike_key=0)
        .order_by()
        .values("story", "alike_key")
        .annotate(number=Count("*"))
        .filter(number__gt=1)
    )
    largest: dict[int, int] = {}
    for story, number in groups.values_list("story", "number"):
        largest[story] = max(largest.get(story, 0), number)
    return largest


# A story ------------------------------------------------------------------------------------------


def waiting_of(story: Story, user: Any) -> CommentQuerySet:
    """What waits below a story, for who decides there."""
    return rights.decidable(user).held().filter(story=story)


@dataclass
class Group:
    """Comments below one story that wait and say nearly the same.

    Args:
        number: how many there are, exactly.
        seen: the id and the revision of each that a decision may take, at most `MOST_AT_ONCE`.
        flagged: how many of them a check or a reader points at.
    """

    key: int
    number: int
    flagged: int = 0
    seen: list[tuple[int, int]] = field(default_factory=list)
    samples: list[Comment] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many one decision takes."""
        return len(self.seen)

    @property
    def named(self) -> str:
        """Those that were on the page, as its form names them."""
        return ",".join(f"{pk}:{revision}" for pk, revision in self.seen)


def groups_of(waiting: CommentQuerySet) -> list[Group]:
    """The largest groups of a story's waiting comments, in two queries."""
    oldest_first = ["created_at", "pk"]
    counted = (
        waiting.exclude(alike_key=0)
        .order_by()
        .values_list("alike_key")
        .annotate(
            number=Count("pk"),
            flagged=Count("pk", filter=~unflagged()),
            ids=ArrayAgg("pk", order_by=oldest_first),
            revisions=ArrayAgg("revision", order_by=oldest_first),
        )
    )
    largest = counted.filter(number__gt=1).order_by("-number", "alike_key")[:GROUPS]
    groups = {
        key: Group(key, number, flagged, list(zip(ids, revisions, strict=True))[:MOST_AT_ONCE])
        for key, number, flagged, ids, revisions in largest
    }
    shown = [pk for group in groups.values() for pk, _revision in group.seen[:SAMPLES]]
    if shown:
        samples = Comment.objects.filter(pk__in=shown).select_related("author")
        for comment in samples.order_by(*oldest_first):
            groups[comment.alike_key].samples.append(comment)
    return list(groups.values())


def unflagged() -> Q:
    """Comments that wait for no other reason than the discussion's policy: no check asked for more,
    and no reader has reported them."""
    flags = (
        Signal.objects.filter(comment=OuterRef("pk"), revision=OuterRef("revision"))
        .exclude(verdict="pass")
        .exclude(check_name="policy")
    )
    return Q(~Exists(flags), open_reports=0)


def unclaimed(rows: CommentQuerySet, user: Any) -> CommentQuerySet:
    """Those that no colleague is on."""
    held = Claim.objects.filter(comment=OuterRef("pk"), until__gt=timezone.now())
    return rows.exclude(Exists(held.exclude(person=user)))


@dataclass(frozen=True)
class CardsPage:
    """Comments of a story that stand alone, oldest first."""

    comments: list[Comment]
    #: Of these, the ids of those that nothing points at.
    plain: frozenset[int]
    next_cursor: str


def alone(rows: CommentQuerySet, groups: Iterable[Group], after: str = "") -> CardsPage:
    """A page of what stands in none of the groups shown above it: one query.

    Args:
        rows: what waits below the story, loaded as cards need it.
        after: the cursor of the page before.
    """
    is_plain = Case(
        When(unflagged(), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    found = rows.exclude(alike_key__in=[group.key for group in groups]).annotate(is_plain=is_plain)
    if (keys := cursors.decode(after, CARD_ORDER, (datetime.datetime, int))) is not None:
        found = found.filter(TupleGreaterThan(Tuple(F("created_at"), F("pk")), keys))
    loaded: list[Any] = list(found.order_by("created_at", "pk")[: CARDS + 1])
    page = loaded[:CARDS]
    return CardsPage(
        page,
        frozenset(one.pk for one in page if one.is_plain),
        cursors.encode(CARD_ORDER, page[-1].created_at, page[-1].pk) if len(loaded) > CARDS else "",
    )


# Reasons ------------------------------------------------------------------------------------------


def last_reasons() -> QuerySet[CommentEvent, Any]:
    """The reasons of the newsroom's last refusals, as a query that another one can carry."""
    refusals = (
        CommentEvent.objects.standing()
        .filter(kind__in=(Kind.REJECTED, Kind.REMOVED), at__gt=timezone.now() - LATELY)
        .exclude(reason="")
    )
    return refusals.order_by("-at", "-pk").values("reason")[:LAST_REFUSALS]


def commonest_reasons(given: Iterable[str]) -> list[tuple[str, str]]:
    """Code and words of the reasons that were given most; where none was yet, the first ones.

    Args:
        given: codes, of `last_reasons`.
    """
    number = Counter(given)
    known = [code for code in Reason.values if code != Reason.OTHER]
    ordered = sorted(known, key=lambda code: -number[code])
    return [(code, str(Reason(code).label)) for code in ordered[:CHIPS]]
