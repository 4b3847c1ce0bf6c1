"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import search as finding
from articles.paging import page_of
from newsportal.core.guest_pages import public_page, shows


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[: finding.LONGEST_QUERY]
    language = request.chrome.site.language  # type: ignore[attr-defined]
    page = page_of(finding.find(words, language), request) if words else None
    shows(request, "home")
    return render(request, "articles/search.html", {"words": words, "page": page})
