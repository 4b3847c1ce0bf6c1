"""What robots are told besides the pages: robots.txt, and a header where there is no page (R4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from articles.chrome import Chrome
from articles.indexing import HIDDEN
from newsportal.core import crawlers
from newsportal.core.paper import absolute

#: Answers that are pages, or parts of pages, which robots draw as browsers do.
PARTS_OF_PAGES = ("text/html", "text/css", "text/javascript", "image/", "font/")


def text(chrome: Chrome) -> str:
    """The whole of robots.txt (RFC 9309), by the newspaper's settings.

    A robot goes by the one group that names it, or else by that of all robots: whoever is let in
    by a switch needs no group.
    """
    return "\n".join(_lines(chrome)) + "\n"


def _lines(chrome: Chrome) -> Iterator[str]:
    if chrome.is_hidden_from_search:
        yield "# This newspaper is not to be found."
        yield from ("User-agent: *", "Disallow: /")
        return
    yield from (
        "# Forms, and what belongs to one person. All else may be read; what may not be shown says",
        "# so itself. Searches stand open for that: who may not read a page is not told, and could",
        "# show its address all the same.",
        "User-agent: *",
    )
    yield from (f"Disallow: {path}" for path in settings.NOT_FOR_ROBOTS)
    for purpose, why in (
        (crawlers.Purpose.TRAINING, "# Not to learn from."),
        (crawlers.Purpose.SEARCH, "# Not for the answers of assistants."),
        (crawlers.Purpose.PERSON, "# Not on behalf of a person."),
    ):
        if not getattr(chrome.site, purpose.value):
            yield from ("", why)
            yield from (f"User-agent: {crawler.token}" for crawler in crawlers.of(purpose))
            yield "Disallow: /"
    if chrome.site.robots_lines.strip():
        yield from ("", *chrome.site.robots_lines.strip().splitlines())
    yield ""
    for name in ("sitemap", "news-sitemap"):
        yield f"Sitemap: {absolute(reverse(f'articles:{name}'))}"


class RobotsMiddleware:
    """Says “noindex” in a header of what is no page: feeds, tables, what scripts ask for.

    Robots may read them, and find new stories by them; shown they would be copies of the pages. All
    of a newspaper that is not to be found says so. Stands inside the chrome, whose settings decide.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        chrome = getattr(request, "chrome", None)
        is_part = response.get("Content-Type", "").startswith(PARTS_OF_PAGES)
        # A 304 has no type; what it says would hold for the page that the robot has kept.
        is_no_page = response.status_code == HTTPStatus.OK and not is_part
        if is_no_page or (chrome is not None and chrome.is_hidden_from_search):
            response.headers.setdefault("X-Robots-Tag", HIDDEN)
        return response
