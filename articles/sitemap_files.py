"""Sitemaps as XML. Strings are put together by hand: ten thousand addresses in a few milliseconds.

Nothing in an address needs an entity: slugs hold letters and digits, and what is not of ASCII is
percent-encoded; files of pictures are named by us. Headlines and the newspaper's name are escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import timezone

from articles.models import Story
from articles.sitemaps import Entry, Shard, Time
from newsportal.core.paper import absolute

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

#: Characters that XML 1.0 has no way to write.
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def index(shards: Iterable[Shard]) -> str:
    """The sitemap of sitemaps."""
    lines = (
        f"<sitemap><loc>{absolute(f'/sitemap-{shard.name}.xml')}</loc>"
        f"{_changed(shard.changed)}</sitemap>\n"
        for shard in shards
    )
    return f'{HEAD}<sitemapindex xmlns="{SITEMAP}">\n{"".join(lines)}</sitemapindex>\n'


def urlset(entries: Iterable[Entry]) -> str:
    """One shard."""
    lines = "".join(_urls(entries))
    return f'{HEAD}<urlset xmlns="{SITEMAP}" xmlns:image="{IMAGE}">\n{lines}</urlset>\n'


def _urls(entries: Iterable[Entry]) -> Iterator[str]:
    host = settings.SITE_URL
    for path, changed, picture in entries:
        # Quoting would cost more than all else here, and few addresses need it.
        address = path if path.isascii() else _quoted(path)
        image = f"<image:image><image:loc>{picture}</image:loc></image:image>" if picture else ""
        yield f"<url><loc>{host}{address}</loc>{_changed(changed)}{image}</url>\n"


def news(stories: Iterable[Story], publication: str) -> str:
    """The news sitemap, which is as valid without a story.

    Args:
        publication: the newspaper's name, as on its pages.
    """
    named = _text(publication)
    lines = "".join(_news(story, named) for story in stories)
    return f'{HEAD}<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">\n{lines}</urlset>\n'


def _news(story: Story, publication: str) -> str:
    assert story.first_live_at is not None
    at = timezone.localtime(story.first_live_at).isoformat(timespec="seconds")
    return (
        f"<url><loc>{absolute(_quoted(story.get_absolute_url()))}</loc><news:news>"
        f"<news:publication><news:name>{publication}</news:name>"
        f"<news:language>{iso_639(story.language)}</news:language></news:publication>"
        f"<news:publication_date>{at}</news:publication_date>"
        f"<news:title>{_text(story.headline)}</news:title></news:news></url>\n"
    )


def iso_639(language: str) -> str:
    """A language as the news sitemap wants it: two or three letters, but for Chinese, which is
    “zh-cn” where it is simplified and “zh-tw” where it is not."""
    main, _dash, rest = language.lower().partition("-")
    if main != "zh":
        return main
    return "zh-tw" if rest.startswith(("hant", "tw", "hk", "mo")) else "zh-cn"


def _quoted(path: str) -> str:
    return quote(path, safe="/%")


def _changed(time: Time) -> str:
    return f"<lastmod>{time}</lastmod>" if time else ""


def _text(words: str) -> str:
    return escape(words.translate(UNWRITABLE))
