"""All corrections, newest first, as a page and as a feed (feature E16)."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.corrections import LIST_KEY
from articles.models import Correction
from newsportal.core import cursors
from newsportal.core.feeds import Feed, absolute
from newsportal.core.guest_pages import public_page, shows

#: Corrections on a page, and in the feed.
SIZE = 30


@require_safe
@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """A page of corrections of live stories; `after` goes on where the one before ended."""
    found, after = Correction.objects.public(), request.GET.get("after")
    if after is not None:
        place = cursors.decode(after, LIST_KEY, (datetime.datetime, int))
        if place is None:
            return HttpResponseRedirect(request.path)
        found = found.after(*place)
    some = list(found[: SIZE + 1])
    last = some[SIZE - 1] if len(some) > SIZE else None
    _note_keys(request, some[:SIZE])
    context = {
        "corrections": some[:SIZE],
        "is_first": after is None,
        "next_cursor": cursors.encode(LIST_KEY, last.at, last.pk) if last else None,
    }
    return render(request, "articles/corrections.html", context)


@require_safe
@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """RSS 2.0 of the newest corrections; their ids stay when a story's address changes."""
    site = request.chrome.site  # type: ignore[attr-defined]
    newest = list(Correction.objects.public()[:SIZE])
    rss = Feed(
        title=_("Corrections – %(name)s") % {"name": site.name},
        address=reverse("articles:corrections"),
        description=_("What we got wrong, and what is right."),
        language=site.language,
        path=request.path,
        since=site.launched_at or datetime.datetime.fromtimestamp(0, datetime.UTC),
    )
    for one in newest:
        rss.add_item(
            title=f"{one.get_kind_display()}: {one.story.headline}",
            link=absolute(one.get_absolute_url()),
            # Readers of feeds take it for HTML.
            description=linebreaks(one.text, autoescape=True),
            pubdate=one.at,
            unique_id=permanent_id(one),
            unique_id_is_permalink=False,
        )
    _note_keys(request, newest)
    return rss.answer()


def permanent_id(correction: Correction) -> str:
    """A name for a correction in feeds, as RFC 4151 has it: it never changes."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{correction.at:%Y-%m-%d}:correction:{correction.pk}"


def _note_keys(request: HttpRequest, shown: list[Correction]) -> None:
    """What goes live or is withdrawn changes the front page, and with it this list."""
    shows(request, LIST_KEY, "home", *(f"story:{one.story_id}" for one in shown))
