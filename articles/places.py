"""What stands at addresses that are computed from a thing's own slug: stories, tags, authors."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from typing import cast

from articles.models import Author, Story, Tag
from newsportal.core import addresses
from newsportal.core.addresses import Addressable
from newsportal.core.models import Address

STORY = re.compile(r"^/[^?]+/((\d{4})/(\d{2})/(\d{2})/([\w-]+)/)$")
NAMED = re.compile(r"^/(tags|authors)/([^/?]+)/$")


def dated(path: str) -> str:
    """A story's address without its section, as former ones are kept; others as they are."""
    match = STORY.match(path)
    return f"/{match[1]}" if match else path


def things_at(paths: Collection[str]) -> Mapping[str, Addressable]:
    """Stories, tags and authors at those of the normalised `paths` that are theirs, live or not.

    A story is found by date and slug, now or formerly, whatever section stands before them, as
    its page is. A handful of queries, however many paths.
    """
    return {**_stories(paths), **_named(paths)}


def _stories(paths: Collection[str]) -> dict[str, Addressable]:
    wanted: dict[tuple[datetime.date, str], list[str]] = {}
    for path in paths:
        match = STORY.match(path)
        if match:
            _dated, year, month, day, slug = match.groups()
            try:
                date = datetime.date(int(year), int(month), int(day))
            except ValueError:
                continue
            wanted.setdefault((date, slug), []).append(path)
    if not wanted:
        return {}
    stories = Story.objects.for_addresses().filter(
        published_on__in={date for date, _slug in wanted}, slug__in={slug for _date, slug in wanted}
    )
    found: dict[str, Addressable] = {
        path: story
        for story in stories
        if story.published_on
        for path in wanted.get((story.published_on, story.slug), ())
    }
    return found | _former(path for some in wanted.values() for path in some if path not in found)


def _former(paths: Iterable[str]) -> dict[str, Addressable]:
    """Stories that stood at `paths` before their slug changed."""
    by_key: dict[str, list[str]] = {}
    for path in paths:
        by_key.setdefault(dated(path), []).append(path)
    rows = list(Address.objects.filter(path__in=by_key, owner_model="articles.story"))
    owners = addresses.owners_of(rows)
    return {
        path: cast("Story", owners[row.pk])
        for row in rows
        if row.pk in owners
        for path in by_key[row.path]
    }


def _named(paths: Collection[str]) -> dict[str, Addressable]:
    wanted: dict[str, dict[str, str]] = {"tags": {}, "authors": {}}
    for path in paths:
        match = NAMED.match(path)
        if match:
            wanted[match[1]][match[2]] = path
    found: dict[str, Addressable] = {}
    for tag in Tag.objects.filter(slug__in=wanted["tags"]) if wanted["tags"] else ():
        found[wanted["tags"][tag.slug]] = tag
    for author in Author.objects.filter(slug__in=wanted["authors"]) if wanted["authors"] else ():
        found[wanted["authors"][author.slug]] = author
    return found
