"""Static pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Page
from newsportal.core.guest_pages import shows


def page(request: HttpRequest, page: Page) -> HttpResponse:
    if not page.is_live():
        raise Http404
    shows(request, f"page:{page.pk}")
    return render(request, "articles/page.html", {"page": page})
