"""Newsletters in the newsroom: what is offered, when it comes, and who may begin an issue (R11)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Newsletter, Section, Subscription
from articles.newsletters import telling
from newsportal.core import versions
from newsportal.core.plain_text import LineField, TextField


class NewsletterForm(forms.ModelForm[Newsletter]):
    """What a newsletter is; its days as boxes."""

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )
    description = LineField(
        label=gettext_lazy("Description"),
        max_length=200,
        help_text=Newsletter._meta.get_field("description").help_text,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )
    intro = TextField(
        label=gettext_lazy("Words on top"),
        max_length=1000,
        required=False,
        help_text=Newsletter._meta.get_field("intro").help_text,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "vLargeTextField"}),
    )
    sender_name = LineField(
        label=gettext_lazy("Name of the sender"),
        max_length=60,
        required=False,
        help_text=Newsletter._meta.get_field("sender_name").help_text,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On these days"),
        coerce=int,
        required=False,
        choices=Newsletter.Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Newsletter
        fields = (
            *("name", "slug", "kind", "section", "description", "intro", "is_on", "order"),
            *("sender_name", "reply_to", "is_automatic", "at", "weekdays", "most"),
        )

    def clean(self) -> dict[str, Any]:
        """A briefing that goes by itself needs a day on which it goes."""
        data = super().clean() or {}
        goes = data.get("is_automatic") and data.get("kind") == Newsletter.Kind.DAILY
        if goes and not data.get("weekdays"):
            self.add_error("weekdays", _("Choose at least one day, or let editors send it."))
        return data


@admin.register(Newsletter)
class NewsletterAdmin(admin.ModelAdmin[Newsletter]):
    """The list of newsletters; their issues have a list of their own."""

    form = NewsletterForm
    list_display = ("name_shown", "kind", "section", "comes", "readers", "is_on", "issues_shown")
    list_display_links = ("name_shown",)
    list_select_related = ("section",)
    prepopulated_fields = {"slug": ("name",)}
    actions = None
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "section", "description", "is_on", "order")}),
        (
            gettext_lazy("A briefing"),
            {
                "fields": ("is_automatic", "at", "weekdays", "most"),
                "description": gettext_lazy("Breaking news has no hour: editors send it."),
            },
        ),
        (gettext_lazy("The mail"), {"fields": ("intro", "sender_name", "reply_to")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Newsletter]:
        reached = Subscription.objects.filter(newsletter=OuterRef("pk")).reachable().order_by()
        counted = reached.values("newsletter").annotate(number=Count("pk")).values("number")
        return super().get_queryset(request).annotate(number=Coalesce(Subquery(counted), 0))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "section":
            kwargs["queryset"] = Section.objects.order_by("path")
            kwargs["empty_label"] = _("The whole paper")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Newsletter | None = None) -> bool:
        """What has been sent, or somebody asked for, is switched off instead."""
        if obj is not None and (obj.issues.exists() or obj.subscriptions.exists()):
            return False
        return super().has_delete_permission(request, obj)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Newsletter, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        versions.bump("newsletters")

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Newsletter) -> None:
        super().delete_model(request, obj)
        versions.bump("newsletters")

    # What a line says ----------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def name_shown(self, newsletter: Newsletter) -> SafeString:
        return format_html('<bdi dir="auto">{}</bdi>', newsletter.name)

    @admin.display(description=gettext_lazy("when it comes"))
    def comes(self, newsletter: Newsletter) -> str:
        return telling.when(newsletter) or _("when editors send it")

    @admin.display(description=gettext_lazy("readers"))
    def readers(self, newsletter: Any) -> str:
        number: int = newsletter.number
        words = ngettext("%(number)d address", "%(number)d addresses", number)
        return words % {"number": number}

    @admin.display(description=gettext_lazy("issues"))
    def issues_shown(self, newsletter: Newsletter) -> SafeString:
        address = reverse("admin:articles_issue_changelist")
        return format_html(
            '<a href="{}?newsletter__id__exact={}">{}</a>', address, newsletter.pk, _("Its issues")
        )
