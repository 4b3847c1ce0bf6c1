"""Filters of the list of stories, as rows of pills above it (feature E25)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import kinds, planning
from articles.chrome import current as chrome
from articles.models import Story, Tag
from newsportal.core.models import User

NONE = "none"


class SectionFilter(admin.SimpleListFilter):
    """A section with all below it; the tree opens below what is chosen."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        chosen = chrome.get().section(_number(request.GET.get(self.parameter_name)))
        trail = chrome.get().trail(chosen)
        found: list[tuple[str, Any]] = []
        for section in chrome.get().top_sections:
            found.append((str(section.pk), section.name))
            if trail and trail[0].pk == section.pk:
                found += [(str(one.pk), f"› {one.name}") for one in _opened(section, trail)]
        return [*found, (NONE, _("None"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == NONE:
            return queryset.filter(working_section=None)
        pk = _number(value)
        return queryset.filter(working_section__in=planning.below(pk)) if pk else queryset


def _opened(section: Any, trail: list[Any]) -> Iterator[Any]:
    """The sections below one, those on the way to the chosen one opened in turn."""
    ids = {one.pk for one in trail}
    for child in chrome.get().children(section):
        yield child
        if child.pk in ids:
            yield from _opened(child, trail)


class KindFilter(admin.SimpleListFilter):
    """The kind as readers see it; of what they never saw, as the working copy has it."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(kinds.choices())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kind = self.value()
        if kind not in kinds.known():
            return queryset
        # A draft's column says “report” until it is published.
        drafted = Q(
            status__in=planning.UNPUBLISHED,
            first_live_at=None,
            working_revision__snapshot__kind=kind,
        )
        published = Q(kind=kind) & (
            Q(first_live_at__isnull=False) | ~Q(status__in=planning.UNPUBLISHED)
        )
        return queryset.filter(published | drafted)


class WhoseFilter(admin.SimpleListFilter):
    """Own work, what is assigned to one, what is nobody's; a link may name a colleague."""

    title = _("person")
    parameter_name = "whose"
    MINE, ASSIGNED, NOBODY = "mine", "assigned", "nobody"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        named = [
            (self.MINE, _("Mine")),
            (self.ASSIGNED, _("Assigned to me")),
            (self.NOBODY, _("Nobody’s")),
        ]
        colleague = _number(request.GET.get(self.parameter_name))
        people = User.objects.filter(pk=colleague, is_staff=True) if colleague else []
        return [*named, *((str(one.pk), str(one)) for one in people)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        me = request.user.pk
        value = self.value()
        if value == self.MINE:
            return queryset.filter(Q(created_by=me) | Q(assignee=me))
        if value == self.ASSIGNED:
            return queryset.filter(assignee=me)
        if value == self.NOBODY:
            return queryset.filter(assignee=None, status__in=planning.UNPUBLISHED)
        pk = _number(value)
        return queryset.filter(assignee=pk) if pk else queryset


class ChangedFilter(admin.SimpleListFilter):
    """When somebody last did something to it."""

    title = _("last change")
    parameter_name = "changed"
    DAYS = {"today": 0, "week": 6, "month": 29, "year": 364}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [
            ("today", _("Today")),
            ("week", _("Last 7 days")),
            ("month", _("Last 30 days")),
            ("year", _("Last year")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        days = self.DAYS.get(self.value() or "")
        if days is None:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(changed_at__gte=midnight - datetime.timedelta(days=days))


class TagFilter(admin.SimpleListFilter):
    """One tag; shown only where a link has named it, since there are hundreds."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        slug = request.GET.get(self.parameter_name, "")[:80].replace("\x00", "")
        tags = Tag.objects.filter(slug=slug) if slug else []
        return [(tag.slug, tag.name) for tag in tags]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {slug for slug, _name in self.lookup_choices}
        value = self.value()
        if value not in known:
            return queryset
        return queryset.filter(
            pk__in=Story.tags.through._default_manager.filter(tag__slug=value).values("story")
        )


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
