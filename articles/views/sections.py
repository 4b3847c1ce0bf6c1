"""The page of a section: its subsections and all stories filed in it or below."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import fronts
from articles.models import Section, Story
from articles.paging import StoryPage, page_of
from newsportal.core.guest_pages import shows


def section(request: HttpRequest, section: Section) -> HttpResponse:
    page = page_of(Story.objects.live().in_section(section).newest_first(), request)
    chrome = request.chrome  # type: ignore[attr-defined]
    front = fronts.of_section(section, chrome) if page.number == 1 else None
    shows(request, f"section:{section.pk}", *(f"story:{story.pk}" for story in page.stories))
    shows(request, *(front.keys if front else ()))
    return section_page(request, section, page, front)


def section_page(
    request: HttpRequest,
    section: Section,
    page: StoryPage,
    front: fronts.FilledFront | None,
    **preview: object,
) -> HttpResponse:
    """The page with its front, if it has one, and the list of what does not stand on that."""
    chrome = request.chrome  # type: ignore[attr-defined]
    above = {story.pk for story in front.stories} if front else set()
    context = {
        "section": section,
        "trail": chrome.trail(section),
        "subsections": chrome.children(section),
        "page": page,
        "front": front,
        "further": [story for story in page.stories if story.pk not in above],
    }
    return render(request, "articles/section.html", context | preview)
