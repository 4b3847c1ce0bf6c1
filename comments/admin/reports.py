"""Reports of comments in the admin's list: a filter."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment


class ReportedFilter(admin.SimpleListFilter):
    """Comments that somebody has reported and nobody has settled."""

    title = gettext_lazy("reports")
    parameter_name = "reported"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("reported"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        return queryset.filter(open_reports__gt=0) if self.value() == "open" else queryset


def shows_reported(request: HttpRequest) -> bool:
    return request.GET.get(ReportedFilter.parameter_name) == "open"
