"""People in the newsroom: roles by boxes that explain themselves, accounts switched on and off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from newsportal import roles
from newsportal.accounts import profile
from newsportal.accounts.factors.checking import has_factor
from newsportal.core.models import User
from newsportal.core.sentences import listed
from newsportal.people import giving
from newsportal.people.admin import acts
from newsportal.people.forms import SectionsField, role_choices


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "display_name")


class PersonChangeForm(UserChangeForm):
    """Name, address, and what the account may do; `giving.change` decides whether that can be."""

    names = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        help_text=_("None checked: a reader, who never sees the newsroom."),
        widget=forms.CheckboxSelectMultiple,
    )
    sections = SectionsField()

    #: Who fills the form in; set by the admin for each request.
    actor: User

    class Meta:
        model = User
        fields = ("email", "display_name", "is_active")
        labels = {"is_active": _("May sign in")}
        help_texts = {
            "is_active": _(
                "Uncheck it when somebody leaves: they are out at once, and what they wrote stays."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "names" not in self.fields:
            return  # shown to somebody who may only look
        given = giving.roles_of(self.instance)
        may_give = set(giving.may_give(self.actor))
        # What the actor may not give is not offered, and stays as it is.
        self.kept = [name for name in given if name not in may_give]
        offered = [name for name in roles.ROLES if name in may_give]
        self.fields["names"].choices = role_choices(offered)  # type: ignore[attr-defined]
        self.initial["names"] = given
        self.initial["sections"] = list(
            Section.objects.filter(pk__in=self.instance.section_limits.values("section"))
        )

    def clean(self) -> dict[str, Any]:
        """Try the change and take it back, so that a refusal stands beside its field."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors or "names" not in self.fields:
            return data
        try:
            with transaction.atomic():
                self.apply(User.objects.get(pk=self.instance.pk))
                transaction.set_rollback(True)
        except giving.Refused as refusal:
            places = {"roles": "names", "sections": "sections", "is_active": "is_active"}
            self.add_error(places.get(refusal.field or ""), refusal.message)
        return data

    def apply(self, person: User) -> None:
        """Give the roles. Raises giving.Refused."""
        giving.change(
            self.actor,
            person,
            names=[*self.cleaned_data["names"], *self.kept],
            is_active=self.cleaned_data["is_active"],
            sections=self.cleaned_data["sections"],
        )


class RoleFilter(admin.SimpleListFilter):
    """By role; readers are those with none."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, roles.label(name)) for name in roles.ROLES] + [("none", _("readers"))]

    def queryset(self, request: Any, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "none":
            return queryset.filter(is_staff=False)
        if self.value() in roles.ROLES:
            return queryset.filter(groups__name=self.value())
        return queryset


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("display_name", "email", "role_names", "access", "last_login", "date_joined")
    list_display_links = ("display_name",)
    list_filter = (RoleFilter, "is_active")
    search_fields = ("email", "display_name")
    search_help_text = _("Name or e-mail address")
    ordering = ("-date_joined", "-pk")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "former_names")
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "admin/core/user/change_list.html"
    change_form_template = "admin/core/user/change_form.html"
    fieldsets = (
        (None, {"fields": ("display_name", "former_names", "email")}),
        (_("What this account may do"), {"fields": ("is_active", "names", "sections")}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("email", "display_name", "usable_password", "password1", "password2")},
        ),
    )
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        groups = Group.objects.filter(name__in=roles.ROLES)
        return super().get_queryset(request).prefetch_related(Prefetch("groups", groups, "held"))

    @admin.display(description=_("roles"))
    def role_names(self, person: User) -> str:
        held = {group.name for group in person.held}  # type: ignore[attr-defined]
        names = [roles.label(name) for name in roles.ROLES if name in held]
        if person.is_superuser:
            names.append(str(_("superuser")))
        return listed(names) or "—"

    @admin.display(description=_("earlier names"))
    def former_names(self, person: User) -> str:
        return listed(former.name for former in person.former_names.all()) or "—"

    @admin.display(description=_("account"), ordering="is_active")
    def access(self, person: User) -> str:
        if person.is_active:
            return str(_("active"))
        badge = '<span class="status-badge status-rejected">{}</span>'
        return format_html(badge, _("deactivated"))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is a superuser's business: whoever changes it could become it."""
        allowed = super().has_change_permission(request, obj)
        actor = request.user
        return allowed and (
            obj is None or (isinstance(actor, User) and giving.may_touch(actor, obj))
        )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People are made inactive here; erasing one is a verb of its own."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        person = self.get_object(request, unquote(object_id))
        further = {
            **(extra_context or {}),
            "show_save_and_add_another": False,
            "has_factor": person is not None and has_factor(person),
        }
        return super().change_view(request, object_id, form_url, further)

    def get_urls(self) -> list[URLPattern]:
        return [*acts.urls(self.admin_site.admin_view), *super().get_urls()]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[User]]:
        """The form, knowing who fills it in."""
        if obj is None:
            return super().get_form(request, obj, change=change, **kwargs)
        kwargs["fields"] = ["email", "display_name", "is_active"]
        form = super().get_form(request, obj, change=change, **kwargs)
        form.actor = request.user  # type: ignore[attr-defined]
        return form

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 — Django's
        form_url: str = "",
    ) -> HttpResponse:
        person = self.get_object(request, id)
        if person is not None and not self.has_change_permission(request, person):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Keep the account, then its roles by their verb.

        A changed name stands over comments already written: their pages are told.
        """
        with transaction.atomic():
            if not change:
                super().save_model(request, obj, form, change)
                return
            obj.is_active = form.initial["is_active"]
            super().save_model(request, obj, form, change)
            if "email" in form.changed_data:
                giving.move_address(obj, obj.email)
            if "display_name" in form.changed_data:
                profile.note_renamed(obj, form.initial["display_name"])
            form.apply(obj)
