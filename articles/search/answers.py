"""What the page of a search shows: the stories with their words marked, and the choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Value
from django.db.models.functions import JSONObject, Left
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles import kinds
from articles.chrome import Chrome
from articles.models import Author, Byline, Section, Story, Tag
from articles.search.filters import PERIODS, Filters
from articles.search.finding import Found
from articles.search.marking import MOST_LETTERS, Marker, Text

#: Choices of one kind: more than these nobody reads; a search finds the rest.
MOST_CHOICES = 8


@dataclass(frozen=True)
class Answer:
    """A story that was found, with the words marked in what is shown of it.

    Attributes:
        by: names over the story; empty when nobody's stand there.
        tags: those of its tags that have the words.
    """

    story: Story
    headline: SafeString
    text: SafeString
    by: Sequence[SafeString]
    tags: Sequence[tuple[str, SafeString]]


@dataclass(frozen=True)
class Choice:
    """A link that narrows a search, or that takes the narrowing away where it is chosen.

    Attributes:
        number: stories that it would leave; None when that cannot be said.
        depth: how far below the top a section stands.
    """

    name: str
    address: str
    number: int | None
    is_chosen: bool = False
    depth: int = 0


@dataclass(frozen=True)
class Choices:
    """The choices in one dimension; `anything` takes the narrowing away."""

    name: str
    title: str
    anything: str
    choices: Sequence[Choice]
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Names:
    """Names of the tags and authors that a page speaks of; one statement.

    An address can ask for any of them by number: what stands under no live story has no name here.
    """

    tags: Mapping[int, tuple[str, str]]
    authors: Mapping[int, tuple[str, str]]

    @classmethod
    def of(cls, tags: Iterable[int], authors: Iterable[int]) -> Names:
        found: dict[str, dict[int, tuple[str, str]]] = {"tag": {}, "author": {}}
        named: Any = [
            Story.objects.live()
            .filed_under(model._default_manager.filter(pk__in=set(ids)).order_by(), by)
            .values_list(Value(noun, output_field=CharField()), "pk", "name", "slug")
            for noun, model, ids, by in (
                ("tag", Tag, tags, "tags"),
                ("author", Author, authors, "bylines__author"),
            )
            if ids
        ]
        if named:
            for noun, pk, name, slug in named[0].union(*named[1:], all=True):
                found[noun][pk] = (name, slug)
        return cls(found["tag"], found["author"])


def stories_of(ids: Sequence[int]) -> list[Story]:
    """Stories by id and in this order, as cards, with the text that words are marked in and the
    names over them; one statement."""
    over = Byline.objects.filter(story=OuterRef("pk")).order_by("order", "pk")
    shown = (
        Story.objects.live()
        .for_cards()
        .annotate(
            searched_text=Left("body_text", MOST_LETTERS),
            searched_bylines=ArraySubquery(
                over.values(json=JSONObject(role="role", name="author__name"))
            ),
        )
        .in_bulk(ids)
    )
    return [shown[pk] for pk in ids if pk in shown]


def names_of(found: Found, stories: Sequence[Story], filters: Filters) -> Names:
    """The names of all tags and authors that the page of an answer may speak of."""
    tags = [*_most(found.counts.tags), *([filters.tag] if filters.tag else ())]
    authors = [*_most(found.counts.authors), *([filters.author] if filters.author else ())]
    return Names.of([*tags, *(tag for one in stories for tag in found.tags[one.pk])], authors)


def answers(found: Found, stories: Sequence[Story], names: Names) -> list[Answer]:
    """The stories with the words marked; one statement for all."""
    texts: dict[int, list[Text]] = {}
    lines: dict[int, list[Text]] = {}
    for story in stories:
        shown = (story.headline, story.standfirst, story.searched_text)  # type: ignore[attr-defined]
        texts[story.pk] = [Text(text, story.language) for text in shown]
        lines[story.pk] = [Text(name, story.language) for name in _by(story)]
    tagged = {
        story.pk: [names.tags[tag] for tag in found.tags[story.pk] if tag in names.tags]
        for story in stories
    }
    all_texts = [text for of_story in (*texts.values(), *lines.values()) for text in of_story]
    all_texts += [Text(name, "") for of_story in tagged.values() for name, _slug in of_story]
    marker = Marker(found.question, all_texts)
    return [
        Answer(
            story,
            headline=marker.whole(texts[story.pk][0]),
            text=marker.best(texts[story.pk][1:]),
            by=[marker.whole(line) for line in lines[story.pk]],
            tags=[
                (reverse("articles:tag", args=[slug]), marker.whole(Text(name, "")))
                for name, slug in tagged[story.pk]
                if marker.spans(Text(name, ""))
            ],
        )
        for story in stories
    ]


def _by(story: Story) -> list[str]:
    """Who wrote it; when nobody is named as writer, everybody named."""
    bylines: list[dict[str, str]] = story.searched_bylines  # type: ignore[attr-defined]
    wrote = [one["name"] for one in bylines if one["role"] == Byline.Role.WRITER]
    return wrote or [one["name"] for one in bylines]


# Choices -----------------------------------------------------------------------------------------


class Narrowing:
    """The links that narrow a search or take a narrowing away."""

    def __init__(
        self, words: str, filters: Filters, found: Found, names: Names, chrome: Chrome
    ) -> None:
        self.words = words
        self.filters = filters
        self.counts = found.counts
        self.names = names
        self.chrome = chrome

    def chosen(self) -> list[Choice]:
        """What is chosen, each with the address of the search without it."""
        return [
            Choice(self._label(name), self.filters.without(name).address(self.words), None, True)
            for name in self.filters.chosen
        ]

    def all(self) -> list[Choices]:
        """Every dimension in which there is something to choose."""
        published = pgettext("a filter by time", "Published")
        made = [
            self._choices("section", _("Section"), _("All sections"), self._sections()),
            self._choices("time", published, _("Any time"), self._periods()),
            self._choices("kind", _("Kind"), _("All kinds"), self._kinds()),
            self._choices("tag", _("Tag"), _("All tags"), self._named("tag")),
            self._choices("author", _("Author"), _("All authors"), self._named("author")),
        ]
        return [one for one in made if one.choices or one.is_chosen]

    def _choices(self, name: str, title: str, anything: str, choices: Sequence[Choice]) -> Choices:
        address = self.filters.without(name).address(self.words)
        return Choices(name, title, anything, choices, address, name in self.filters.chosen)

    def _choice(self, name: str, number: int | None, *, depth: int = 0, **narrowed: Any) -> Choice:
        chosen = all(getattr(self.filters, key) == value for key, value in narrowed.items())
        filters = replace(self.filters, **narrowed)
        return Choice(name, filters.address(self.words), number, chosen, depth)

    def _sections(self) -> list[Choice]:
        """The top sections with most stories, and below what is chosen its own."""
        counts = self.counts.sections
        trail = self.chrome.trail(self.filters.section)
        if counts is None:
            return [self._choice(one.name, None, section=one) for one in trail[-1:]]
        made: list[Choice] = []

        def add(level: Iterable[Section], depth: int) -> None:
            shown = [one for one in level if counts[one.pk] or one in trail]
            for one in sorted(shown, key=lambda one: -counts[one.pk]):
                made.append(self._choice(one.name, counts[one.pk], depth=depth, section=one))
                if one in trail:
                    add(self.chrome.children(one), depth + 1)

        add(self.chrome.top_sections, 0)
        return made

    def _periods(self) -> list[Choice]:
        counts = self.counts.periods
        return [
            self._choice(label, _in(counts, name), period=name, first=None, last=None)
            for name, label in _period_names().items()
            if name == self.filters.period or _in(counts, name)
        ]

    def _kinds(self) -> list[Choice]:
        counts = self.counts.kinds
        found = [name for name, _number in counts.most_common()] if counts else []
        wanted = list(dict.fromkeys([*found, *([self.filters.kind] if self.filters.kind else [])]))
        return [
            self._choice(str(kinds.of(name).label), _in(counts, name), kind=name) for name in wanted
        ]

    def _named(self, noun: str) -> list[Choice]:
        counts: Counter[int] | None = getattr(self.counts, f"{noun}s")
        names = getattr(self.names, f"{noun}s")
        chosen = getattr(self.filters, noun)
        wanted = dict.fromkeys([*_most(counts), *([chosen] if chosen else ())])
        return [
            self._choice(names[pk][0], _in(counts, pk), **{noun: pk})
            for pk in wanted
            if pk in names
        ]

    def _label(self, dimension: str) -> str:
        filters = self.filters
        if dimension == "section" and filters.section:
            return filters.section.name
        if dimension == "kind":
            return str(kinds.of(filters.kind).label)
        if dimension == "time":
            return _period_names().get(filters.period) or _days(filters)
        names = getattr(self.names, f"{dimension}s")
        return str(names.get(getattr(filters, dimension), (_("unknown"),))[0])


def _in(counts: Counter[Any] | None, key: Any) -> int | None:
    return None if counts is None else counts[key]


def _most(counts: Counter[int] | None) -> list[int]:
    """The ids with most stories; among equal ones always the same."""
    if counts is None:
        return []
    return sorted(counts, key=lambda pk: (-counts[pk], pk))[:MOST_CHOICES]


def _period_names() -> dict[str, str]:
    """Labels of `PERIODS`."""
    labels = (_("Past 24 hours"), _("Past week"), _("Past month"), _("Past year"))
    return dict(zip(PERIODS, labels, strict=True))


def _days(filters: Filters) -> str:
    days = {
        name: date_format(day, "SHORT_DATE_FORMAT")
        for name, day in (("first", filters.first), ("last", filters.last))
        if day
    }
    if len(days) == 2:
        return _("%(first)s to %(last)s") % days
    return (_("From %(first)s") if filters.first else _("Until %(last)s")) % days
