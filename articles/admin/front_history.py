"""What readers saw on a front, when, and who placed each card: “who put this here?” (E13)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin.front_forms import title_of
from articles.admin.front_pages import address, front_of
from articles.admin.front_rows import Names, differences
from articles.chrome import Chrome
from articles.chrome import current as chrome
from articles.front_layout import Layout, automatic, read
from articles.models import Front, FrontVersion, Tag
from newsportal.core.models import User

#: Arrangements on a page.
SIZE = 20


@dataclass(frozen=True)
class Stood:
    """Where a story stood in one arrangement, and who had placed it there."""

    part: str
    place: int
    headline: str
    by: User | None
    at: datetime.datetime | None


@dataclass
class Line:
    """One arrangement that readers saw.

    Attributes:
        until: when the next one took its place; None of the one they see now.
        differs: what had changed since the one before; None when that is not known any more.
    """

    version: FrontVersion
    until: datetime.datetime | None
    is_live: bool
    differs: list[str] | None = None
    stood: list[Stood] = field(default_factory=list)


def urls(view: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("of/<slug:page>/history/", view(require_safe(history)), name="articles_front_past")
    ]


def history(request: HttpRequest, page: str) -> HttpResponse:
    """Every arrangement that readers saw, newest first; with ?story= those with that story."""
    front = front_of(request, page)
    story = _number(request.GET.get("story", ""))
    versions = FrontVersion.objects.seen_of(front) if front.pk else FrontVersion.objects.none()
    if story:
        versions = versions.with_story(story)
    listed = Paginator(versions, SIZE).get_page(request.GET.get("page"))
    names, lines = _lines(front, list(listed.object_list), story, request.user)
    context = {
        **admin.site.each_context(request),
        "title": _("History: %(front)s") % {"front": front},
        "opts": Front._meta,
        "front": front,
        "page": listed,
        "lines": lines,
        "drafts": _drafts(front),
        "story": story,
        "story_title": names.title(story) if story else "",
        "seen": front.working_id or 0,
        "arrange_address": address("arrange", front),
        "address": address("past", front),
    }
    return render(request, "admin/articles/front/history.html", context)


def _drafts(front: Front) -> list[FrontVersion]:
    """The drafts that were never published, newest first."""
    if not front.pk:
        return []
    drafts = front.versions.filter(published_at=None).exclude(pk=front.working_id or 0)
    return list(drafts.defer("layout").select_related("saved_by"))


def _lines(
    front: Front, versions: list[FrontVersion], story: int, user: Any
) -> tuple[Names, list[Line]]:
    """The lines of a page; the arrangement before its last is asked for too, to compare."""
    now = chrome.get()
    older = FrontVersion.objects.seen_of(front) if front.pk else FrontVersion.objects.none()
    if versions:
        older = older.filter(published_at__lt=versions[-1].published_at)
    before_these = [] if story else list(older[:1])
    all_of_them = [*versions, *before_these]
    layouts = {one.pk: _layout(one, now, front) for one in all_of_them}
    names = Names(user, {story, *(pk for one in layouts.values() for pk in one.stories())} - {0})
    tags = _tag_names(layouts.values())
    people = _people(layouts.values(), story) if story else {}
    ends = _ends(front, versions)
    lines = []
    for number, version in enumerate(versions):
        line = Line(version, ends.get(version.pk), version.pk == front.live_id)
        layout = layouts[version.pk]
        if story:
            line.stood = _stood(layout, story, now, tags, names, people)
        else:
            before = all_of_them[number + 1 : number + 2]
            old = layouts[before[0].pk] if before else automatic(now, front.section)
            line.differs = differences(old, layout, now, tags, names)
        lines.append(line)
    return names, lines


def _ends(front: Front, versions: list[FrontVersion]) -> dict[int, datetime.datetime]:
    """When each arrangement gave way to the next, by id."""
    if not versions:
        return {}
    since = FrontVersion.objects.seen_of(front).filter(published_at__gte=versions[-1].published_at)
    newest_first = list(since.values_list("pk", "published_at"))
    following = zip(newest_first[1:], newest_first, strict=False)
    return {pk: at for (pk, _began), (_next, at) in following if at is not None}


def _layout(version: FrontVersion, now: Chrome, front: Front) -> Layout:
    return automatic(now, front.section) if version.layout is None else read(version.layout)


def _tag_names(layouts: Iterable[Layout]) -> dict[int, str]:
    named = {part.tag for one in layouts for part in one.containers if part.tag}
    return dict(Tag.objects.filter(pk__in=named).values_list("pk", "name")) if named else {}


def _people(layouts: Iterable[Layout], story: int) -> dict[int, User]:
    by = {
        card.by
        for one in layouts
        for part in one.containers
        for card in part.cards
        if card.story == story and card.by
    }
    return User.objects.in_bulk(by)


def _stood(
    layout: Layout,
    story: int,
    now: Chrome,
    tags: dict[int, str],
    names: Names,
    people: dict[int, User],
) -> list[Stood]:
    is_told = story in names.stories
    return [
        Stood(
            part=title_of(part, now, tags),
            place=place,
            headline=card.headline if is_told else "",
            by=people.get(card.by or 0),
            at=card.at,
        )
        for part in layout.containers
        for place, card in enumerate(part.cards, start=1)
        if card.story == story
    ]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
