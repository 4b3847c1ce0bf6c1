"""What readers read most and talk about most, and the word of a page that it is being read (R8)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from articles import most_read as rankings
from articles import reading
from articles.models import Story
from articles.views import stories
from newsportal.core.guest_pages import public_page, shows
from newsportal.core.origin import same_origin_form


@same_origin_form
@require_POST
def read(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    """Take the word of our own script that somebody reads a story; the answer says nothing."""
    story = stories.find(year, month, day, slug, Story.objects.for_addresses())
    if story is None or not story.is_live():
        raise Http404
    reading.count(request, story)
    response = HttpResponse(status=204)
    add_never_cache_headers(response)
    return response


@require_safe
@public_page
def most_read(request: HttpRequest, of: str = "read", over: str = "day") -> HttpResponse:
    """One ranking; the others are one plain link away."""
    ranking = rankings.Ranking(of, over)
    found = list(ranking.stories().for_cards()[: rankings.LONGEST])
    shows(request, reading.KEY, "home", *(f"story:{story.pk}" for story in found))
    context = {"ranking": ranking, "rankings": rankings.ALL, "stories": found}
    return render(request, "articles/most_read.html", context)
