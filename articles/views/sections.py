"""The page of a section: its subsections and all stories filed in it or below."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Section, Story
from articles.paging import page_of
from newsportal.core.guest_pages import shows


def section(request: HttpRequest, section: Section) -> HttpResponse:
    chrome = request.chrome  # type: ignore[attr-defined]
    page = page_of(Story.objects.live().in_section(section).newest_first(), request)
    shows(request, f"section:{section.pk}")
    return render(
        request,
        "articles/section.html",
        {
            "section": section,
            "trail": chrome.trail(section),
            "subsections": chrome.children(section),
            "page": page,
        },
    )
