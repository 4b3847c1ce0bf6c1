"""The page of a story: what it all began with."""

from __future__ import annotations

import datetime

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import corrections, live_stream
from articles import related as reading_on
from articles.models import PreviewLink, Story
from articles.models.story import StoryQuerySet
from articles.views import addresses
from newsportal.core.guest_pages import public_page, shows


@require_safe
@public_page
def story(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    story = find(year, month, day, slug)
    if story is None:
        return addresses.lost(request)
    if not story.is_live():
        return addresses.gone(request, story.withdrawal_note)
    right = story.get_absolute_url()
    if request.path != right:
        return HttpResponsePermanentRedirect(right)
    return story_page(request, story)


def find(
    year: str, month: str, day: str, slug: str, among: StoryQuerySet | None = None
) -> Story | None:
    """The story at a date and slug that is live now, or was and has been withdrawn; else None.

    Args:
        among: what to read of it; all that its own page shows when None.
    """
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    if among is None:
        among = Story.objects.for_story_page().with_versions()
    story = among.filter(published_on=date, slug=slug).first()
    if story is None or story.is_live():
        return story
    return story if addresses.was_withdrawn(story) else None


def story_page(
    request: HttpRequest,
    story: Story,
    *,
    is_preview: bool = False,
    preview_link: PreviewLink | None = None,
) -> HttpResponse:
    """Render a story as readers see it; a preview calls it with the working copy."""
    chrome = request.chrome  # type: ignore[attr-defined]
    live = None
    if story.kind == Story.Kind.LIVE:
        place = live_stream.read_place(request.GET.get("updates"))
        if place is None:
            return HttpResponseRedirect(request.path)
        live = live_stream.stream(story, place)
    corrected = corrections.of_story(story)
    related = reading_on.related(story)
    neighbours = reading_on.series_neighbours(story)
    for one in (*related, *neighbours):
        if one is not None:
            one.section = chrome.section(one.section_id)
    shows(request, *(f"story:{one.pk}" for one in (story, *related, *neighbours) if one))
    return render(
        request,
        story.kind_class.template,
        {
            "story": story,
            "trail": chrome.trail(story.section),
            "further_sections": [
                chrome.section(pk) for pk in story.further_section_ids if chrome.section(pk)
            ],
            "related": related,
            "series": neighbours,
            "live": live,
            "corrections": corrected,
            "is_preview": is_preview,
            "preview_link": preview_link,
        },
    )
