"""Kinds of reaction and the policies of discussions in the newsroom."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.admin import controls
from comments.discussions import drop_policy, save_policy
from comments.models import (
    Discussion,
    OpeningHours,
    ReactionKind,
    SectionDiscussion,
    SiteDiscussion,
    TagDiscussion,
)
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


class OpeningHoursInline(admin.TabularInline[OpeningHours, SiteDiscussion]):
    """From when to when comments are read, several ranges a day if need be."""

    model = OpeningHours
    extra = 1
    # The browser's own picker, also on a phone.
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
    }
    verbose_name_plural = _("opening hours: when comments are read, in the newsroom’s time")


@admin.register(SiteDiscussion)
class SiteDiscussionAdmin(admin.ModelAdmin[SiteDiscussion]):
    """One row: the list leads to it."""

    inlines = (OpeningHoursInline,)
    fieldsets = (
        (None, {"fields": ("policy", "closing_note", "close_after_days", "outside_hours")}),
        (_("Those who write"), {"fields": ("edit_minutes", "nudge", "guests_allowed")}),
        (
            _("Trust: who is published at once where newcomers wait"),
            {
                "fields": (
                    "trust_approved",
                    "trust_refused_percent",
                    "trust_clean_days",
                    "trust_days",
                )
            },
        ),
        (_("Links and addresses"), {"fields": ("link_hosts", "throwaway_domains")}),
        (
            _("Those who decide"),
            {"fields": ("queue_minutes", "hide_after_reports", "appeal_days", "break_after")},
        ),
        (
            _("Blind second look"),
            {"fields": ("second_look_share", "second_look_most", "second_look_days")},
        ),
        (
            _("What the public is told"),
            {
                "fields": (
                    "profile",
                    "contact_point",
                    "contact_languages",
                    "dispute_bodies",
                    "public_log",
                )
            },
        ),
    )

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
        save_policy(obj, actor=request.user)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The hours, whose pages are told as the policy's are."""
        with transaction.atomic():
            super().save_related(request, form, formsets, change)
            versions.bump("discussion-policies")


class PolicyAdmin(TypedAutocompleteFields, admin.ModelAdmin[Any]):
    """What the policies of sections and of tags have in common."""

    list_display: tuple[str, ...] = ("__str__", "policy", "closing_note")
    actions = None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_policy(obj, actor=request.user)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        drop_policy(obj, request.user)  # type: ignore[arg-type]


@admin.register(SectionDiscussion)
class SectionDiscussionAdmin(PolicyAdmin):
    list_display = ("section", "policy_words", "close_after_days", "closing_note")
    list_select_related = ("section",)
    autocomplete_fields = ("section",)

    @admin.display(description=_("comment policy"), ordering="policy")
    def policy_words(self, row: SectionDiscussion) -> str:
        return row.get_policy_display() or str(_("as above"))


@admin.register(TagDiscussion)
class TagDiscussionAdmin(PolicyAdmin):
    """Policies by what a story is about; the strictest of its tags' holds."""

    list_display = ("tag", "policy", "closing_note")
    list_select_related = ("tag",)
    autocomplete_fields = ("tag",)


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin[Discussion]):
    """The policy of one story: open, held or closed, whatever its tags and section say."""

    list_display = ("headline", "policy", "closed_at", "public_comments", "held_comments")
    list_filter = ("policy",)
    list_select_related = ("story__section",)
    search_fields = ("story__headline",)
    fields = (
        "headline",
        "policy",
        "close_after_days",
        "closed_at",
        "closing_note",
        "timed_controls",
    )
    readonly_fields = ("headline", "timed_controls")
    ordering = ("-story_id",)
    show_full_result_count = False
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """The controls have a page of their own, for moderators too."""
        page = self.admin_site.admin_view(controls.page)
        name = "comments_discussion_controls"
        return [path("<int:pk>/controls/", page, name=name), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discussion]:
        """Of stories that readers have seen: what is written and planned is not told here."""
        return super().get_queryset(request).filter(controls.seen_by_readers())

    @admin.display(description=_("story"), ordering="story__headline")
    def headline(self, discussion: Discussion) -> SafeString | str:
        """As readers know it; a new one may wait in the working copy."""
        address = discussion.story.public_address()
        if not address:
            return discussion.story.headline
        return format_html('<a href="{}" dir="auto">{}</a>', address, discussion.story.headline)

    @admin.display(description=_("public comments"), ordering="public_count")
    def public_comments(self, discussion: Discussion) -> int:
        return discussion.public_count

    @admin.display(description=_("held comments"), ordering="held_count")
    def held_comments(self, discussion: Discussion) -> int:
        return discussion.held_count

    @admin.display(description=_("timed controls"))
    def timed_controls(self, discussion: Discussion) -> SafeString:
        address = reverse("admin:comments_discussion_controls", args=[discussion.pk])
        return format_html(
            '<a href="{}">{}</a>',
            address,
            _("Slow mode, hold all, replies off – and their history"),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Discussion, form: Any, change: bool) -> None:
        """Write these fields only: the counters beside them move all the time."""
        fields = ["policy", "close_after_days", "closed_at", "closing_note"]
        save_policy(obj, actor=request.user, fields=fields)  # type: ignore[arg-type]
