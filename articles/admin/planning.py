"""Planning in the newsroom: the week by day, new assignments, a story's assignee and notes (E21).

Plain forms and links; nothing here needs a script.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import assigning, planning, rights
from articles.admin.planning_forms import AssignForm, ChoiceForm, NewAssignmentForm, NoteForm
from articles.models import EditorialNote, Story
from articles.publishing import Refused


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """The addresses below ``/admin/articles/story/``."""
    view = site.admin_view
    return [
        path("planning/", view(index), name="articles_planning"),
        path("planning/new/", view(new), name="articles_planning_new"),
        path("<int:pk>/planning/", view(story_page), name="articles_story_planning"),
        path("<int:pk>/planning/note/", view(add_note), name="articles_story_note"),
    ]


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    around = admin.site.each_context(request)
    zone = timezone.get_current_timezone_name()
    context = {**around, "opts": Story._meta, "newsroom_zone": zone, **context}
    return render(request, template, context, status=status)


# The week ----------------------------------------------------------------------------------------


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is due, goes live, changes, ends and appeared, by day, for a week."""
    user: Any = request.user
    if not user.has_perm("articles.view_story"):
        raise PermissionDenied
    asked = request.GET.get("week", "")
    monday = planning.read_week(asked) if asked else None
    if asked and monday is None:
        return HttpResponseRedirect(request.path)
    monday = monday or planning.monday_of(timezone.localdate())
    may_choose = user.has_perm("articles.change_any_story")
    writers = list(assigning.writers()) if may_choose else []
    chosen = ChoiceForm(request.GET, user=user, writers=writers)
    choice = chosen.choice()
    kept = {name: request.GET[name] for name in ("section", "whose") if request.GET.get(name)}
    context = {
        "title": _("Planning"),
        "week": planning.week(user, monday, choice),
        "chosen": chosen,
        "may_choose": may_choose,
        "is_narrowed": choice != planning.Choice(),
        "kept": urlencode(kept),
        "may_begin": user.has_perm("articles.add_story"),
        "may_assign": may_choose,
    }
    return _shown(request, "admin/articles/planning/week.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Make an assignment; those who only write make their own."""
    user: Any = request.user
    if not user.has_perm("articles.add_story"):
        raise PermissionDenied
    may_choose = user.has_perm("articles.change_any_story")
    first = {"section": request.GET.get("section", ""), "deadline": _day_at_noon(request)}
    form = NewAssignmentForm(
        request.POST if request.method == "POST" else None,
        initial=first,
        user=user,
        may_choose=may_choose,
    )
    if request.method == "POST" and form.is_valid():
        story = _begin(form, user, request.chrome.site.language)  # type: ignore[attr-defined]
        if story is not None:
            messages.success(request, _("“%(story)s” stands in the plan.") % {"story": story})
            return HttpResponseRedirect(_place_of(story))
    context = {"title": _("New assignment"), "form": form}
    status = 422 if form.errors else 200
    return _shown(request, "admin/articles/planning/new.html", context, status)


def _day_at_noon(request: HttpRequest) -> Any:
    """The day that a link names, as a first value of the deadline."""
    return f"{day}T12:00" if (day := request.GET.get("day", ""))[:4].isdecimal() else None


def _begin(form: NewAssignmentForm, user: Any, language: str) -> Story | None:
    data = form.cleaned_data
    section = int(data["section"]) if data["section"] else None
    if not rights.holds_in(user, section):
        form.add_error("section", _("Your role does not hold in this section."))
        return None
    try:
        return assigning.begin(
            user,
            title=data["title"],
            section=section,
            assignee=data["assignee"] if "assignee" in form.fields else user,
            deadline=data["deadline"],
            line=data["line"],
            language=language,
        )
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return None


def _place_of(story: Story) -> str:
    """The week in which a story stands in the plan."""
    day = timezone.localdate(story.deadline) if story.deadline else timezone.localdate()
    address = reverse("admin:articles_planning")
    return f"{address}?week={planning.name_of(day)}#story-{story.pk}"


# One story ---------------------------------------------------------------------------------------


def _story(request: HttpRequest, pk: int) -> Story:
    stories = Story.objects.newsroom_list().select_related("section")
    story = get_object_or_404(stories, pk=pk)
    if not rights.may_open(request.user, story):
        raise PermissionDenied
    return story


def story_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes it by when, and the notes; POST assigns."""
    story = _story(request, pk)
    if request.method != "POST":
        return _story_page(request, story, _assign_form(request, story))
    form = _assign_form(request, story, request.POST)
    if form is None:
        raise PermissionDenied
    if form.is_valid() and _assign(form, story, request.user):
        messages.success(request, _assigned(story))
        return HttpResponseRedirect(request.path)
    return _story_page(request, story, form, status=422)


def _first_values(story: Story) -> dict[str, Any]:
    deadline = story.deadline
    if deadline is not None:
        deadline = timezone.localtime(deadline).replace(second=0, microsecond=0)
    return {"assignee": story.assignee_id, "deadline": deadline}


def _assign_form(request: HttpRequest, story: Story, data: Any = None) -> AssignForm | None:
    """The form with what holds now; None for those who may not assign."""
    if not rights.may_assign(request.user, story):
        return None
    return AssignForm(data, initial=_first_values(story))


def _assign(form: AssignForm, story: Story, user: Any) -> bool:
    data = form.cleaned_data
    try:
        assigning.assign(story, user, data["assignee"], data["deadline"], data["word"])
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True


def _assigned(story: Story) -> str:
    if story.assignee is None:
        return _("Nobody is assigned to “%(story)s” now.") % {"story": story}
    return _("“%(story)s” is assigned to %(who)s.") % {"story": story, "who": story.assignee}


@require_POST
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a word for colleagues."""
    story = _story(request, pk)
    user: Any = request.user
    form = NoteForm(request.POST)
    if not form.is_valid():
        assign_form = _assign_form(request, story)
        return _story_page(request, story, assign_form, note_form=form, status=422)
    assigning.note(story, user, form.cleaned_data["text"])
    return HttpResponseRedirect(f"{reverse('admin:articles_story_planning', args=[pk])}#notes")


def _story_page(
    request: HttpRequest,
    story: Story,
    form: AssignForm | None,
    *,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    notes = EditorialNote.objects.filter(story=story).select_related("author")
    context = {
        "title": _("Planning of “%(story)s”") % {"story": story},
        "story": story,
        "form": form,
        "note_form": note_form or NoteForm(),
        "notes": notes,
    }
    return _shown(request, "admin/articles/planning/story.html", context, status)
