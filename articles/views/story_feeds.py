"""Feeds of stories: a page of one, from where a program has read (feature R3)."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from articles import feeds
from articles.feeds import SIZE, Place
from articles.models import Section, Story
from articles.models.story import StoryQuerySet
from newsportal.core import cursors
from newsportal.core.feeds import Form
from newsportal.core.feeds import answer as feed_answer
from newsportal.core.guest_pages import shows

#: The name of the order in cursors.
ORDER = "feed"


def answer(request: HttpRequest, place: Place, stories: StoryQuerySet, form: Form) -> HttpResponse:
    """The newest of some live stories; ``?after=`` goes on where the page before ended."""
    after = None
    if "after" in request.GET:
        after = cursors.decode(request.GET["after"], ORDER, (datetime.datetime, int))
        if after is None:
            return HttpResponseRedirect(request.path)
        stories = stories.older_than(*after)
    some = list(stories.newest_first().for_feeds()[: SIZE + 1])
    found = some[:SIZE]
    shows(request, *feeds.keys_of(place, found))
    feed = feeds.of_stories(place, found, request.chrome)  # type: ignore[attr-defined]
    asked = f"?after={request.GET['after']}" if after else ""
    last = found[-1] if len(some) > SIZE else None
    following = ""
    if last is not None and last.first_live_at is not None:
        following = f"?after={cursors.encode(ORDER, last.first_live_at, last.pk)}"
    return feed_answer(replace(feed, asked=asked, following=following), form)


def of_section(request: HttpRequest, section: Section, form: Form) -> HttpResponse:
    """All that is filed in a section or below it."""
    site = request.chrome.site  # type: ignore[attr-defined]
    place = Place(
        thing=f"section/{section.pk}",
        path=section.get_absolute_url(),
        title=_("%(name)s – %(paper)s") % {"name": section.name, "paper": site.name},
        description=section.description,
        keys=(f"section:{section.pk}",),
    )
    return answer(request, place, Story.objects.live().in_section(section), form)
