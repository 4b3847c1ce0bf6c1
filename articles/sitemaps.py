"""What sitemaps list: every matter that search engines may show, in shards that stand still (R4).

A shard holds the things of one kind whose ids lie in one range of 10,000: stories 20,000 to 29,999
are `/sitemap-stories-2.xml` for ever. What is new changes the last shard and nothing else, so that
a robot which goes by `lastmod` reads one file and not all; by date or by place in a list one new
story would push all others on (decision 41). A range with nothing to show is not listed.

`lastmod` of a story is the newest change that readers can see: an update (not a typing error), a
correction given, reworded or taken back, the newest word of a live blog. A month of the archive has
the time of its newest story. Sections, tags and authors have none: to know it of all of them at
once means to read every story there is.

The rules of the files: sitemaps.org/protocol.html; of pictures and of news:
developers.google.com/search/docs/crawling-indexing/sitemaps, as in ANCHORS section 3.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Max, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from articles.chrome import current as chrome
from articles.models import Author, Correction, Image, Page, Section, Story, Tag
from newsportal.core.paper import absolute

#: Ids in a shard. The protocol allows 50,000 addresses in a file; a robot reads a small one anew
#: sooner.
SIZE = 10_000

#: A time as sitemaps write it, in UTC, so that of two the later is the greater; "" is unknown.
Time = str


class Entry(NamedTuple):
    """One address of a sitemap: its path from our root, its newest change, its picture."""

    path: str
    changed: Time = ""
    picture: str = ""


class Shard(NamedTuple):
    """One file of the index: `/sitemap-<name>.xml`."""

    name: str
    changed: Time


def shards(now: datetime.datetime) -> list[Shard]:
    """All files that list something at `now`."""
    found = [Shard("pages", max(entry.changed for entry in _pages(now)))]
    last = Story.objects.live(now).newest_first().values_list("first_live_at", flat=True).first()
    if last:  # every live story is filed in a section and in a month
        found += [Shard("sections", ""), Shard("archive", written(last))]
    for kind, things in NAMED.items():
        found += [Shard(f"{kind}-{number}", "") for number in _numbers(things(now))]
    for number, changed in _story_shards(now).items():
        found.append(Shard(f"stories-{number}", changed))
    return found


def entries(kind: str, number: int, now: datetime.datetime) -> list[Entry]:
    """What one file lists at `now`, in one query; of stories in two.

    Args:
        kind: of `WHOLE`, where there is no number; of `NAMED`; or “stories”.
        number: the ids are the 10,000 from `number` times 10,000 on.
    """
    if kind in WHOLE:
        return list(WHOLE[kind](now))
    if kind in NAMED:
        return [Entry(thing.get_absolute_url()) for thing in _of(NAMED[kind](now), number)]
    return list(_stories(number, now))


def news(now: datetime.datetime) -> list[Story]:
    """The stories of the news sitemap, newest first."""
    return list(Story.objects.live(now).indexable().for_news_sitemap(now))


def written(*times: datetime.datetime | None) -> Time:
    """The newest of some times as sitemaps write it."""
    newest = max((time for time in times if time is not None), default=None)
    return f"{newest.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}" if newest else ""


# Stories -----------------------------------------------------------------------------------------


def _story_shards(now: datetime.datetime) -> dict[int, Time]:
    stories = Story.objects.live(now).indexable()
    found = _newest(stories.with_last_change(), F("pk") / SIZE, "last_change")
    corrections = Correction.objects.with_last_change().filter(story__in=stories)
    for number, at in _newest(corrections, F("story_id") / SIZE, "last_change").items():
        found[number] = max(found.get(number, ""), at)
    return found


def _stories(number: int, now: datetime.datetime) -> Iterator[Entry]:
    ids = range(number * SIZE, (number + 1) * SIZE)
    corrections = Correction.objects.with_last_change().filter(
        story__gte=ids.start, story__lt=ids.stop
    )
    corrected = _newest(corrections, F("story_id"), "last_change")
    base = _pictures()
    for pk, address, changed, picture, licence, first in (
        Story.objects.live(now).indexable().for_sitemap(ids)
    ):
        is_shown = picture and (licence is None or licence >= timezone.localdate(first))
        yield Entry(
            address,
            max(changed, corrected[pk]) if pk in corrected else changed,
            base + picture if is_shown and base else "",
        )


def _pictures() -> str:
    """What stands before the file of a picture in its address; "" where addresses end with a
    signature that runs out."""
    sample = Image._meta.get_field("file").storage.url("x")
    return absolute(sample[:-1]) if sample.endswith("x") else ""


# Lists -------------------------------------------------------------------------------------------


def _with_stories(things: QuerySet[Any], by: str, now: datetime.datetime) -> QuerySet[Any]:
    """Those under which at least one live story is filed, by id."""
    return Story.objects.live(now).filed_under(things, by).order_by("pk")


def _of(things: QuerySet[Any], number: int) -> QuerySet[Any]:
    return things.filter(pk__gte=number * SIZE, pk__lt=(number + 1) * SIZE)


def _numbers(things: QuerySet[Any]) -> list[int]:
    """The shards that have something."""
    return sorted(number for (number,) in things.order_by().values_list(F("pk") / SIZE).distinct())


def _sections(now: datetime.datetime) -> Iterator[Entry]:
    for section in _with_stories(Section.objects.all(), "listings__section", now):
        yield Entry(section.get_absolute_url())


def _archive(now: datetime.datetime) -> Iterator[Entry]:
    """The months that have stories; and the list of them, if there are any."""
    months = _newest(Story.objects.live(now), TruncMonth("published_on"), "first_live_at")
    if months:
        yield Entry(reverse("articles:archive"), max(months.values()))
    for month, at in months.items():
        yield Entry(reverse("articles:archive-month", args=[month.year, month.month]), at)


def _pages(now: datetime.datetime) -> Iterator[Entry]:
    """The front page, the corrections, the portal's own pages and the newsroom's."""
    yield Entry("/")
    corrections = Correction.objects.with_last_change().filter(story__in=Story.objects.live(now))
    last = corrections.order_by().aggregate(at=Max("last_change"))["at"]
    yield Entry(reverse("articles:corrections"), written(last))
    if chrome.get().newsletters:
        yield Entry(reverse("articles:newsletters"))
    for name in settings.SITEMAP_PAGES:
        yield Entry(reverse(name))
    for page in Page.objects.live(now).defer("body_html").order_by("pk"):
        yield Entry(page.get_absolute_url(), written(page.first_live_at, page.updated_at))


def _newest(rows: QuerySet[Any], by: Any, time: str) -> dict[Any, Time]:
    """The newest `time` of the rows for each value of `by`, in the order of the values."""
    counted = rows.order_by().annotate(of=by).values("of").annotate(newest=Max(time))
    return {of: written(at) for of, at in counted.order_by("of").values_list("of", "newest")}


# Kinds -------------------------------------------------------------------------------------------

#: Kinds that are never as many as a shard holds.
WHOLE: dict[str, Callable[[datetime.datetime], Iterator[Entry]]] = {
    "pages": _pages,
    "sections": _sections,
    "archive": _archive,
}

#: Kinds in shards, besides stories: those of them that have a story.
NAMED: dict[str, Callable[[datetime.datetime], QuerySet[Any]]] = {
    "tags": lambda now: _with_stories(Tag.objects.all(), "tags", now),
    "authors": lambda now: _with_stories(Author.objects.all(), "bylines__author", now),
}
