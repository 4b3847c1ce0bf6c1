"""Sections in the newsroom; saving and deleting go through their verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import sections
from articles.models import Section
from newsportal.core import addresses


class SectionForm(forms.ModelForm[Section]):
    class Meta:
        model = Section
        fields = ("name", "slug", "parent", "order", "description", "colour")

    def clean(self) -> dict[str, Any]:
        """Refuse an address that is another's, beside the field."""
        data = super().clean() or {}
        if data.get("slug"):
            section = Section(pk=self.instance.pk, slug=data["slug"], parent=data.get("parent"))
            path = sections.path_of(section)
            try:
                addresses.check_free(f"/{path}/", section)
            except ValidationError as taken:
                self.add_error("slug", taken)
        return data


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin[Section]):
    form = SectionForm
    list_display = ("name", "path", "colour", "order")
    list_editable = ("order",)
    search_fields = ("name", "path")
    ordering = ("path",)
    prepopulated_fields = {"slug": ("name",)}
    list_select_related = ("parent",)
    actions = None

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        sections.save(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        """Only an empty section can be deleted; others are emptied first."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or sections.why_not_deleted(obj) == "")

    def delete_model(self, request: HttpRequest, obj: Section) -> None:
        sections.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Section]) -> None:
        for section in queryset:
            sections.delete(section)
