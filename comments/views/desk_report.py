"""The transparency report at the desk: downloaded for a period, and published."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from comments import desk_pages, duties, rights, transparency


class PeriodForm(forms.Form):
    """From which day to which."""

    first = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Give the first day."),
            "invalid": gettext_lazy("Give a day, as 2026-01-01."),
        },
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Give the last day."),
            "invalid": gettext_lazy("Give a day, as 2026-12-31."),
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The end lies before the beginning."))
        if last and last >= timezone.localdate():
            self.add_error("last", _("Choose a period that is over."))
        return data


def _last_year() -> dict[str, datetime.date]:
    """What a report is about: a calendar year, once it is over."""
    year = timezone.localdate().year - 1
    return {"first": datetime.date(year, 1, 1), "last": datetime.date(year, 12, 31)}


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@desk_pages.desk_page(rights.may_decide_notices)
def report(request: HttpRequest) -> HttpResponse:
    """The period to choose, what was published, and the button that publishes."""
    form, status = PeriodForm(initial=_last_year()), 200
    if request.method == "POST":
        form = PeriodForm(request.POST)
        if form.is_valid():
            transparency.publish(**form.cleaned_data, actor=request.user)  # type: ignore[arg-type]
            messages.success(request, _("Published: everybody can download it."))
            return HttpResponseRedirect(reverse("moderation-report"))
        status = 422
    context = {
        "form": form,
        "reports": transparency.published(),
        "is_due": duties.is_due("report"),
        "duties": duties.due(),
    }
    title = _("Transparency report")
    return desk_pages.show(request, "admin/moderation/report.html", title, context, status=status)


@require_safe
@desk_pages.desk_page(rights.may_decide_notices)
def download(request: HttpRequest) -> HttpResponse:
    """The report of a period as it would be published now."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "reports": transparency.published(), "duties": duties.due()}
        title = _("Transparency report")
        return desk_pages.show(request, "admin/moderation/report.html", title, context, status=422)
    response = as_file(transparency.make(**form.cleaned_data), **form.cleaned_data)
    response["Cache-Control"] = "private, no-store"
    return response


def as_file(content: bytes, first: datetime.date, last: datetime.date) -> HttpResponse:
    """A report to keep."""
    response = HttpResponse(content, content_type="application/zip")
    name = f"transparency-report-{first}-{last}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
