"""Reports of comments in the moderators' list: a filter, what each card tells, and keeping it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Report
from comments.models.report import ANSWER_LENGTH

#: Reports whose words a card of the list tells; all stand on the comment's own page.
SHOWN = 5


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


def open_reports() -> Prefetch[Any]:
    """The open reports of the comments of a list, with who sent them: one query for all."""
    rows = Report.objects.open().weightiest_first()
    return Prefetch("reports", rows, to_attr="open_report_rows")


def of_card(comment: Comment) -> dict[str, Any]:
    """What a card tells of the open reports that `open_reports` loaded."""
    rows: list[Report] = getattr(comment, "open_report_rows", [])
    counts: dict[str, int] = {}
    for row in rows:
        label = str(row.get_reason_display())
        counts[label] = counts.get(label, 0) + 1
    said = [row for row in rows if row.words]
    return {
        "reports": rows,
        "report_counts": sorted(counts.items(), key=lambda one: -one[1]),
        "reports_said": said[:SHOWN],
        "reports_unsaid": len(said) - SHOWN,
        "may_keep": bool(rows) and comment.is_public,
    }


def answer_in(request: HttpRequest, comment: Comment) -> str:
    """What the moderator tells the reporters, as one line."""
    typed = request.POST.get(f"answer-{comment.pk}", "").replace("\0", "")
    return " ".join(typed.encode("utf-8", "ignore").decode().split())[:ANSWER_LENGTH]
