"""Whatever no other address answers: sections, pages, and where former addresses lead."""

from __future__ import annotations

import re
from typing import cast

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import resolve as view_at
from django.utils import timezone
from django.utils.http import escape_leading_slashes
from django.views.decorators.http import require_safe

from articles import places
from articles.models import Page, Section
from articles.models.document import Document
from articles.views import pages, sections, story_feeds
from newsportal.core import addresses
from newsportal.core.feeds import Form
from newsportal.core.guest_pages import public_page

#: The feed of whatever stands at a path, as `addresses.normalise` spells it.
FEED = re.compile(r"(?P<path>/[^?]+/)feed/(?:(?P<form>atom|json)/)?")


@require_safe
@public_page
def resolve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer by the registry: a section, a page, a redirect (301), gone (410) or 404.

    The feed of a section lies below its path, and goes wherever that went.
    """
    feed = FEED.fullmatch(addresses.normalise(path))
    if feed and not _lacks_last_slash(request):
        return _feed_of_section(request, feed["path"], Form(feed["form"] or ""))
    found = addresses.find(f"/{path}")
    if found is None and _lacks_last_slash(request):
        return _moved(request, escape_leading_slashes(f"{request.path}/"))
    if found is None or found.owner is None:
        return _answer(request, found)
    owner = cast("Section | Page", found.owner)
    if isinstance(owner, Page) and not owner.is_live():
        return _withdrawn(request, owner)
    right = owner.get_absolute_url()
    if request.path != right:
        return _moved(request, right)
    if isinstance(owner, Section):
        return sections.section(request, owner)
    return pages.page(request, owner)


def _feed_of_section(request: HttpRequest, path: str, form: Form) -> HttpResponse:
    """The tree that every page has at hand knows the section; else the registry says where what
    stood there is."""
    section = request.chrome.section_at(path)  # type: ignore[attr-defined]
    if section is None:
        return _lost_feed(request, path, form)
    right = section.get_absolute_url() + form.ending
    if request.path != right:
        return _moved(request, right)
    return story_feeds.of_section(request, section, form)


def lost_feed(request: HttpRequest, form: Form) -> HttpResponse:
    """Answer for the feed of a tag or author that is none: the registry may know what was."""
    return _lost_feed(request, request.path.removesuffix(form.ending), form)


def _lost_feed(request: HttpRequest, page: str, form: Form) -> HttpResponse:
    """A feed went where its page went. Feeds of an imported site have addresses of their own.

    Pages have no feed, and a redirect by hand leads to its target and no further.
    """
    own = addresses.find(request.path)
    if own is not None:
        return _answer(request, own)
    found = addresses.find(page)
    if found is None or isinstance(found.owner or found.former, Page):
        raise Http404
    if found.redirect and found.former is not None:
        return _moved(request, found.redirect + form.ending)
    if found.redirect or found.owner is not None:
        raise Http404
    return _answer(request, found)


def _lacks_last_slash(request: HttpRequest) -> bool:
    """Whether a view of its own answers behind the slash that was lost in typing or copying."""
    return not request.path.endswith("/") and view_at(f"{request.path}/").url_name != "address"


def lost(request: HttpRequest) -> HttpResponse:
    """Answer for an address that looked like a story's and is none: the registry may know it."""
    path = request.path
    return _answer(request, addresses.find(path) or addresses.find(places.dated(path)))


def old_query(request: HttpRequest, names: tuple[str, ...]) -> HttpResponse | None:
    """Answer for ``/?p=12`` and its like, or None when the registry does not know it."""
    for name in names:
        value = request.GET.get(name)
        if value:
            found = addresses.find(addresses.query_path(f"{name}={value}"))
            if found is not None:
                return _answer(request, found)
    return None


def _answer(request: HttpRequest, found: addresses.Found | None) -> HttpResponse:
    if found is None:
        raise Http404
    if found.gone:
        return gone(request, found.note)
    if not found.redirect:
        return _withdrawn(request, found.former)
    return HttpResponsePermanentRedirect(found.redirect)


def _withdrawn(request: HttpRequest, thing: object) -> HttpResponse:
    """410 with the note at whatever address a withdrawn story or page ever had; else 404."""
    if isinstance(thing, Document) and was_withdrawn(thing):
        return gone(request, thing.withdrawal_note)
    raise Http404


def was_withdrawn(document: Document) -> bool:
    """Whether readers have seen it and do not see it now, also while it waits to come back.

    What they never saw tells nothing, nor does what is under embargo.
    """
    now = timezone.now()
    until = min(now, document.withdraw_at or now)
    return document.was_live(until) and not document.is_live(now) and not document.is_embargoed


def _moved(request: HttpRequest, right: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{right}?{query}" if query else right)


def gone(request: HttpRequest, note: str = "") -> HttpResponse:
    """What stood here was taken away on purpose (410), with the editor's note."""
    return render(request, "410.html", {"note": note}, status=410)
