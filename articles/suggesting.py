"""Where an address that leads nowhere may have meant to lead (feature E23)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, Model, QuerySet, Value

from articles.chrome import current as chrome
from articles.models import Author, Page, Story, Tag

#: Alike enough to be worth a look; half of the three-letter pieces is the same word spelt anew.
ALIKE = 0.4
#: A story of the very day that stands in the address.
SAME_DAY = 0.3
#: Stories compared by their day after the database has found them by their words.
CANDIDATES = 3

ENDING = re.compile(r"\.(html?|xml|json|jpe?g|png|gif|pdf)$")
NUMBER = re.compile(r"^[\d-]+$")
DATE = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/")


@dataclass(frozen=True)
class Suggestion:
    """A live address that looks like the missing one."""

    url: str
    title: str
    alike: float


def words_of(path: str) -> str:
    """The part of an address that says what it is about: its last segment with letters."""
    for segment in reversed(path.strip("/").split("/")):
        plain = ENDING.sub("", segment).replace("_", "-").replace("%20", "-").strip("-")
        if plain and not NUMBER.match(plain):
            return plain[:100]
    return ""


def trigrams(text: str) -> set[str]:
    """Three-letter pieces of the words, as PostgreSQL's pg_trgm makes them."""
    words = re.findall(r"\w+", text.lower())
    return {
        padded[place : place + 3]
        for word in words
        for padded in [f"  {word} "]
        for place in range(len(padded) - 2)
    }


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, as pg_trgm's similarity()."""
    left, right = trigrams(one), trigrams(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def suggest(paths: Sequence[str]) -> dict[str, Suggestion]:
    """The most similar live address for each of some missing ones, where there is one.

    Stories, tags, authors, sections and pages are looked through, each kind in one query.
    """
    best: dict[str, Suggestion] = {}
    asked = {path: words for path in paths if (words := words_of(path))}
    of_tags = {path: words for path, words in asked.items() if path.startswith(("/tags/", "/tag/"))}
    of_people = {path: words for path, words in asked.items() if path.startswith("/author")}
    others = {path: words for path, words in asked.items() if path not in of_tags | of_people}
    for path, suggestion in (
        *_stories(others),
        *_places(others),
        *_named(Tag.objects.all(), of_tags),
        *_named(Author.objects.all(), of_people),
    ):
        if suggestion.alike >= ALIKE and (path not in best or suggestion.alike > best[path].alike):
            best[path] = suggestion
    return best


def _near(things: QuerySet[Any], asked: dict[str, str], most: int) -> dict[int, list[Any]]:
    """For each question, by its place, ids of the things with the most similar slugs.

    One statement of as many parts as there are questions; each part uses the index of trigrams.
    """
    parts = [
        things.filter(slug__trigram_similar=words)
        .annotate(
            near=TrigramSimilarity("slug", words),
            asked=Value(str(place), output_field=CharField()),
        )
        .order_by("-near", "-pk")
        .values_list("asked", "pk", "near")[:most]
        for place, words in enumerate(asked.values())
    ]
    found: dict[int, list[Any]] = {}
    if parts:
        rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
        for place, pk, near in rows:
            found.setdefault(int(place), []).append((pk, float(near)))
    return found


def _stories(asked: dict[str, str]) -> Iterable[tuple[str, Suggestion]]:
    near = _near(Story.objects.live(), asked, CANDIDATES)
    wanted = {pk for rows in near.values() for pk, _near in rows}
    stories: dict[int, Any] = Story.objects.live().for_addresses().in_bulk(wanted) if wanted else {}
    for place, path in enumerate(asked):
        date = DATE.search(path)
        for pk, how in near.get(place, ()):
            story = stories.get(pk)
            if story is None:
                continue
            is_of_day = bool(date) and f"{story.published_on:/%Y/%m/%d/}" == date[0]  # type: ignore[index]
            points = how + (SAME_DAY if is_of_day else 0)
            yield path, Suggestion(story.get_absolute_url(), story.headline, points)


def _named(things: QuerySet[Any], asked: dict[str, str]) -> Iterable[tuple[str, Suggestion]]:
    near = _near(things, asked, 1)
    found: dict[int, Model] = things.in_bulk(pk for rows in near.values() for pk, _near in rows)
    for place, path in enumerate(asked):
        for pk, how in near.get(place, ()):
            thing: Any = found[pk]
            yield path, Suggestion(thing.get_absolute_url(), str(thing), how)


def _places(asked: dict[str, str]) -> Iterable[tuple[str, Suggestion]]:
    """Sections and pages are few: they are compared here, by slug and by name."""
    if not asked:
        return
    places = [
        (one.get_absolute_url(), one.name, one.slug) for one in chrome.get().sections.values()
    ]
    pages = Page.objects.live().values_list("slug", "title")
    places += [(f"/{slug}/", title, slug) for slug, title in pages]
    for path, words in asked.items():
        for url, title, slug in places:
            yield path, Suggestion(url, title, max(alike(words, slug), alike(words, title)))
