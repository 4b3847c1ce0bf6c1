"""How the newsroom's addresses name a front, and who may come in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import arranging
from articles.chrome import current as chrome
from articles.front_layout import Layout, automatic, read
from articles.models import Front, Section


def page_of(section: Section | None) -> str:
    """How the addresses name a front."""
    return str(section.pk) if section else "home"


def address(name: str, front: Front) -> str:
    return reverse(f"admin:articles_front_{name}", args=[page_of(front.section)])


def front_of(request: HttpRequest, page: str) -> Front:
    """The front of a page, if the person may arrange it. Raises Http404 and PermissionDenied."""
    section = None
    if page != "home":
        if not page.isdecimal() or len(page) > 18:
            raise Http404
        section = get_object_or_404(Section, pk=int(page))
    if not arranging.may_arrange(request.user, section.pk if section else None):
        raise PermissionDenied
    return Front.objects.for_desk().filter(section=section).first() or Front(section=section)


def live_layout(front: Front) -> Layout:
    """What readers see, or what fills itself."""
    kept = front.live.layout if front.live else None
    return automatic(chrome.get(), front.section) if kept is None else read(kept)
