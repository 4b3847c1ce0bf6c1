"""How a front is arranged: containers in order, their cards and what fills the rest.

A layout is kept as JSON in a `FrontVersion`; these classes read and write it. What is kept may
name things that have gone since: readers of a layout leave those out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles.chrome import Chrome
from articles.models import Section

#: A front of more is read by nobody, and each costs the database a look.
MOST_CONTAINERS = 24
MOST_CARDS = 12
#: How many cards each place holds by itself, as the look has them.
TOP, RIVER, OPINIONS, RANKING, STRIP = 4, 6, 4, 5, 4
#: A kind that is no story's: everything but opinion and what is paid for.
NEWS = "news"


class Shape(models.TextChoices):
    """How a container looks."""

    TOP = "top", gettext_lazy("Lead, with others beside it")
    RIVER = "river", gettext_lazy("River: one below the other")
    STRIP = "strip", gettext_lazy("Strip: one beside the other")
    FEATURE = "feature", gettext_lazy("Strip with a large first card")
    COLUMN = "column", gettext_lazy("Column of opinion, with portraits")
    RANKING = "ranking", gettext_lazy("Ranking: numbered headlines")


class Fill(models.TextChoices):
    """What comes after the cards placed by hand."""

    NEWEST = "newest", gettext_lazy("newest")
    READ = "read", gettext_lazy("most read of the last 24 hours")
    COMMENTED = "commented", gettext_lazy("most commented of the newest")
    NOTHING = "nothing", gettext_lazy("nothing: only what is placed by hand")


@dataclass(frozen=True)
class Card:
    """A story that somebody placed.

    Attributes:
        headline, image: shown here in place of the story's own ("" and None: its own).
        until: when it leaves the front by itself.
        by: id of who placed it; kept as a number so that the person can be forgotten.
        at: when.
    """

    story: int
    headline: str = ""
    image: int | None = None
    until: datetime.datetime | None = None
    by: int | None = None
    at: datetime.datetime | None = None

    def is_over(self, now: datetime.datetime) -> bool:
        return self.until is not None and self.until <= now


@dataclass(frozen=True)
class Container:
    """One part of a front.

    Attributes:
        key: names it within its front, whatever its place.
        title: "" takes the name of the section or tag that fills it.
        size: most cards that it shows.
        kind: a story's kind, NEWS, or "" for all.
        section, tag: where the filling comes from; None is everywhere.
    """

    key: str
    shape: str
    size: int
    title: str = ""
    fill: str = Fill.NEWEST
    kind: str = ""
    section: int | None = None
    tag: int | None = None
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Layout:
    containers: tuple[Container, ...] = ()

    def stories(self) -> set[int]:
        return {card.story for container in self.containers for card in container.cards}

    def images(self) -> set[int]:
        return {
            card.image
            for container in self.containers
            for card in container.cards
            if card.image is not None
        }

    def new_key(self) -> str:
        """A key that no container has."""
        taken = {container.key for container in self.containers}
        return next(key for n in range(1, 10**6) if (key := f"c{n}") not in taken)


def write(layout: Layout) -> dict[str, Any]:
    """A layout as it is kept."""
    made = asdict(layout)
    for container in made["containers"]:
        container["cards"] = [
            {name: _text(value) for name, value in card.items()} for card in container["cards"]
        ]
    made["containers"] = list(made["containers"])
    return made


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def read(kept: dict[str, Any]) -> Layout:
    """A layout from what `write` made."""
    return Layout(
        tuple(
            Container(**{**container, "cards": tuple(_card(card) for card in container["cards"])})
            for container in kept["containers"]
        )
    )


def _card(kept: dict[str, Any]) -> Card:
    times = {
        name: parse_datetime(kept[name]) if kept.get(name) else None for name in ("until", "at")
    }
    return Card(**{**kept, **times})


def unsigned(layout: Layout) -> Layout:
    """A layout without who placed what and when: what two that look alike have in common."""
    return Layout(
        tuple(
            replace(one, cards=tuple(replace(card, by=None, at=None) for card in one.cards))
            for one in layout.containers
        )
    )


# What fills itself -------------------------------------------------------------------------------


def automatic(chrome: Chrome, section: Section | None) -> Layout:
    """The front that nobody has arranged: of the home page, or one to begin a section's with."""
    if section is None:
        return _home(chrome.children(None))
    parts = [
        Container("c1", Shape.TOP, TOP, section=section.pk, kind=NEWS),
        Container("c2", Shape.RIVER, RIVER, title=_("Latest"), section=section.pk),
        Container("c3", Shape.RANKING, RANKING, fill=Fill.READ, section=section.pk),
    ]
    return Layout((*parts, *_strips(chrome.children(section), len(parts))))


def _home(sections: list[Section]) -> Layout:
    parts = [
        Container("c1", Shape.TOP, TOP, kind=NEWS),
        Container("c2", Shape.RIVER, RIVER, title=_("Latest"), kind=NEWS),
        Container(
            "c3", Shape.COLUMN, OPINIONS, title=pgettext("kind of story", "Opinion"), kind="opinion"
        ),
        Container("c4", Shape.RANKING, RANKING, title=_("Most read"), fill=Fill.READ),
        Container("c5", Shape.RANKING, RANKING, title=_("Most discussed"), fill=Fill.COMMENTED),
    ]
    return Layout((*parts, *_strips(sections, len(parts))))


def _strips(sections: Iterable[Section], after: int) -> list[Container]:
    room = list(sections)[: MOST_CONTAINERS - after]
    return [
        Container(f"c{number}", Shape.STRIP, STRIP, section=section.pk)
        for number, section in enumerate(room, start=after + 1)
    ]
