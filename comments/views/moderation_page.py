"""How comments are moderated here, for everybody: rules, checks, appeals, numbers, decisions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comments import check_words, duties, public_figures, rules, transparency
from comments.discussions import policies
from comments.models import Reason, TransparencyReport
from comments.views.desk_report import as_file
from newsportal.core.guest_pages import public_page, shows

#: What the page hangs on besides the frame of every page.
KEYS = (public_figures.VERSION_KEY, rules.VERSION_KEY, "discussion-policies")


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """The page, the same bytes for all guests."""
    shows(request, *KEYS)
    site_policy = policies.get().site
    context = {
        "policy": site_policy,
        "rules": [(label, rules.rule_of(code)) for code, label in Reason.choices],
        "checks": check_words.automatic_checks(),
        "has_platform_duties": duties.is_due("complaints"),
        "account": public_figures.account(),
        "chart": public_figures.CHART,
        "reports": transparency.published(),
        "decisions": public_figures.latest() if site_policy.public_log else None,
    }
    return render(request, "comments/moderation/page.html", context)


@require_safe
@public_page
def figures(request: HttpRequest) -> HttpResponse:
    """The numbers as CSV; the mark at its beginning tells Excel that it is UTF-8."""
    shows(request, public_figures.VERSION_KEY)
    response = HttpResponse(
        "\ufeff" + public_figures.table(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    return response


@require_safe
@public_page
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A transparency report that was published, as it was published."""
    shows(request, public_figures.VERSION_KEY)
    found = get_object_or_404(TransparencyReport, pk=pk)
    return as_file(bytes(found.file), found.first, found.last)
