"""What an editor does to a layout, one step at a time: place, move and take cards and containers.

Each step gives another layout and changes nothing; `articles.arranging` keeps the result. Drags,
keys and plain buttons all come here. A step that makes no sense any more (a card that somebody has
taken meanwhile) gives the layout back as it was.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from articles.front_layout import (
    MOST_CARDS,
    MOST_CONTAINERS,
    Card,
    Container,
    Layout,
    Shape,
)
from articles.publishing import Refused

#: Cards that a container keeps: those that show, and as many that wait for room.
MOST_KEPT = 2 * MOST_CARDS


def place(layout: Layout, story: int, target: str, index: int = 0) -> Layout:
    """Place a story in a container, by number from 0; on top when none is named.

    A story that stands elsewhere on the front moves with its headline and picture, because no
    story stands on a front twice. Only a ranking may name it too.

    Raises Refused when the container is full.
    """
    container = _container(layout, target)
    if container is None:
        return layout
    found = [(one, card) for one in layout.containers for card in one.cards if card.story == story]
    own = next((card for one, card in found if one.key == target), None)
    card = own or next((card for _one, card in found), None) or Card(story)
    if own is None and len(container.cards) >= MOST_KEPT:
        raise Refused(
            _("%(count)d cards are the most in one part. Take one down first.")
            % {"count": MOST_KEPT}
        )
    is_ranking = container.shape == Shape.RANKING
    cleared = Layout(
        tuple(
            _without(one, story)
            if one.key == target or not (is_ranking or one.shape == Shape.RANKING)
            else one
            for one in layout.containers
        )
    )
    return Layout(
        tuple(_with(one, card, index) if one.key == target else one for one in cleared.containers)
    )


def move(layout: Layout, key: str, story: int, by: int) -> Layout:
    """Move a card one place up (-1) or down (1); beyond its container's edge into the next one."""
    container = _container(layout, key)
    places = [card.story for card in container.cards] if container else []
    if story not in places:
        return layout
    index = places.index(story) + by
    if 0 <= index < len(places):
        return place(layout, story, key, index)
    keys = [one.key for one in layout.containers]
    neighbour = keys.index(key) + by
    if not 0 <= neighbour < len(keys):
        return layout
    other = layout.containers[neighbour]
    return carry(layout, key, story, other.key, len(other.cards) if by < 0 else 0)


def carry(layout: Layout, key: str, story: int, target: str, index: int) -> Layout:
    """Carry a card from one container to a place in another, or in its own."""
    source, container = _container(layout, key), _container(layout, target)
    if source is None or container is None or story not in [card.story for card in source.cards]:
        return layout
    placed = place(layout, story, target, index)
    return placed if key == target else take(placed, key, story)


def take(layout: Layout, key: str, story: int) -> Layout:
    """Take a card down."""
    return Layout(
        tuple(_without(one, story) if one.key == key else one for one in layout.containers)
    )


def add(layout: Layout, shape: str, size: int) -> Layout:
    """Add a container at the end, filled with the newest from everywhere.

    Raises Refused when there are enough.
    """
    if len(layout.containers) >= MOST_CONTAINERS:
        raise Refused(_("%(count)d parts are the most of a front.") % {"count": MOST_CONTAINERS})
    return Layout((*layout.containers, Container(layout.new_key(), shape, size)))


def remove(layout: Layout, key: str) -> Layout:
    """Remove a container with its cards."""
    return Layout(tuple(one for one in layout.containers if one.key != key))


def move_container(layout: Layout, key: str, index: int) -> Layout:
    """Put a container at a place among the containers, by number from 0."""
    container = _container(layout, key)
    if container is None:
        return layout
    others = [one for one in layout.containers if one.key != key]
    others.insert(max(index, 0), container)
    return Layout(tuple(others))


# Parts -------------------------------------------------------------------------------------------


def _container(layout: Layout, key: str) -> Container | None:
    return next((one for one in layout.containers if one.key == key), None)


def _without(container: Container, story: int) -> Container:
    return replace(container, cards=tuple(card for card in container.cards if card.story != story))


def _with(container: Container, card: Card, index: int) -> Container:
    cards = list(container.cards)
    cards.insert(max(index, 0), card)
    return replace(container, cards=tuple(cards))
