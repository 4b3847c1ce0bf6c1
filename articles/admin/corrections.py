"""Corrections in the newsroom: those of a story on a page of its own, and the list of all (E16).

Who may publish a story corrects it; who may open it reads what was said, by whom and when.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from articles import corrections, error_reports, rights
from articles.admin import error_reports as error_pages
from articles.admin.revisions import opened
from articles.models import Correction, ErrorReport
from articles.publishing import Refused
from newsportal.core.plain_text import TextField

Kind = Correction.Kind

#: What each kind is for, beside its name.
MEANINGS = {
    Kind.CORRECTION: gettext_lazy("something was wrong"),
    Kind.CLARIFICATION: gettext_lazy("something was unclear or missing"),
    Kind.UPDATE: gettext_lazy("something has happened since"),
    Kind.NOTE: gettext_lazy("a word on the whole story; it stands on top"),
}
#: Characters of a text that the list of all shows.
SHOWN = 140


class CorrectionForm(forms.Form):
    """Kind and text, and which wording the editor had open."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Kind.choices,
        initial=Kind.CORRECTION,
        widget=forms.RadioSelect,
    )
    text = TextField(
        label=gettext_lazy("What was wrong, and what is right"),
        max_length=corrections.MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("As readers will read it: “An earlier version said … In fact, …”"),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def kinds(self) -> list[tuple[Any, Any]]:
        """The choices with what each is for."""
        return [(choice, MEANINGS[Kind(choice.data["value"])]) for choice in self["kind"]]

    def refuse(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def urls(documents: Any) -> list[URLPattern]:
    """Addresses of a story's pages, for the admin of stories."""

    def wired(view: Any) -> Any:
        return documents.admin_site.admin_view(csrf_protect(partial(view, documents)))

    return [
        path("<int:pk>/corrections/", wired(of_story), name="articles_story_corrections"),
        path("<int:pk>/corrections/<int:one>/", wired(edit), name="articles_story_correction"),
        path(
            "<int:pk>/corrections/<int:one>/retract/",
            require_POST(wired(retract)),
            name="articles_story_retract",
        ),
    ]


def of_story(documents: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """All corrections of a story with their history; the form adds one."""
    story = opened(documents, request, pk)
    user: Any = request.user
    may_correct = rights.may_publish(user, story)
    error = error_pages.behind(story, request.GET.get("error"))
    form = CorrectionForm(request.POST or None, initial=error_pages.begun_correction(error))
    if request.method == "POST":
        if not may_correct:
            raise PermissionDenied
        if form.is_valid():
            try:
                made = _add(story, user, form, error)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                _tell(request, made, _("Readers are told."))
                return HttpResponseRedirect(_address("corrections", story))
    context = {
        **_frame(documents, request, story, _("Corrections of “%(title)s”") % {"title": story}),
        "form": form,
        "error": error,
        "may_correct": may_correct,
        "may_add": may_correct and story.was_live() and not story.is_embargoed,
        "is_owed": corrections.is_owed(story),
        "corrections": story.corrections.with_history(),
    }
    status = 422 if form.errors else 200
    return render(request, "admin/articles/story/corrections.html", context, status=status)


def edit(documents: Any, request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """Word a correction anew, or take it back."""
    story, found = _found(documents, request, pk, one)
    if found.retracted_at:
        return HttpResponseRedirect(f"{_address('corrections', story)}#correction-{found.pk}")
    acts = found.events.all()
    newest = acts[0].wording_id if acts else None
    form = CorrectionForm(
        request.POST or None, initial={"kind": found.kind, "text": found.text, "seen": newest}
    )
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changed = corrections.edit(
                found,
                request.user,  # type: ignore[arg-type]
                data["kind"],
                data["text"],
                seen=data["seen"],
            )
        except Refused as refusal:
            status = 422 if refusal.field else 409
            form.refuse(refusal)
            # What stands now is shown beside; the next save has seen it.
            form.data = form.data.copy()
            form.data["seen"] = str(newest)
        else:
            said = _("Readers read the new words.") if changed else _("Nothing has changed.")
            _tell(request, found, said)
            return HttpResponseRedirect(_address("corrections", story))
    context = {
        **_frame(documents, request, story, _("A correction of “%(title)s”") % {"title": story}),
        "form": form,
        "correction": found,
        "retract_address": _address("retract", story, found.pk),
    }
    return render(request, "admin/articles/story/correction.html", context, status=status)


def retract(documents: Any, request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """Take a correction back; readers see it no more."""
    story, found = _found(documents, request, pk, one)
    try:
        corrections.retract(found, request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            _("Retracted: readers see it no more. To undo this, add it again; its text is below."),
        )
    return HttpResponseRedirect(_address("corrections", story))


# Parts -------------------------------------------------------------------------------------------


def _found(documents: Any, request: HttpRequest, pk: int, one: int) -> tuple[Any, Correction]:
    """A story and one of its corrections, for who may correct it (404 and 403 otherwise)."""
    story = opened(documents, request, pk)
    if not rights.may_publish(request.user, story):
        raise PermissionDenied
    found = story.corrections.with_history().filter(pk=one).first()
    if found is None:
        raise Http404
    found.story = story
    return story, found


@transaction.atomic
def _add(story: Any, user: Any, form: CorrectionForm, error: ErrorReport | None) -> Correction:
    """Make the correction; readers who reported the error are answered with it."""
    made = corrections.add(story, user, form.cleaned_data["kind"], _text(form))
    if error is not None:
        error_reports.corrected(error, user, made)
    return made


def _text(form: CorrectionForm) -> str:
    return str(form.cleaned_data["text"])


def _address(page: str, story: Any, *more: int) -> str:
    return reverse(f"admin:articles_story_{page}", args=[story.pk, *more])


def _frame(documents: Any, request: HttpRequest, story: Any, title: str) -> dict[str, Any]:
    return {
        **documents.admin_site.each_context(request),
        "title": title,
        "opts": documents.opts,
        "document": story,
        "is_live": story.is_live(),
        "form_address": _address("change", story),
        "list_address": _address("corrections", story),
    }


def _tell(request: HttpRequest, one: Correction, sentence: str) -> None:
    """Say what was done, with the way to where readers see it."""
    if one.story.is_live():
        sentence = format_html(
            '{} <a href="{}">{}</a>', sentence, one.get_absolute_url(), _("See it as readers do")
        )
    messages.success(request, sentence)


# The list of all ---------------------------------------------------------------------------------


class StandingFilter(admin.SimpleListFilter):
    """Those that stand, or those that were taken back."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, Any]]:
        return [("standing", pgettext("not taken back", "standing")), ("retracted", _("retracted"))]

    def queryset(
        self, _request: HttpRequest, queryset: QuerySet[Correction]
    ) -> QuerySet[Correction]:
        if self.value() in ("standing", "retracted"):
            return queryset.filter(retracted_at__isnull=self.value() == "standing")
        return queryset


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin[Correction]):
    """All corrections of the stories that somebody finds in the newsroom; read here, made there."""

    list_display = ("said", "kind", "of_story", "at", "by", "state")
    list_display_links = None
    list_filter = ("kind", StandingFilter)
    search_fields = ("text", "story__working_title")
    search_help_text = gettext_lazy("Text or headline")
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or rights.may_open(request.user, obj.story)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        stories = rights.newsroom_stories(request.user).order_by()
        found = super().get_queryset(request).filter(story__in=stories.values("pk"))
        return found.select_related("story", "by").defer(
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
        """A correction stands with its story's others."""
        if object_id is None:
            raise PermissionDenied
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        return HttpResponseRedirect(f"{_address('corrections', found.story)}#correction-{found.pk}")

    @admin.display(description=gettext_lazy("text"))
    def said(self, one: Correction) -> SafeString:
        words = Truncator(one.text).chars(SHOWN)
        address = f"{_address('corrections', one.story)}#correction-{one.pk}"
        return format_html('<a href="{}" dir="auto">{}</a>', address, words)

    @admin.display(description=gettext_lazy("story"), ordering="story__working_title")
    def of_story(self, one: Correction) -> SafeString:
        return format_html('<bdi dir="auto">{}</bdi>', str(one.story))

    @admin.display(description=gettext_lazy("state"), ordering="retracted_at")
    def state(self, one: Correction) -> str:
        if one.retracted_at:
            return _("retracted")
        return _("readers see it") if one.story.is_live() else _("readers do not see the story")
