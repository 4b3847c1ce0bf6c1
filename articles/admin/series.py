"""Series in the newsroom (feature E24)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Series
from newsportal.core import versions


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin[Series]):
    list_display = ("name", "description")
    search_fields = ("name",)
    ordering = ("name", "pk")
    fields = ("name", "description")
    actions = None

    def save_model(self, request: HttpRequest, obj: Series, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._tell(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        """A series with stories stays: its stories lead to each other."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.stories.exists())

    @staticmethod
    def _tell(series: Series) -> None:
        """A renamed series changes the pages of its stories."""
        versions.bump(*(f"story:{pk}" for pk in series.stories.values_list("pk", flat=True)))
