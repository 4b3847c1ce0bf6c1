"""A preview by link, for somebody outside the newsroom."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import previewing
from articles.models import Document, Page, PreviewLink, Story
from articles.views.stories import story_page
from articles.working_copy import as_readers_will_see


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the newest revision while the link lasts; 410 once it has ended."""
    link = previewing.find(token)
    if link is None:
        raise Http404
    if not link.is_open:
        return sealed(render(request, "articles/preview_ended.html", status=410))
    return working_copy(request, link.document, link=link)


def working_copy(
    request: HttpRequest, document: Document, *, link: PreviewLink | None = None
) -> HttpResponse:
    """The newest revision as readers will see it; nobody may store or find it."""
    if isinstance(document, Story):
        seen = as_readers_will_see(document)
        return sealed(story_page(request, seen, is_preview=True, preview_link=link))
    assert isinstance(document, Page)
    context = {"page": as_readers_will_see(document), "is_preview": True, "preview_link": link}
    return sealed(render(request, "articles/page.html", context))


def sealed(response: HttpResponse) -> HttpResponse:
    """An answer that nobody may store, find or tell others of."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
