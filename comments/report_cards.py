"""Reports of comments on moderators' cards: what each card tells of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from comments.models import Comment, Report

#: Reports whose words a card tells; all stand on the comment's own page.
SHOWN = 5


def open_reports() -> Prefetch[Any]:
    """The open reports of the comments of a list, with who sent them: one query for all."""
    rows = Report.objects.open().weightiest_first()
    return Prefetch("reports", rows, to_attr="open_report_rows")


def load_open(comments: Iterable[Comment]) -> None:
    """Give comments that were loaded their open reports: one query for all."""
    prefetch_related_objects(list(comments), open_reports())


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
