"""Errors that readers reported: those of a story on a page of its own, and the list of all (C9).

Who may open a story reads what readers say of it; who may publish it answers, puts a report away,
or makes a correction, which answers it as well.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.csrf import csrf_protect

from articles import error_reports, rights
from articles.admin.revisions import opened
from articles.models import ErrorReport, Story
from articles.models.error_report import ANSWER_LENGTH
from articles.publishing import Refused
from newsportal.core.plain_text import TextField
from newsportal.core.sentences import listed

#: Characters of a report that the list of all shows.
SHOWN = 140
#: Settled ones that stand below the open ones.
PAST = 50
#: Digits that an id has at most.
LONGEST_ID = 18


class AnswerForm(forms.Form):
    """What the readers who reported it are told."""

    text = TextField(
        label=gettext_lazy("Answer to the readers"),
        required=False,
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def urls(documents: Any) -> list[URLPattern]:
    """The address of a story's page, for the admin of stories."""
    view = documents.admin_site.admin_view(csrf_protect(partial(of_story, documents)))
    return [path("<int:pk>/errors/", view, name="articles_story_errors")]


def of_story(documents: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """What readers say is wrong in a story, the same words together; a button settles each."""
    story: Story = opened(documents, request, pk)
    may_answer = rights.may_publish(request.user, story)
    form, about = AnswerForm(), None
    status = 200
    if request.method == "POST":
        if not may_answer:
            raise PermissionDenied
        about = _named(story, request.POST.get("report", ""))
        if about is None:
            raise Http404
        form = AnswerForm(request.POST)
        if form.is_valid() and _settle(request, about, form):
            return HttpResponseRedirect(request.path)
        status = 422
    context = {
        **documents.admin_site.each_context(request),
        "title": _("Errors reported in “%(title)s”") % {"title": story},
        "opts": documents.opts,
        "document": story,
        "groups": error_reports.groups_of(story),
        "past": story.error_reports.exclude(state="open").select_related("answered_by")[:PAST],
        "may_answer": may_answer,
        "may_correct": may_answer and story.was_live() and not story.is_embargoed,
        "form": form,
        "about": about,
        "form_address": reverse("admin:articles_story_change", args=[story.pk]),
    }
    return render(request, "admin/articles/story/errors.html", context, status=status)


def _named(story: Story, number: str) -> ErrorReport | None:
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        return None
    report = story.error_reports.filter(pk=number).first()
    if report is not None:
        report.story = story
    return report


def _settle(request: HttpRequest, report: ErrorReport, form: AnswerForm) -> bool:
    """Answer or put away; tells what was done, or puts the refusal into the form."""
    user: Any = request.user
    verb = error_reports.dismiss if "dismiss" in request.POST else error_reports.answer
    try:
        number = verb(report, user, form.cleaned_data["text"])
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    words = ngettext("%(number)d report is settled.", "%(number)d reports are settled.", number)
    messages.success(request, words % {"number": number})
    return True


# Corrections --------------------------------------------------------------------------------------


def behind(story: Story, number: str | None) -> ErrorReport | None:
    """The open report that a correction answers: ``?error=`` on the page of corrections."""
    report = _named(story, number or "")
    return report if report is not None and report.state == ErrorReport.State.OPEN else None


def begun_correction(report: ErrorReport | None) -> dict[str, str]:
    """What the form of the correction begins with."""
    if report is None or not report.quote:
        return {}
    return {"text": _("An earlier version said: “%(quote)s” In fact, ") % {"quote": report.quote}}


# The list of all ---------------------------------------------------------------------------------


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin[ErrorReport]):
    """All reports on stories that somebody finds in the newsroom; settled on the story's page."""

    list_display = ("said", "of_story", "at", "settled")
    list_display_links = None
    list_filter = ("state", ("story__section", admin.RelatedOnlyFieldListFilter))
    search_fields = ("quote", "words", "story__headline")
    search_help_text = gettext_lazy("Words or headline")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or rights.may_open(request.user, obj.story)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        stories = rights.newsroom_stories(request.user).order_by()
        found = super().get_queryset(request).filter(story__in=stories.values("pk"))
        return found.select_related("story__section", "answered_by").defer(
            "story__body_html", "story__body_text", "story__search"
        )

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A report stands with its story's others."""
        if object_id is None:
            raise PermissionDenied
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        return HttpResponseRedirect(_place(found))

    @admin.display(description=pgettext_lazy("an error in a story", "report"))
    def said(self, report: ErrorReport) -> SafeString:
        words = Truncator(report.words).chars(SHOWN)
        quote = format_html('<q dir="auto">{}</q> ', Truncator(report.quote).chars(SHOWN))
        return format_html(
            '{}<a href="{}" dir="auto">{}</a>', quote if report.quote else "", _place(report), words
        )

    @admin.display(description=gettext_lazy("story"), ordering="story__working_title")
    def of_story(self, report: ErrorReport) -> SafeString:
        return format_html('<bdi dir="auto">{}</bdi>', str(report.story))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def settled(self, report: ErrorReport) -> str:
        state = str(report.get_state_display())
        return listed([state, report.answered_by]) if report.answered_by else state


def _place(report: ErrorReport) -> str:
    return f"{reverse('admin:articles_story_errors', args=[report.story_id])}#error-{report.pk}"
