"""People, the newspaper's settings and addresses in the newsroom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsportal.core import addresses, versions
from newsportal.core.events import announce
from newsportal.core.models import Address, SiteSettings, User


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "display_name")


class PersonChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("email", "display_name", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "display_name")
    ordering = ("-date_joined", "-pk")
    filter_horizontal = ("groups",)
    readonly_fields = ("last_login", "date_joined")
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("email", "display_name", "password")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("email", "display_name", "usable_password", "password1", "password2")},
        ),
    )
    actions = None

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A changed name stands over comments already written: their pages are told."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if change and "display_name" in form.changed_data:
                announce("person.renamed", person=obj.pk)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People are made inactive here; erasing one is a verb of its own."""
        return False


class SiteForm(forms.ModelForm[SiteSettings]):
    class Meta:
        model = SiteSettings
        fields = (
            "name",
            "tagline",
            "logo",
            "accent",
            "language",
            "time_zone",
            "publisher",
            "contact_email",
        )
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}

    time_zone = forms.ChoiceField(
        label=_("Time zone of the newsroom"),
        choices=SiteSettings.time_zone_choices,
        help_text=SiteSettings._meta.get_field("time_zone").help_text,
    )


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin[SiteSettings]):
    """One row: the list leads to it."""

    form = SiteForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        change = reverse("admin:core_sitesettings_change", args=[SiteSettings.SINGLE])
        return HttpResponseRedirect(change)

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            versions.bump("site")


class RedirectForm(forms.ModelForm[Address]):
    class Meta:
        model = Address
        fields = ("path", "target")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("path") and data.get("target"):
            addresses.check_redirect(data["path"], data["target"])
        return data


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin[Address]):
    """Where former addresses lead; redirects can be made by hand."""

    form = RedirectForm
    list_display = ("path", "state", "leads_to", "created_at")
    list_filter = ("state",)
    search_fields = ("path", "target")
    ordering = ("path",)
    show_full_result_count = False
    actions = None

    @admin.display(description=_("leads to"))
    def leads_to(self, address: Address) -> str:
        return address.target or f"{address.owner_model} {address.owner_id or ''}".strip()

    def has_change_permission(self, request: HttpRequest, obj: Address | None = None) -> bool:
        """Only redirects made by hand are edited; the others are kept by the verbs."""
        return super().has_change_permission(request, obj) and (obj is None or bool(obj.target))

    def has_delete_permission(self, request: HttpRequest, obj: Address | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or bool(obj.target))

    def save_model(self, request: HttpRequest, obj: Address, form: Any, change: bool) -> None:
        obj.path = addresses.normalise(obj.path)
        obj.state = Address.State.MOVED
        super().save_model(request, obj, form, change)
