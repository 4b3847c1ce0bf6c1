"""What stands at addresses that are computed from a thing's own slug: stories, tags, authors."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping

from articles.models import Author, Story, Tag
from newsportal.core.addresses import Addressable

STORY = re.compile(r"^/[^?]+/(\d{4})/(\d{2})/(\d{2})/([\w-]+)/$")
NAMED = re.compile(r"^/(tags|authors)/([^/?]+)/$")


def things_at(paths: Collection[str]) -> Mapping[str, Addressable]:
    """Stories, tags and authors at those of the normalised `paths` that are theirs, live or not.

    A story is found by date and slug, whatever section stands before them, as its page is.
    At most three queries, however many paths.
    """
    return {**_stories(paths), **_named(paths)}


def _stories(paths: Collection[str]) -> dict[str, Addressable]:
    wanted: dict[tuple[datetime.date, str], list[str]] = {}
    for path in paths:
        match = STORY.match(path)
        if match:
            year, month, day, slug = match.groups()
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
    return {
        path: story
        for story in stories
        if story.published_on
        for path in wanted.get((story.published_on, story.slug), ())
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
