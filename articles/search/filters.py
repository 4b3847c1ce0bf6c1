"""What narrows a search: section, tag, author, kind, time; and what each choice would leave."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.db.models.functions import Coalesce

from articles import kinds
from articles.chrome import Chrome
from articles.models import Byline, Section, SectionListing, Story
from articles.models.story import StoryQuerySet

#: Days back from now of each period that one click chooses.
PERIODS = {"day": 1, "week": 7, "month": 30, "year": 365}

#: Orders; the first is the default and stands in no address.
BEST, NEWEST = "best", "new"


@dataclass(frozen=True)
class Row:
    """What is known of a story that has the words: enough to rank, filter and count it."""

    pk: int
    at: datetime.datetime
    published_on: datetime.date
    kind: str
    relevance: float
    sections: Sequence[int]
    tags: Sequence[int]
    authors: Sequence[int]


@dataclass(frozen=True)
class Filters:
    """The narrowing that stands in an address. Whatever means nothing there is left out.

    Attributes:
        section: path of a section; all below it count.
        tag, author: ids.
        kind: code of a kind of stories.
        period: key of `PERIODS`; without meaning beside `first` or `last`.
        first, last: days, as typed.
    """

    section: Section | None = None
    tag: int | None = None
    author: int | None = None
    kind: str = ""
    period: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    order: str = BEST
    #: Days that were typed and are none, by the name of their field.
    wrong: Mapping[str, str] = field(default_factory=dict)

    DIMENSIONS: ClassVar[tuple[str, ...]] = ("section", "tag", "author", "kind", "time")

    @classmethod
    def of(cls, asked: Mapping[str, str], chrome: Chrome) -> Filters:
        """Read them from the parameters of an address."""
        path = asked.get("section", "").strip("/")
        section = next((one for one in chrome.sections.values() if path and one.path == path), None)
        kind, period = asked.get("kind", ""), asked.get("period", "")
        wrong: dict[str, str] = {}
        first, last = (_day(asked.get(name, ""), name, wrong) for name in ("from", "to"))
        if first and last and first > last:
            first, last = last, first
        return cls(
            section=section,
            tag=_id(asked.get("tag", "")),
            author=_id(asked.get("author", "")),
            kind=kind if kind in kinds.known() else "",
            period=period if period in PERIODS and not (first or last) else "",
            first=first,
            last=last,
            order=NEWEST if asked.get("order") == NEWEST else BEST,
            wrong=wrong,
        )

    @property
    def chosen(self) -> list[str]:
        """The dimensions in which something is chosen."""
        return [name for name in self.DIMENSIONS if self._value(name)]

    def _value(self, dimension: str) -> Any:
        if dimension == "time":
            return self.period or self.first or self.last
        return getattr(self, dimension)

    def without(self, dimension: str) -> Filters:
        if dimension == "time":
            return replace(self, period="", first=None, last=None)
        nothing: dict[str, Any] = {dimension: "" if dimension == "kind" else None}
        return replace(self, **nothing)

    def parameters(self) -> dict[str, str]:
        """As they stand in an address."""
        named = {
            "section": self.section.path if self.section else "",
            "tag": str(self.tag or ""),
            "author": str(self.author or ""),
            "kind": self.kind,
            "period": self.period,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "order": self.order if self.order != BEST else "",
        }
        return {name: value for name, value in named.items() if value}

    def address(self, words: str) -> str:
        """The query of the address of a search, narrowed by these."""
        return "?" + urlencode({"q": words, **self.parameters()})

    # In memory and in the database ---------------------------------------------------------------

    def passes(self, now: datetime.datetime) -> dict[str, Callable[[Row], bool]]:
        """For each chosen dimension, whether a story passes."""
        tests: dict[str, Callable[[Row], bool]] = {
            "section": lambda row: self.section is not None and self.section.pk in row.sections,
            "tag": lambda row: self.tag in row.tags,
            "author": lambda row: self.author in row.authors,
            "kind": lambda row: row.kind == self.kind,
            "time": lambda row: self._is_in_time(row, now),
        }
        return {name: tests[name] for name in self.chosen}

    def _is_in_time(self, row: Row, now: datetime.datetime) -> bool:
        if self.period:
            return row.at > now - datetime.timedelta(days=PERIODS[self.period])
        is_after = self.first is None or row.published_on >= self.first
        return is_after and (self.last is None or row.published_on <= self.last)

    def among(self, stories: StoryQuerySet, now: datetime.datetime) -> StoryQuerySet:
        """The same for the database.

        Each question stands in an expression that the planner does not take apart: it goes by the
        index of words first and looks these up in a hash, whatever it believes of their number.
        """
        filed, tagged = SectionListing.objects, Story.tags.through.objects
        for chosen, those in (
            (self.section, filed.filter(section=self.section)),
            (self.tag, tagged.filter(tag=self.tag)),
            (self.author, Byline.objects.filter(author=self.author)),
        ):
            if chosen:
                ids: Any = those.order_by().values("story")
                is_one = ExpressionWrapper(Q(pk__in=ids), output_field=BooleanField())
                stories = stories.filter(Coalesce(is_one, Value(False)))
        if self.kind:
            stories = stories.filter(kind=self.kind)
        if self.period:
            since = now - datetime.timedelta(days=PERIODS[self.period])
            stories = stories.filter(first_live_at__gt=since)
        if self.first:
            stories = stories.filter(published_on__gte=self.first)
        if self.last:
            stories = stories.filter(published_on__lte=self.last)
        return stories


def _id(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


def _day(typed: str, name: str, wrong: dict[str, str]) -> datetime.date | None:
    typed = typed.replace("\x00", "").strip()[:20]
    try:
        return datetime.date.fromisoformat(typed) if typed else None
    except ValueError:
        wrong[name] = typed
        return None


# Counting ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """How many stories each choice would leave, all other choices kept.

    A dimension is missing when it cannot be said; see `finding.MOST`.
    """

    sections: Counter[int] | None
    tags: Counter[int] | None
    authors: Counter[int] | None
    kinds: Counter[str] | None
    periods: Counter[str] | None


def count(
    rows: Iterable[Row], filters: Filters, now: datetime.datetime, *, is_narrowed: bool
) -> Counts:
    """Count the choices among all stories that have the words.

    Args:
        is_narrowed: whether the rows have passed the filters already; then nobody knows what
            another choice in a chosen dimension would bring.
    """
    tests = {} if is_narrowed else filters.passes(now)
    ways: dict[str, Callable[[Row], Iterable[Any]]] = {
        "section": lambda row: row.sections,
        "tag": lambda row: row.tags,
        "author": lambda row: row.authors,
        "kind": lambda row: (row.kind,),
        "time": lambda row: _periods(row, now),
    }
    reached: dict[str, list[Row]] = {name: [] for name in ways}
    for row in rows:
        failed = [name for name, test in tests.items() if not test(row)]
        if len(failed) > 1:
            continue
        for name in failed or ways:
            reached[name].append(row)
    counters = {
        name: Counter(chain.from_iterable(map(way, reached[name]))) for name, way in ways.items()
    }
    known = {
        name: None if is_narrowed and name in filters.chosen else counter
        for name, counter in counters.items()
    }
    return Counts(known["section"], known["tag"], known["author"], known["kind"], known["time"])


def _periods(row: Row, now: datetime.datetime) -> Iterable[str]:
    age = now - row.at
    return [name for name, days in PERIODS.items() if age < datetime.timedelta(days=days)]
