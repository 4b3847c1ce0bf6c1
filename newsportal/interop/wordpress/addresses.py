"""The addresses under which WordPress served something, so that each can lead to the new one.

Every address is given as a path (and query), without the host. WordPress's rewrite rules are
configurable: an item's own link stands in the export, the bases of categories, tags and authors do
not, so those are the ones that WordPress starts with.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from newsportal.interop.wordpress.reading import SiteInfo, WXRAuthor, WXRItem, WXRTerm

#: What followed the address of a thing, and what follows ours in its place.
FEED_ENDINGS = {
    "feed/": "feed/",
    "feed/rss/": "feed/",
    "feed/rss2/": "feed/",
    "feed/rdf/": "feed/",
    "feed/atom/": "feed/atom/",
}
# The form for phones that many news sites had, and that search engines kept.
OTHER_FORMS = ("amp/",)
# WordPress pages comments by 50 unless told otherwise; sites rarely go below ten.
FEWEST_COMMENTS_A_PAGE = 10
# Nobody linked to page 300 of a discussion; one row each would only bloat the registry.
MOST_COMMENT_PAGES = 50
MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class OldAddress:
    """`ending` is what must follow the new address: empty for the page itself, or its feed."""

    path: str
    ending: str = ""


def path_of(url: str) -> str:
    """The decoded path of an address with one slash between segments and at the end, or ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    return "/" + "".join(f"{segment}/" for segment in segments)


def file_name(url: str) -> str:
    """The last segment of an address's path, such as "harbour.jpg", or ""."""
    return path_of(url).rstrip("/").rpartition("/")[2]


def base_path(site: SiteInfo) -> str:
    """The path at which the old site began: "/" or for example "/blog/"."""
    return path_of(site.base_blog_url or site.link) or "/"


def relative(url: str, site: SiteInfo) -> str:
    """A link to another page of the old site as a path of this one, which leads on to the new
    address; links elsewhere, to files and to the old site's machinery stay as they are."""
    try:
        parts, home = urlsplit(url), urlsplit(site.base_blog_url or site.link)
    except ValueError:
        return url
    if parts.scheme not in {"http", "https"} or not home.hostname:
        return url
    if (parts.hostname or "").removeprefix("www.") != home.hostname.removeprefix("www."):
        return url
    if "/wp-" in parts.path or "." in parts.path.rpartition("/")[2]:
        return url
    return urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))


def of_item(
    item: WXRItem, site: SiteInfo, *, pages: int = 1, has_feed: bool = True
) -> Iterator[OldAddress]:
    """Every old address of a post or page.

    `pages` is into how many pages its text was split; `has_feed` says whether the new address has
    a feed below it, else old feeds lead to the page itself.
    """
    base = base_path(site)
    for name in ("page_id", "p") if item.post_type == "page" else ("p",):
        yield OldAddress(f"{base}?{name}={item.post_id}")
    pretty = _pretty_path(item.link, base)
    if not pretty:
        return
    yield OldAddress(pretty)
    for ending, ours in FEED_ENDINGS.items():
        yield OldAddress(pretty + ending, ours if has_feed else "")
    for ending in OTHER_FORMS:
        yield OldAddress(pretty + ending)
    for page in range(2, min(pages, MOST_PAGES) + 1):
        yield OldAddress(f"{pretty}{page}/")
    comment_pages = math.ceil(len(item.comments) / FEWEST_COMMENTS_A_PAGE)
    for page in range(1, min(comment_pages, MOST_COMMENT_PAGES) + 1):
        yield OldAddress(f"{pretty}comment-page-{page}/")


def of_attachment(number: int, link: str, site: SiteInfo) -> Iterator[OldAddress]:
    """Every old address of the page that WordPress gave to an uploaded file."""
    base = base_path(site)
    yield OldAddress(f"{base}?attachment_id={number}")
    yield OldAddress(f"{base}?p={number}")
    pretty = _pretty_path(link, base)
    if pretty:
        yield OldAddress(pretty)


def _pretty_path(link: str, base: str) -> str:
    """The path of an item's link; empty where the link is a number, as that of a draft is."""
    try:
        if urlsplit(link).query:
            return ""
    except ValueError:
        return ""
    path = path_of(link)
    return "" if path in {"", "/", base} else path


def of_term(term: WXRTerm, steps: list[str], site: SiteInfo) -> Iterator[OldAddress]:
    """Every old address of a category or tag; `steps` are a category's slugs from the root."""
    base = base_path(site)
    if term.taxonomy == "category":
        paths = {f"{base}category/{'/'.join(steps)}/", f"{base}category/{term.slug}/"}
        if term.term_id is not None:
            yield OldAddress(f"{base}?cat={term.term_id}")
    else:
        paths = {f"{base}tag/{term.slug}/"}
        yield OldAddress(f"{base}?{quote(f'tag={unquote(term.slug)}', safe='=&')}")
    for path in sorted(unquote(path) for path in paths):
        yield from _with_feeds(path)


def of_author(author: WXRAuthor, site: SiteInfo) -> Iterator[OldAddress]:
    """Every old address of an author; WordPress spells the login in lower case with hyphens."""
    base = base_path(site)
    if author.author_id is not None:
        yield OldAddress(f"{base}?author={author.author_id}")
    nice = "-".join(author.login.lower().replace(".", " ").replace("@", " ").split())
    if nice:
        yield from _with_feeds(f"{base}author/{nice}/")


def _with_feeds(path: str) -> Iterator[OldAddress]:
    yield OldAddress(path)
    for ending, ours in FEED_ENDINGS.items():
        yield OldAddress(path + ending, ours)
