"""Kinds of reaction and the policies of discussions in the newsroom."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from comments.models import Discussion, ReactionKind, SectionDiscussion, SiteDiscussion
from comments.reaction_kinds import VERSION_KEY
from newsportal.core import versions


@admin.register(ReactionKind)
class ReactionKindAdmin(admin.ModelAdmin[ReactionKind]):
    list_display = ("label", "icon", "valence", "for_stories", "for_comments", "is_active", "order")
    list_editable = ("order", "is_active")
    actions = None

    def save_model(self, request: HttpRequest, obj: ReactionKind, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        versions.bump(VERSION_KEY)

    def has_delete_permission(self, request: HttpRequest, obj: ReactionKind | None = None) -> bool:
        """A kind is retired, not deleted: what was given stays counted."""
        return False


@admin.register(SiteDiscussion)
class SiteDiscussionAdmin(admin.ModelAdmin[SiteDiscussion]):
    """One row: the list leads to it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Once: before, the strictest policy holds without a row."""
        return super().has_add_permission(request) and not SiteDiscussion.objects.exists()

    def has_delete_permission(
        self, request: HttpRequest, obj: SiteDiscussion | None = None
    ) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = SiteDiscussion.objects.first()
        if row is None:
            return HttpResponseRedirect(reverse("admin:comments_sitediscussion_add"))
        return HttpResponseRedirect(reverse("admin:comments_sitediscussion_change", args=[row.pk]))

    def save_model(
        self, request: HttpRequest, obj: SiteDiscussion, form: Any, change: bool
    ) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            versions.bump("discussion-policies")


@admin.register(SectionDiscussion)
class SectionDiscussionAdmin(admin.ModelAdmin[SectionDiscussion]):
    list_display = ("section", "policy")
    list_select_related = ("section",)
    autocomplete_fields = ("section",)
    actions = None

    def save_model(
        self, request: HttpRequest, obj: SectionDiscussion, form: Any, change: bool
    ) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            versions.bump("discussion-policies")

    def delete_model(self, request: HttpRequest, obj: SectionDiscussion) -> None:
        with transaction.atomic():
            super().delete_model(request, obj)
            versions.bump("discussion-policies")


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin[Discussion]):
    """The policy of one story: open, held or closed, whatever its section says."""

    list_display = ("story", "policy", "closed_at", "public_count", "held_count")
    list_filter = ("policy",)
    list_select_related = ("story",)
    search_fields = ("story__headline",)
    fields = ("story", "policy", "closed_at")
    readonly_fields = ("story",)
    ordering = ("-story_id",)
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Discussion, form: Any, change: bool) -> None:
        """Write these two fields only: the counters beside them move all the time."""
        with transaction.atomic():
            obj.save(update_fields=["policy", "closed_at"])
            versions.bump(f"discussion:{obj.pk}")
