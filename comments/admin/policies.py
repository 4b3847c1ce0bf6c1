"""Kinds of reaction and the policies of discussions in the newsroom."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Story
from comments.models import Discussion, ReactionKind, SectionDiscussion, SiteDiscussion
from comments.reaction_kinds import VERSION_KEY
from newsportal.core import versions
from newsportal.core.autocomplete import TypedAutocompleteFields
from newsportal.core.events import announce


@admin.register(ReactionKind)
class ReactionKindAdmin(admin.ModelAdmin[ReactionKind]):
    list_display = ("label", "icon", "valence", "for_stories", "for_comments", "is_active", "order")
    list_editable = ("order", "is_active")
    actions = None

    def save_model(self, request: HttpRequest, obj: ReactionKind, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            versions.bump(VERSION_KEY)
            if change and "valence" in form.changed_data:
                announce("reaction.valence", which=obj.pk)

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
class SectionDiscussionAdmin(TypedAutocompleteFields, admin.ModelAdmin[SectionDiscussion]):
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

    list_display = ("headline", "policy", "closed_at", "public_count", "held_count")
    list_filter = ("policy",)
    list_select_related = ("story__section",)
    search_fields = ("story__headline",)
    fields = ("headline", "policy", "closed_at")
    readonly_fields = ("headline",)
    ordering = ("-story_id",)
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discussion]:
        """Of stories that readers have seen: what is written and planned is not told here."""
        live = Q(story__in=Story.objects.live().values("pk"))
        gone = Q(story__first_live_at__lte=timezone.now(), story__status=Story.Status.WITHDRAWN)
        return super().get_queryset(request).filter(live | gone)

    @admin.display(description=_("story"), ordering="story__headline")
    def headline(self, discussion: Discussion) -> SafeString | str:
        """As readers know it; a new one may wait in the working copy."""
        address = discussion.story.public_address()
        if not address:
            return discussion.story.headline
        return format_html('<a href="{}" dir="auto">{}</a>', address, discussion.story.headline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Discussion, form: Any, change: bool) -> None:
        """Write these two fields only: the counters beside them move all the time."""
        with transaction.atomic():
            obj.save(update_fields=["policy", "closed_at"])
            versions.bump(f"discussion:{obj.pk}")
