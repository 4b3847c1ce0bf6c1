"""The home page: the front, and the list of all stories behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import fronts
from articles.models import Story
from articles.paging import page_of
from articles.views import addresses
from newsportal.core.feeds import Form
from newsportal.core.guest_pages import public_page, shows

#: Queries that WordPress used as addresses; the registry knows those of imported sites.
OLD_QUERIES = ("p", "page_id", "attachment_id", "cat", "tag", "author", "feed")

#: And names of formats in one of them.
OLD_FEEDS = {"rss": Form.RSS, "rss2": Form.RSS, "rdf": Form.RSS, "atom": Form.ATOM}


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    if any(name in request.GET for name in OLD_QUERIES):
        found = addresses.old_query(request, OLD_QUERIES)
        if found is not None:
            return found
        if request.GET.get("feed") in OLD_FEEDS:
            return HttpResponsePermanentRedirect(f"/{OLD_FEEDS[request.GET['feed']].ending}")
    shows(request, "home")
    if "page" in request.GET and request.GET["page"] != "1":
        page = page_of(Story.objects.live().newest_first(), request)
        return render(request, "articles/latest.html", {"page": page})
    front = fronts.home(request.chrome)  # type: ignore[attr-defined]
    shows(request, *front.keys)
    return render(request, "articles/home.html", {"front": front})
