"""All corrections, newest first, as a page (feature E16)."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.corrections import LIST_KEY
from articles.models import Correction
from newsportal.core import cursors
from newsportal.core.guest_pages import public_page, shows

#: Corrections on a page.
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


def _note_keys(request: HttpRequest, shown: list[Correction]) -> None:
    """What goes live or is withdrawn changes the front page, and with it this list."""
    shows(request, LIST_KEY, "home", *(f"story:{one.story_id}" for one in shown))
