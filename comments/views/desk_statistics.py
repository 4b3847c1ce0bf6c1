"""The desk's figures as a page and as a file (feature M14)."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from comments import care, desk_statistics
from comments.desk_charts import Chart, chart
from comments.desk_pages import desk_page, show
from comments.desk_statistics import Asked, Report
from comments.statistics_form import PERIODS, WEEK, StatisticsForm
from newsportal.core.models import User
from newsportal.core.redirect_files import safe_cell

TEMPLATE = "admin/moderation/statistics.html"


@require_safe
@desk_page()
def page(request: HttpRequest) -> HttpResponse:
    """The figures of a period, those of the last seven days where nothing else is asked for."""
    form = _form(request)
    if not form.is_valid():
        return _shown(request, form, {}, status=422)
    asked, user = _asked(form, request.user), _person(request)
    report = desk_statistics.report(asked, user)
    return _shown(
        request,
        form,
        {
            "asked": asked,
            "report": report,
            "charts": _charts(report),
            "head": desk_statistics.HEAD,
            "chosen_person": _name(report, "who", asked.person),
            "chosen_section": _name(report, "section", asked.section),
            **_care(report, user),
        },
    )


@require_safe
@desk_page()
def download(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What the page shows, line by line; the mark at the beginning tells Excel that it is UTF-8."""
    form = _form(request)
    if not form.is_valid():
        return _shown(request, form, {}, status=422)
    asked = _asked(form, request.user)
    lines = _file(asked, desk_statistics.report(asked, _person(request)))
    answer = StreamingHttpResponse(
        itertools.chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8"
    )
    name = f"moderation-{asked.first}-{asked.last}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _form(request: HttpRequest) -> StatisticsForm:
    return StatisticsForm(request.GET or QueryDict(f"period={WEEK}"), request.user)


def _person(request: HttpRequest) -> User:
    user: Any = request.user  # `desk_page` lets nobody in who is not signed in
    found: User = user
    return found


def _asked(form: StatisticsForm, user: Any) -> Asked:
    """What is asked for; somebody else's figures are the leads' alone."""
    asked = form.asked
    if asked.person not in (None, user.pk) and not desk_statistics.may_compare(user):
        raise PermissionDenied
    return asked


def _shown(
    request: HttpRequest, form: StatisticsForm, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    chosen = form.cleaned_data.get("period") or WEEK
    around = {
        "form": form,
        "periods": [(code, label, code == chosen) for code, label in PERIODS],
        "kept": _without(request, "period", "since", "until"),
        "without_person": _without(request, "person"),
        "without_section": _without(request, "section"),
        "query": request.GET.urlencode(),
        "may_compare": desk_statistics.may_compare(request.user),
    }
    return show(request, TEMPLATE, _("Statistics"), {**around, **context}, status=status)


def _without(request: HttpRequest, *names: str) -> str:
    """The address's own choice without these, to add others to."""
    left = request.GET.copy()
    for name in names:
        left.pop(name, None)
    return left.urlencode()


def _name(report: Report, code: str, value: int | None) -> str:
    """What a chosen person or section is called in the report; a number where it is not in it."""
    if value is None:
        return ""
    lines = report.table(code).lines
    return next((line.name for line in lines if line.key == str(value)), str(value))


def _charts(report: Report) -> list[Chart]:
    days = report.table("day").lines
    found = [
        chart(
            "hours",
            _("When comments come in, and when they are decided"),
            report.table("hour").lines,
            ["0:00", "6:00", "12:00", "18:00", "24:00"],
        )
    ]
    if len(days) > 1:
        marks = [days[0].name, days[-1].name]
        found.append(chart("days", _("Day by day"), days, marks))
    return found


def _care(report: Report, user: User) -> dict[str, Any]:
    """What somebody has had to read lately, and for leads each moderator of the period."""
    names = {line.key: line.name for line in report.table("who").lines if line.key.isdigit()}
    others = [int(key) for key in names] if desk_statistics.may_compare(user) else []
    found = care.exposures([user.pk, *others])
    return {
        "own": found.get(user.pk, care.Exposure()),
        "exposures": [(names[str(pk)], found[pk]) for pk in others if pk in found],
    }


def _file(asked: Asked, report: Report) -> Iterator[str]:
    period = (asked.first.isoformat(), asked.last.isoformat())
    head = (
        pgettext("beginning of a period", "from"),
        pgettext("end of a period", "to"),
        pgettext("what rows are counted by", "by"),
        pgettext("what a row is about", "what"),
    )
    yield _row(*head, *map(str, desk_statistics.HEAD))
    yield _row(*period, _("All"), report.total.name, *report.total.cells)
    for table in report.tables:
        for line in table.lines:
            yield _row(*period, table.title, line.name, *line.cells)


def _row(*cells: str) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
