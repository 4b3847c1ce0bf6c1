"""The menus in the newsroom: one list, ordered by dragging or by number (feature F1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import MenuItem
from newsportal.core import versions
from newsportal.core.autocomplete import TypedAutocompleteFields


@admin.register(MenuItem)
class MenuItemAdmin(TypedAutocompleteFields, admin.ModelAdmin[MenuItem]):
    list_display = ("line", "menu", "leads_to", "order")
    list_display_links = ("line",)
    list_editable = ("order",)
    list_filter = ("menu",)
    list_select_related = ("section", "page", "parent")
    list_per_page = 200
    autocomplete_fields = ("section", "page")
    fields = ("menu", "parent", ("section", "page"), "url", "label", "order")
    actions = None

    class Media:
        js = ("admin-js/reorder.js",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MenuItem]:
        return super().get_queryset(request).in_reading_order()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()

    @admin.display(description=_("line"))
    def line(self, item: MenuItem) -> SafeString:
        return format_html(
            '<span class="menu-line{}">{}</span>', " is-nested" if item.parent_id else "", item.text
        )

    @admin.display(description=_("leads to"))
    def leads_to(self, item: MenuItem) -> str:
        target = item.section or item.page
        return target.get_absolute_url() if target else item.url

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "parent":
            kwargs["queryset"] = MenuItem.objects.filter(parent=None).select_related(
                "section", "page"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: MenuItem, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        versions.bump("menu")

    def delete_model(self, request: HttpRequest, obj: MenuItem) -> None:
        super().delete_model(request, obj)
        versions.bump("menu")
