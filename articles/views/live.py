"""Below a live story: the address of one update, and what a page that stays open asks for."""

from __future__ import annotations

import datetime

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import live_stream
from articles.bodies import Material
from articles.models import LiveUpdate, Story
from articles.views import addresses
from newsportal.core import versions
from newsportal.core.guest_pages import is_personal, public_page, shows


@require_safe
@public_page
def update(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str, pk: str
) -> HttpResponse:
    """One update with what stands beside it. Its number finds it, so every address it ever had
    leads to the one it has; as long as its story is not live it is nowhere."""
    found = LiveUpdate.objects.with_story().filter(pk=pk).first()
    if found is None:
        return addresses.lost(request)
    story = found.story
    if not story.is_live():
        return _as_the_story(request, story)
    if request.path != found.get_absolute_url():
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    if not found.is_public:
        return addresses.gone(request, _("This update was removed."))
    if story.kind != Story.Kind.LIVE:
        return HttpResponseRedirect(story.get_absolute_url())
    shows(request, f"story:{story.pk}")
    context = {
        "story": story,
        "update": found,
        "material": Material.of(found.body_html),
        "beside": live_stream.neighbours(found),
    }
    return render(request, "articles/live_update.html", context)


def _as_the_story(request: HttpRequest, story: Story) -> HttpResponse:
    """What the story's own address answers: 410 after readers have seen it, else nothing."""
    if addresses.was_withdrawn(story):
        return addresses.gone(request, story.withdrawal_note)
    return addresses.lost(request)


@require_safe
@public_page
def latest(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    """The first page of updates, as the story's page shows it: what an open page asks for.

    The same bytes for everybody. The tag is the version of the story's key, which every verb
    raises, so that most answers cost two small queries and are a 304.
    """
    story = _live_story(year, month, day, slug)
    key = f"story:{story.pk}"
    etag = f'"{key}-{versions.read([key])[key]}"'
    shows(request, key)
    response = HttpResponse(headers={"X-Robots-Tag": "noindex"})
    response["ETag"] = etag
    if is_personal(request) or get_conditional_response(request, etag=etag) is None:
        context = {"story": story, "live": live_stream.stream(story)}
        response.content = render(request, "articles/_live.html", context).content
    return response


def _live_story(year: str, month: str, day: str, slug: str) -> Story:
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise Http404 from None
    stories = Story.objects.for_cards().filter(published_on=date, slug=slug)
    story = stories.filter(kind=Story.Kind.LIVE).first()
    if story is None or not story.is_live():
        raise Http404
    return story
