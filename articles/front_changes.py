"""What differs between two arrangements of a front: for the draft, a conflict and the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from articles.front_layout import Card, Container, Layout


class What(Enum):
    """Kinds of change."""

    PLACED = "placed"
    TAKEN = "taken"
    MOVED = "moved"
    RETOLD = "retold"
    ADDED = "added"
    REMOVED = "removed"
    SET = "set"
    ORDERED = "ordered"


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        container: where it is now; of what went, where it was.
        card: the card of a change that is about one, as it is now, or was when it went.
        place: the card's, or the container's, counted from 1.
        came_from: the container that a moved card stood in before.
    """

    what: What
    container: Container
    card: Card | None = None
    place: int = 0
    came_from: Container | None = None


def between(old: Layout, new: Layout) -> list[Change]:
    """All that turns `old` into `new`, in the order of the page."""
    before = {one.key: one for one in old.containers}
    after = {one.key: one for one in new.containers}
    found = [
        Change(What.ADDED, one, place=place)
        for place, one in enumerate(new.containers, start=1)
        if one.key not in before
    ]
    found += [Change(What.REMOVED, one) for one in old.containers if one.key not in after]
    found += [
        Change(What.SET, one)
        for one in new.containers
        if one.key in before and replace(one, cards=()) != replace(before[one.key], cards=())
    ]
    ordered = _moved([*before], [*after])
    found += [Change(What.ORDERED, after[key], place=[*after].index(key) + 1) for key in ordered]
    return [*found, *_cards(old, new)]


def _cards(old: Layout, new: Layout) -> Iterator[Change]:
    """Changes of cards: a story that is in another container now has moved there."""
    before, after = _places(old), _places(new)
    gone = {place for place in before if place not in after}
    for place, (container, card, number) in after.items():
        if place not in before:
            source = next((one for one in gone if one[1] == card.story), None)
            if source is None:
                yield Change(What.PLACED, container, card, number)
            else:
                gone.discard(source)
                came_from, was, _number = before[source]
                yield Change(What.MOVED, container, card, number, came_from)
                yield from _retold(container, card, was)
        else:
            yield from _retold(container, card, before[place][1])
    for place in before:
        if place in gone:
            container, card, _number = before[place]
            yield Change(What.TAKEN, container, card)
    yield from _reordered(old, new)


def _reordered(old: Layout, new: Layout) -> Iterator[Change]:
    orders = {one.key: [card.story for card in one.cards] for one in old.containers}
    for container in new.containers:
        stories = [card.story for card in container.cards]
        for story in _moved(orders.get(container.key, []), stories):
            place = stories.index(story)
            yield Change(What.MOVED, container, container.cards[place], place + 1, container)


def _retold(container: Container, card: Card, was: Card) -> Iterator[Change]:
    words = (card.headline, card.image, card.until)
    if words != (was.headline, was.image, was.until):
        yield Change(What.RETOLD, container, card)


def _places(layout: Layout) -> dict[tuple[str, int], tuple[Container, Card, int]]:
    return {
        (one.key, card.story): (one, card, number)
        for one in layout.containers
        for number, card in enumerate(one.cards, start=1)
    }


def _moved(old: list[Any], new: list[Any]) -> list[Any]:
    """Those of both lists that stand in another order: the fewest that explain it."""
    old = [one for one in old if one in new]
    new = [one for one in new if one in old]
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = {new[block.b + number] for block in same for number in range(block.size)}
    return [one for one in new if one not in kept]
