"""What a reader's own list shows: saved stories, and what is new in all they follow (R10)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from articles.models import Byline, Following, SavedStory, SectionListing, Story
from articles.models.following import Followed
from articles.models.story import StoryQuerySet
from newsportal.core import cursors
from newsportal.core.models import User

T = TypeVar("T")

#: Saved stories are looked for, new ones are browsed.
SAVED_SIZE = 10
NEWS_SIZE = 20
#: Newest stories of the paper among which followed ones are looked for first: some days.
RECENT = 300

#: Orders of the cursors, and the types of their keys.
SAVED, NEWS = "saved", "followed"
KEYS: tuple[type[cursors.Key], ...] = (datetime.datetime, int)

#: A moment and an id: where a list goes on.
Place = tuple[datetime.datetime, int]


@dataclass(frozen=True)
class Part(Generic[T]):
    """A piece of a list, and the cursor of what comes after it ("" at its end)."""

    rows: list[T]
    next: str


def read_place(text: object, order: str) -> Place | None:
    """Where a cursor from an address leads; None when it is none of this order."""
    keys = cursors.decode(text, order, KEYS)
    return (keys[0], keys[1]) if keys else None


def saved(person: User, after: Place | None = None) -> Part[SavedStory]:
    """The stories that the person saved, those saved last first; one query."""
    found = SavedStory.objects.of(person).listed().newest_first().for_cards()
    if after is not None:
        found = found.filter(Q(at__lt=after[0]) | Q(at=after[0], pk__lt=after[1]))
    rows = list(found[: SAVED_SIZE + 1])
    return _part(rows, SAVED_SIZE, SAVED, lambda row: (row.at, row.pk))


def followed(person: User) -> list[Followed]:
    """What the person follows, by kind and name; one query."""
    order = list(Following.KINDS)
    things = [one.thing for one in Following.objects.of(person).with_names()]
    return sorted(things, key=lambda one: (order.index(kind_of(one)), one.name.casefold(), one.pk))


def news(things: Sequence[Followed], after: Place | None = None) -> Part[Story]:
    """The newest live stories of these sections (with all below), tags and authors, each once.

    They are looked for among the newest stories of the paper first, which is cheap whatever is
    followed. Where too few of those are meant, what is followed is rare, and all of it is gathered.
    """
    ways = _ways(things)
    if not ways:
        return Part([], "")
    live = Story.objects.live()
    if after is not None:
        live = live.filter(
            Q(first_live_at__lt=after[0]) | Q(first_live_at=after[0], pk__lt=after[1])
        )
    recent = list(live.newest_first().values_list("pk", flat=True)[:RECENT])
    meant = _union([way.filter(story__in=recent) for way in ways])
    found: Any = sorted({row["story"] for row in meant}, key=recent.index)[: NEWS_SIZE + 1]
    if len(found) <= NEWS_SIZE and len(recent) == RECENT:
        found = _union([_newest(live.filter(pk__in=way)) for way in ways])
    rows = live.filter(pk__in=found).newest_first().for_cards().with_names()
    return _part(list(rows[: NEWS_SIZE + 1]), NEWS_SIZE, NEWS, _place)


def kind_of(thing: Story | Followed) -> str:
    """“story”, “section”, “tag” or “author”: a word of addresses and templates."""
    return str(thing._meta.model_name)


def _ways(things: Sequence[Followed]) -> list[QuerySet[Any, Any]]:
    """For each kind that is followed, the ids of its stories."""
    ids: dict[str, list[int]] = {kind: [] for kind in Following.KINDS}
    for thing in things:
        ids[kind_of(thing)].append(thing.pk)
    rows: dict[str, QuerySet[Any]] = {
        "section": SectionListing.objects.all(),
        "tag": Story.tags.through._default_manager.all(),
        "author": Byline.objects.order_by(),
    }
    return [
        rows[kind].filter(**{f"{kind}__in": chosen}).values("story")
        for kind, chosen in ids.items()
        if chosen
    ]


def _newest(stories: StoryQuerySet) -> QuerySet[Any, Any]:
    # By an expression, so that the planner does not walk along the index of times, past all other
    # stories, in search of the few that are meant.
    by_time = Coalesce("first_live_at", "live_at").desc()
    return stories.order_by(by_time, "-pk").values("pk")[: NEWS_SIZE + 1]


def _union(ways: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return ways[0].union(*ways[1:]) if ways[1:] else ways[0]


def _place(story: Story) -> Place:
    assert story.first_live_at is not None  # it is live
    return story.first_live_at, story.pk


def _part(rows: list[T], size: int, order: str, place: Callable[[T], Place]) -> Part[T]:
    """The rows of a page, of which one more was read to know whether another comes."""
    is_last = len(rows) <= size
    rows = rows[:size]
    return Part(rows, "" if is_last else cursors.encode(order, *place(rows[-1])))
