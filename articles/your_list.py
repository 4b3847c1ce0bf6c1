"""What a reader's own list shows: saved stories, and what is new in all they follow (R10)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Q

from articles.models import Following, SavedStory, Story
from articles.models.following import Followed
from articles.models.story import StoryQuerySet
from newsportal.core import cursors
from newsportal.core.models import User

T = TypeVar("T")

#: Saved stories are looked for, new ones are browsed.
SAVED_SIZE = 10
NEWS_SIZE = 20

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

    Each kind brings its newest, and the newest of all these are shown: so every kind is read along
    the index that fits it, and a page costs the same whatever is followed.
    """
    ids: dict[str, list[int]] = {f"{kind}s": [] for kind in Following.KINDS}
    for thing in things:
        ids[f"{kind_of(thing)}s"].append(thing.pk)
    live = Story.objects.live()
    if after is not None:
        live = live.filter(
            Q(first_live_at__lt=after[0]) | Q(first_live_at=after[0], pk__lt=after[1])
        )
    ways = [_newest(live.in_any(**{kind: chosen})) for kind, chosen in ids.items() if chosen]
    if not ways:
        return Part([], "")
    newest = ways[0].union(*ways[1:]) if len(ways) > 1 else ways[0]
    found = live.filter(pk__in=newest).newest_first().for_cards().with_names()
    rows = list(found[: NEWS_SIZE + 1])
    return _part(rows, NEWS_SIZE, NEWS, _place)


def kind_of(thing: Story | Followed) -> str:
    """“story”, “section”, “tag” or “author”: a word of addresses and templates."""
    return str(thing._meta.model_name)


def _newest(stories: StoryQuerySet) -> StoryQuerySet:
    return stories.newest_first().values("pk")[: NEWS_SIZE + 1]  # type: ignore[return-value]


def _place(story: Story) -> Place:
    assert story.first_live_at is not None  # it is live
    return story.first_live_at, story.pk


def _part(rows: list[T], size: int, order: str, place: Callable[[T], Place]) -> Part[T]:
    """The rows of a page, of which one more was read to know whether another comes."""
    is_last = len(rows) <= size
    rows = rows[:size]
    return Part(rows, "" if is_last else cursors.encode(order, *place(rows[-1])))
