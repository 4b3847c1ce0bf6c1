"""Reporting a comment: a page of its own, for members and guests alike (feature C9)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles.models import Story
from comments import reporting
from comments.models import Comment, Report
from comments.report_forms import ReportForm
from comments.reporting import Reporter
from comments.views import legal_notices
from comments.views.discussion import reader_of
from comments.views.places import absent, elsewhere, find_comment, find_story, listed_comment
from newsportal.core import limits
from newsportal.core.client_network import sealed_network
from newsportal.core.guest_pages import public_page, shows
from newsportal.core.origin import same_origin_form

#: Reports of one person, or of one network's guests: a class may report what it reads, a script
#: may not flood the moderators.
REPORTS, REPORTS_SECONDS = 20, 10 * 60


@same_origin_form
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def report(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str, pk: int
) -> HttpResponse:
    """The form below the comment that it is about; after it, what happens next."""
    story = find_story(year, month, day, slug)
    if story is None:
        return absent(request, year, month, day, slug)
    if request.method == "POST":
        return _take(request, story, find_comment(story, pk))
    if moved := elsewhere(request, f"{story.get_absolute_url()}comments/{pk}/report/"):
        return moved
    if "sent" in request.GET:  # the comment may wait by now, hidden from its reporter too
        shows(request, f"story:{story.pk}")
        return render(request, "comments/reported.html", {"story": story})
    comment = listed_comment(story, pk)
    if not comment.is_public:
        return HttpResponseRedirect(comment.get_absolute_url())
    shows(request, f"story:{story.pk}", f"discussion:{story.pk}")
    return _page(request, story, comment, ReportForm())


def _page(
    request: HttpRequest,
    story: Story,
    comment: Comment | None,
    form: ReportForm,
    status: int = 200,
) -> HttpResponse:
    context = {"story": story, "comment": comment, "form": form}
    return render(request, "comments/report.html", context, status=status)


def _take(request: HttpRequest, story: Story, comment: Comment | None) -> HttpResponse:
    """Keep a report; whatever stands in its way is told beside what was typed."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, story, comment, form, status=422)
    verdict = limits.hit(
        "report", limits.person_key(request), limit=REPORTS, per_seconds=REPORTS_SECONDS
    )
    if not verdict.allowed:
        form.add_error(None, verdict.sentence)
        response = _page(request, story, comment, form, status=429)
        response["Retry-After"] = str(verdict.retry_after_seconds)
        return response
    is_illegal = comment is not None and form.cleaned_data["reason"] == Report.Reason.ILLEGAL
    try:
        if not form.is_trapped:
            _report(request, comment, form)
    except reporting.NotPossible as refusal:
        # Whoever has reported it may still want a decision with a reference.
        if not is_illegal:
            form.add_error(None, refusal.message)
            return _page(request, story, comment, form, status=409 if comment else 404)
    if is_illegal and comment is not None:
        words = form.cleaned_data["words"]
        about = comment.get_absolute_url()
        return legal_notices.form_page(request, about, words=words, is_after_report=True)
    return HttpResponseRedirect(f"{request.path}?sent={form.cleaned_data['reason']}")


def _report(request: HttpRequest, comment: Comment | None, form: ReportForm) -> None:
    if comment is None:
        raise reporting.NotPossible(str(reporting.NOT_PUBLIC))
    reporter = Reporter(reader_of(request), sealed_network(request))
    data = form.cleaned_data
    reporting.report(comment, reporter, data["reason"], data["words"])
