"""What robots ask for first: robots.txt, the sitemaps, and the sitemap for news (feature R4).

A newspaper that is not to be found has no sitemaps: it answers 404.
"""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import robots, sitemap_files, sitemaps
from newsportal.core.guest_pages import public_page, shows

XML = "application/xml; charset=utf-8"


@require_safe
@public_page
def robots_txt(request: HttpRequest) -> HttpResponse:
    shows(request, "site")
    chrome = request.chrome  # type: ignore[attr-defined]
    return HttpResponse(robots.text(chrome), content_type="text/plain; charset=utf-8")


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The sitemap of sitemaps."""
    now = _now(request)
    return HttpResponse(sitemap_files.index(sitemaps.shards(now)), content_type=XML)


@require_safe
@public_page
def shard(request: HttpRequest, kind: str, number: str = "") -> HttpResponse:
    """One file of the index; what would list nothing is not there."""
    now = _now(request)
    found = sitemaps.entries(kind, int(number or 0), now)
    if not found:
        raise Http404
    return HttpResponse(sitemap_files.urlset(found), content_type=XML)


@require_safe
@public_page
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last 48 hours.

    A story leaves it by the clock alone, so no copy of it may be kept; shared caches hold it for
    a second, as every page (house rules 14 and 15).
    """
    now = _now(request)
    site = request.chrome.site  # type: ignore[attr-defined]
    return HttpResponse(sitemap_files.news(sitemaps.news(now), site.name), content_type=XML)


def _now(request: HttpRequest) -> datetime.datetime:
    """The time of the answer. Raises Http404 when nothing is to be found here."""
    shows(request, "site", "home", "corrections")
    if request.chrome.is_hidden_from_search:  # type: ignore[attr-defined]
        raise Http404
    return timezone.now()
