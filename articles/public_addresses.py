"""Every address of the newsroom that the public may ask for, by the kind of its page.

The crawl for embargoes walks them; a test holds the list against the urls, so that a new kind of
page cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.db.models import Max, Model
from django.urls import reverse

from articles import most_read, sitemaps
from articles.models import Author, Issue, LiveUpdate, Page, Section, Story, Tag
from newsportal.core.feeds import Form

#: A kind of page (the name of its url) and a path of it.
Address = tuple[str, str]


def addresses() -> Iterator[Address]:
    """All public addresses of sections, stories, pages, tags, authors and lists."""
    yield "articles:home", "/"
    yield "articles:home", "/?page=2"
    yield "articles:archive", reverse("articles:archive")
    yield "articles:corrections", reverse("articles:corrections")
    yield "articles:newsletters", reverse("articles:newsletters")
    for issue in Issue.objects.begun().iterator():
        yield "articles:issue", issue.get_absolute_url()
    yield "articles:manifest", reverse("articles:manifest")
    for ranking in most_read.ALL:
        of_day = ranking.of == "read" and ranking.over == "day"
        yield f"articles:most-read{'' if of_day else '-of'}", ranking.get_absolute_url()
    yield from _with_feeds("articles:corrections-feed", reverse("articles:corrections"))
    yield from _with_feeds("articles:feed", "/")
    yield from _archives()
    yield from _sitemaps()
    for path in Section.objects.order_by("pk").values_list("path", flat=True).iterator():
        yield "address", f"/{path}/"
        yield "address", f"/{path}/?page=2"
        yield from _with_feeds("address", f"/{path}/")
    for slug in Page.objects.exclude(slug="").values_list("slug", flat=True).iterator():
        yield "address", f"/{slug}/"
    for slug in Tag.objects.values_list("slug", flat=True).iterator():
        yield "articles:tag", reverse("articles:tag", args=[slug])
        yield from _with_feeds("articles:tag-feed", reverse("articles:tag", args=[slug]))
    for slug in Author.objects.values_list("slug", flat=True).iterator():
        yield "articles:author", reverse("articles:author", args=[slug])
        yield from _with_feeds("articles:author-feed", reverse("articles:author", args=[slug]))
    yield from _stories()


def _with_feeds(kind: str, page: str) -> Iterator[Address]:
    for form in Form:
        yield kind, page + form.ending


def _archives() -> Iterator[Address]:
    days = Story.objects.exclude(published_on=None).dates("published_on", "day")
    seen = set()
    for day in days:
        for kind, parts in (
            ("articles:archive-year", [day.year]),
            ("articles:archive-month", [day.year, day.month]),
            ("articles:archive-day", [day.year, day.month, day.day]),
        ):
            if tuple(parts) not in seen:
                seen.add(tuple(parts))
                yield kind, reverse(kind, args=parts)


def _sitemaps() -> Iterator[Address]:
    """What robots ask for, with the shards of all ids that there are, whether they list any."""
    yield "articles:robots", reverse("articles:robots")
    yield "articles:sitemap", reverse("articles:sitemap")
    yield "articles:news-sitemap", reverse("articles:news-sitemap")
    for kind in sitemaps.WHOLE:
        yield "articles:sitemap-of", reverse("articles:sitemap-of", args=[kind])
    things: dict[str, type[Model]] = {"tags": Tag, "authors": Author, "stories": Story}
    for kind, thing in things.items():
        last = thing._default_manager.aggregate(last=Max("pk"))["last"] or 0
        for number in range(last // sitemaps.SIZE + 1):
            yield "articles:sitemap-shard", reverse("articles:sitemap-shard", args=[kind, number])


def _stories() -> Iterator[Address]:
    """The pages of stories with an address, live or not: those that are not must not answer."""
    stories = Story.objects.exclude(slug="").exclude(published_on=None)
    for story in stories.select_related("section").iterator(chunk_size=500):
        path = story.get_absolute_url()
        if not path:
            continue
        yield "articles:story", path
        yield "articles:changes", f"{path}changes/"
        yield "articles:report-error", f"{path}report-error/"
        yield "articles:search", f"/search/?q={quote(_some_words(story.headline))}"
        if story.kind == Story.Kind.LIVE:
            yield "articles:live-latest", f"{path}updates/latest/"
            for pk in LiveUpdate.objects.filter(story=story).values_list("pk", flat=True):
                yield "articles:live-update", f"{path}updates/{pk}/"


def _some_words(headline: str) -> str:
    """Words that find a story without being its headline, which the page would say again."""
    return " ".join(headline.split()[:-1])
