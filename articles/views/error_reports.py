"""Reporting an error in a story: a page of its own, for everybody (feature C9)."""

from __future__ import annotations

from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles import error_reports
from articles.error_forms import ErrorReportForm
from articles.models import Story
from articles.models.error_report import QUOTE_LENGTH
from articles.publishing import Refused
from articles.views import addresses, stories
from newsportal.core import limits
from newsportal.core.client_network import sealed_network
from newsportal.core.guest_pages import is_personal, public_page, shows
from newsportal.core.models import User
from newsportal.core.origin import same_origin_form

#: Below the address of its story.
PLACE = "report-error/"
#: Reports of one person, or of one network's guests.
REPORTS, REPORTS_SECONDS = 10, 10 * 60


@same_origin_form
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def report_error(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    """The form, with ``?quote=`` in it; after it, what happens next."""
    story = stories.find(year, month, day, slug)
    if request.method == "POST":
        return _take(request, story)
    if story is None:
        return addresses.lost(request)
    if not story.is_live():
        return addresses.gone(request, story.withdrawal_note)
    if request.path != (right := story.get_absolute_url() + PLACE):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{right}?{query}" if query else right)
    shows(request, f"story:{story.pk}")
    if "sent" in request.GET:
        return render(request, "articles/error_reported.html", {"story": story})
    return _page(request, story, _new_form(request))


def _new_form(request: HttpRequest) -> ErrorReportForm:
    quote = request.GET.get("quote", "").replace("\0", "")[:QUOTE_LENGTH]
    reader = _reader(request)
    initial: dict[str, Any] = {"quote": quote.encode("utf-8", "replace").decode()}
    if reader is not None:
        initial |= {"name": reader.display_name, "email": reader.email}
    return ErrorReportForm(initial=initial)


def _reader(request: HttpRequest) -> User | None:
    if is_personal(request) and request.user.is_authenticated:
        return request.user
    return None


def _page(
    request: HttpRequest, story: Story | None, form: ErrorReportForm, status: int = 200
) -> HttpResponse:
    context = {"story": story, "form": form}
    return render(request, "articles/report_error.html", context, status=status)


def _take(request: HttpRequest, story: Story | None) -> HttpResponse:
    """Keep a report; whatever stands in its way is told beside what was typed."""
    form = ErrorReportForm(request.POST)
    is_valid = form.is_valid()
    if story is None or not story.is_live():
        form.add_error(None, str(error_reports.NOT_PUBLIC))
        return _page(request, None, form, status=410 if story else 404)
    if not is_valid:
        return _page(request, story, form, status=422)
    verdict = limits.hit(
        "error report", limits.person_key(request), limit=REPORTS, per_seconds=REPORTS_SECONDS
    )
    if not verdict.allowed:
        form.add_error(None, verdict.sentence)
        response = _page(request, story, form, status=429)
        response["Retry-After"] = str(verdict.retry_after_seconds)
        return response
    try:
        if not form.is_trapped:
            error_reports.give(
                story, form.said(), user=_reader(request), network=sealed_network(request)
            )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, None, form, status=410)
    return HttpResponseRedirect(f"{story.get_absolute_url()}{PLACE}?sent=1")
