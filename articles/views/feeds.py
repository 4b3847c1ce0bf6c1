"""Feeds of the newsroom at addresses of their own; those of sections lie behind the registry, that
of a story's comments with the discussion (feature R3)."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import feeds
from articles.corrections import LIST_KEY
from articles.feeds import SIZE, Place
from articles.models import Author, Correction, Story, Tag
from articles.views import addresses, story_feeds
from newsportal.core import cursors
from newsportal.core.feeds import Form
from newsportal.core.feeds import answer as feed_answer
from newsportal.core.guest_pages import public_page, shows


@require_safe
@public_page
def site(request: HttpRequest, form: str = "") -> HttpResponse:
    """All stories."""
    paper = request.chrome.site  # type: ignore[attr-defined]
    place = Place(
        thing="site", path="/", title=paper.name, description=paper.tagline, keys=("home",)
    )
    return story_feeds.answer(request, place, Story.objects.live(), Form(form))


@require_safe
@public_page
def tag(request: HttpRequest, slug: str, form: str = "") -> HttpResponse:
    found = Tag.objects.filter(slug=slug).first()
    if found is None:
        return addresses.lost_feed(request, Form(form))
    place = Place(
        thing=f"tag/{found.pk}",
        path=found.get_absolute_url(),
        title=_titled(request, found.name),
        description=found.description,
        keys=(f"tag:{found.pk}",),
    )
    return story_feeds.answer(request, place, Story.objects.live().with_tag(found), Form(form))


@require_safe
@public_page
def author(request: HttpRequest, slug: str, form: str = "") -> HttpResponse:
    found = Author.objects.filter(slug=slug).first()
    if found is None:
        return addresses.lost_feed(request, Form(form))
    place = Place(
        thing=f"author/{found.pk}",
        path=found.get_absolute_url(),
        title=_titled(request, found.name),
        description=found.title,
        keys=(f"author:{found.pk}",),
    )
    return story_feeds.answer(request, place, Story.objects.live().by_author(found), Form(form))


def _titled(request: HttpRequest, name: str) -> str:
    paper = request.chrome.site  # type: ignore[attr-defined]
    return _("%(name)s – %(paper)s") % {"name": name, "paper": paper.name}


@require_safe
@public_page
def corrections(request: HttpRequest, form: str = "") -> HttpResponse:
    """The newest corrections of live stories."""
    found, asked = Correction.objects.public(), ""
    if "after" in request.GET:
        after = cursors.decode(request.GET["after"], LIST_KEY, (datetime.datetime, int))
        if after is None:
            return HttpResponseRedirect(request.path)
        found, asked = found.after(*after), f"?after={request.GET['after']}"
    some = list(found[: SIZE + 1])
    place = Place(
        thing="corrections",
        path=reverse("articles:corrections"),
        title=_titled(request, _("Corrections")),
        description=_("What we got wrong, and what is right."),
        keys=(LIST_KEY, "home"),
    )
    shows(request, *place.keys, *(f"story:{one.story_id}" for one in some[:SIZE]))
    feed = feeds.of_corrections(place, some[:SIZE], request.chrome)  # type: ignore[attr-defined]
    last = some[SIZE - 1] if len(some) > SIZE else None
    following = f"?after={cursors.encode(LIST_KEY, last.at, last.pk)}" if last else ""
    return feed_answer(replace(feed, asked=asked, following=following), Form(form))


@require_safe
def old(request: HttpRequest, form: str) -> HttpResponse:
    """Where WordPress had RSS too: those who come from there find it."""
    return HttpResponsePermanentRedirect(reverse("articles:feed"))
