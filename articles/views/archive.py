"""The archive by date: the years and months there are, and the stories of one."""

from __future__ import annotations

import datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Story
from articles.paging import page_of
from newsportal.core.guest_pages import public_page, shows


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All months in which stories appeared, with how many."""
    months = (
        Story.objects.live()
        .order_by()
        .annotate(month=TruncMonth("published_on"))
        .values("month")
        .annotate(stories=Count("pk"))
        .order_by("-month")
    )
    shows(request, "home")
    return render(request, "articles/archive_index.html", {"months": list(months)})


@require_safe
@public_page
def archive(
    request: HttpRequest, year: int, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """The stories of a year, a month or a day, newest first."""
    try:
        date = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    page = page_of(Story.objects.live().of_period(year, month, day), request)
    if not page.stories:
        raise Http404
    shows(request, "home")
    steps = [
        (_("Archive"), reverse("articles:archive")),
        (str(year), reverse("articles:archive-year", args=[year])),
    ]
    if month is not None:
        there = reverse("articles:archive-month", args=[year, month])
        steps.append((date_format(date, "YEAR_MONTH_FORMAT"), there))
    if day is not None:
        steps.append((date_format(date, "DATE_FORMAT"), request.path))
    *trail, (when, _here) = steps
    context = {
        "page": page,
        "year": year,
        "month": month,
        "day": day,
        "when": when,
        "trail": trail,
        "told": _("All stories of %(when)s.") % {"when": when},
    }
    return render(request, "articles/archive.html", context)
