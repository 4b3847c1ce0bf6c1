"""Authors in the newsroom."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import tagging
from articles.models import Author
from newsportal.core.autocomplete import TypedAutocompleteFields


@admin.register(Author)
class AuthorAdmin(TypedAutocompleteFields, admin.ModelAdmin[Author]):
    list_display = ("face", "name", "title", "email", "user")
    list_display_links = ("name",)
    list_select_related = ("user", "portrait")
    search_fields = ("name", "slug", "title")
    ordering = ("name", "pk")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("portrait", "user")
    fields = ("name", "slug", "title", "bio", "portrait", "email", "user")
    show_full_result_count = False
    actions = None

    @admin.display(description="")
    def face(self, author: Author) -> SafeString | str:
        if author.portrait is None:
            return author.initials
        return format_html('<img class="thumb" src="{}" alt="">', author.portrait.url)

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        tagging.save(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        """Whoever stands over a story stays: bylines are history."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.bylines.exists())
