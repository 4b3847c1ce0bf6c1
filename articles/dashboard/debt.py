"""The panel of what live stories owe; the report itself is a page of its own (feature E26)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.debts import kinds, report
from newsportal.core.dashboard import Panel, Rank
from newsportal.core.models import User


def debt(person: User) -> list[Panel]:
    """Counts of the person's own sections, for those who answer for what is live."""
    if not report.may_see(person):
        return []
    counted = report.counts(report.stories_of(person))
    lines = [(kind, counted[kind.code]) for kind in kinds.all_kinds() if counted[kind.code]]
    return [
        Panel(
            code="debt",
            title=_("Newsroom debt"),
            short=_("Debt"),
            template="admin/dashboard/_debt.html",
            rank=Rank.TELLING,
            words={"lines": lines},
            count=sum(counted.values()),
            url=reverse("admin:debt"),
        )
    ]
