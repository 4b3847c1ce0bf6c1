"""Live blogs in the newsroom: post from a phone, mend, pin, mark, end (feature E15).

Everything is a plain form; `static/admin-js/live.js` keeps what is typed until the server has
acknowledged it, and posts again what a lost connection swallowed. It asks for JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import differences, live, live_stream, rights
from articles.admin.live_forms import ComposerForm, ReportersForm, SummaryForm, UpdateForm
from articles.editor import with_nonce
from articles.models import LiveUpdate, Story
from articles.publishing import Refused
from newsportal.core.images import MAX_BYTES

#: Buttons beside an update: part of the address → the verb, and what is said afterwards.
ACTS: dict[str, tuple[Callable[[LiveUpdate, Any], None], Any]] = {
    "remove": (live.remove, gettext_lazy("Removed. “Put back” undoes this.")),
    "put-back": (live.put_back, gettext_lazy("Readers see it again.")),
    "pin": (live.pin, gettext_lazy("Pinned on top of every page.")),
    "unpin": (live.unpin, gettext_lazy("Not pinned any more.")),
    "mark": (live.mark_key, gettext_lazy("Listed among the key events.")),
    "unmark": (live.unmark_key, gettext_lazy("No key event any more.")),
}
#: Live blogs on a page of their list.
SIZE = 25


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """The addresses below ``/admin/articles/story/``."""
    view = site.admin_view
    return [
        path("live/", view(index), name="articles_live"),
        path("<int:pk>/live/", view(page), name="articles_story_live"),
        path("<int:pk>/live/end/", view(end), name="articles_live_end"),
        path("<int:pk>/live/reopen/", view(reopen), name="articles_live_reopen"),
        path("<int:pk>/live/reporters/", view(reporters), name="articles_live_reporters"),
        path("<int:pk>/live/<int:number>/", view(edit), name="articles_live_edit"),
        path("<int:pk>/live/<int:number>/<slug:act>/", view(act), name="articles_live_act"),
    ]


def address_for(user: Any, story: Story | None) -> str:
    """The page where somebody may post to a live blog; "" when it is none, or they may not."""
    if story is None or not live.is_live_blog(story) or not live.may_post(user, story):
        return ""
    return _address(story)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The live blogs that somebody may post to, those that are running first."""
    shown = Paginator(live.blogs_of(_person(request)), SIZE).get_page(request.GET.get("page"))
    context = {"title": _("Live blogs"), "page": shown}
    return _shown(request, "admin/articles/live/index.html", context)


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The composer and what has been posted; POST posts."""
    story = _story(request, pk)
    if request.method == "POST":
        return _post(request, story)
    return _page(request, story, ComposerForm(story=story, user=_person(request)))


def _person(request: HttpRequest) -> Any:
    return request.user


def _story(request: HttpRequest, pk: int) -> Story:
    """The live blog, for those who may post there. Raises Http404 and PermissionDenied."""
    stories = Story.objects.select_related("section", "working_revision", "live_blog")
    story = get_object_or_404(stories.defer("body_html", "body_text", "search"), pk=pk)
    if not live.may_post(_person(request), story):
        raise PermissionDenied
    return story


def _led_story(request: HttpRequest, pk: int) -> Story:
    """The live blog, for those who may end it."""
    story = _story(request, pk)
    if not live.may_lead(_person(request), story):
        raise PermissionDenied
    return story


def _page(
    request: HttpRequest, story: Story, form: ComposerForm, status: int = 200
) -> HttpResponse:
    listed = live_stream.newsroom_page(story, request.GET.get("after"))
    if listed is None:
        return HttpResponseRedirect(request.path)
    user = _person(request)
    leads = live.may_lead(user, story)
    blog = live_stream.blog_in(story)
    context = {
        "title": str(story),
        "story": story,
        "blog": blog,
        "is_live_blog": live.is_live_blog(story),
        "is_live": story.is_live(),
        "form": form,
        "most_bytes": MAX_BYTES,
        "listed": listed,
        "after": request.GET.get("after", ""),
        "leads": leads,
        "reporters": list(blog.reporters.all()) if leads and not blog._state.adding else [],
        "removed_by_me": set() if leads else live.removed_by(user, listed.updates),
        "may_open": rights.may_open(user, story),
    }
    return _shown(request, "admin/articles/live/page.html", context, status)


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    around = admin.site.each_context(request)
    return render(request, template, {**around, "opts": Story._meta, **context}, status=status)


# Posting -----------------------------------------------------------------------------------------


def _post(request: HttpRequest, story: Story) -> HttpResponse:
    """Post once, however often it is sent; what was typed and the picture survive a refusal."""
    form = ComposerForm(request.POST, request.FILES, story=story, user=_person(request))
    is_valid = form.is_valid()
    key = form.cleaned_data.get("form_key")
    before = live.posted_before(story, key)
    if before is not None:
        return _repeated(request, story, form, before)
    form.take_picture()
    if not is_valid or form.errors:
        return _refused(request, story, form, 422)
    is_key = form.cleaned_data["is_key"]
    try:
        posted = live.post(story, form.user, form.content(), form_key=key, is_key=is_key)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return _refused(request, story, form, 409)
    if not posted.is_new:
        form.drop_upload()
    return _posted(request, story)


def _repeated(
    request: HttpRequest, story: Story, form: ComposerForm, before: LiveUpdate
) -> HttpResponse:
    """The same again is posted already; other words in an old form are another update."""
    if live.says_what_was_posted(before, form.content()):
        return _posted(request, story)
    form.add_error(
        None, _("The update before is posted. Press “Post” once more to post this one too.")
    )
    form.take_picture()
    form.keep("form_key", ComposerForm.new_key())
    return _refused(request, story, form, 409)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _posted(request: HttpRequest, story: Story) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"posted": True})
    messages.success(request, _("Posted."))
    return HttpResponseRedirect(_address(story))


def _refused(request: HttpRequest, story: Story, form: ComposerForm, status: int) -> HttpResponse:
    if not _wants_json(request):
        return _page(request, story, form, status)
    form.drop_upload()  # the browser that asks for JSON still has it
    sentences = [error for errors in form.errors.values() for error in errors]
    return JsonResponse({"posted": False, "message": " ".join(map(str, sentences))}, status=status)


def _address(story: Story, update: LiveUpdate | None = None, after: str = "") -> str:
    """The page of a live blog, or the place of an update on one of its pages."""
    address = reverse("admin:articles_story_live", args=[story.pk])
    query = f"?{urlencode({'after': after})}" if after else ""
    return f"{address}{query}#update-{update.pk}" if update else f"{address}{query}"


# One update --------------------------------------------------------------------------------------


def _update(request: HttpRequest, pk: int, number: int) -> LiveUpdate:
    """The update, for those who may change it. Raises Http404 and PermissionDenied."""
    story = _story(request, pk)
    update = get_object_or_404(LiveUpdate.objects.for_reading(), pk=number, story=pk)
    update.story = story
    if not live.may_change(_person(request), update):
        raise PermissionDenied
    return update


@require_POST
def act(request: HttpRequest, pk: int, number: int, act: str) -> HttpResponse:
    """One of ACTS, by its button."""
    update = _update(request, pk, number)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    if act == "put-back" and not live.may_put_back(_person(request), update):
        raise PermissionDenied
    try:
        verb(update, _person(request))
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(_address(update.story, update, request.POST.get("after", "")))


def edit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give an update another text."""
    update = _update(request, pk, number)
    user = _person(request)
    if request.method != "POST":
        return _edit_page(request, update, UpdateForm(update=update, user=user))
    form = UpdateForm(request.POST, request.FILES, update=update, user=user)
    is_valid = form.is_valid()
    form.take_picture()
    if not is_valid or form.errors:
        return _edit_page(request, update, form, status=422)
    try:
        live.edit(update, user, form.content(), based_on=form.cleaned_data["based_on"])
    except live.Overtaken as overtaken:
        form.add_error(None, overtaken.message)
        form.keep("based_on", overtaken.newest.revision)
        return _edit_page(request, update, form, theirs=overtaken.newest, status=409)
    except Refused as refusal:
        form.add_error("body" if refusal.field == "text" else None, refusal.message)
        return _edit_page(request, update, form, status=409)
    messages.success(request, _("Changed."))
    return HttpResponseRedirect(_address(update.story, update))


def _edit_page(
    request: HttpRequest,
    update: LiveUpdate,
    form: UpdateForm,
    *,
    theirs: LiveUpdate | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": _("Change an update"),
        "story": update.story,
        "update": update,
        "form": form,
        "theirs": theirs,
        "differs": _difference(theirs.body_html, form.cleaned_data["body"]) if theirs else None,
        "media": with_nonce(form.media, request),
        "back": _address(update.story, update),
    }
    return _shown(request, "admin/articles/live/edit.html", context, status)


def _difference(theirs: str, yours: str) -> dict[str, Any]:
    """What turns their text into yours, as the pages of versions draw it."""
    return {"kind": "body", "difference": differences.bodies(theirs, yours)}


# The whole live blog -----------------------------------------------------------------------------


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it with a summary; once it has ended, change the summary."""
    story = _led_story(request, pk)
    blog = live.blog_of(story)
    if request.method != "POST":
        initial = {"summary": blog.summary_html, "based_on": blog.summary_mark}
        return _end_page(request, story, SummaryForm(initial=initial))
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return _end_page(request, story, form, status=422)
    try:
        done = _end(request, story, form)
    except live.SummaryOvertaken as overtaken:
        form.add_error(None, overtaken.message)
        form.data = form.data.copy()
        form.data["based_on"] = live.blog_of(story).summary_mark
        return _end_page(request, story, form, theirs=overtaken.newest, status=409)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return _end_page(request, story, form, status=409)
    messages.success(request, done)
    return HttpResponseRedirect(_address(story))


def _end(request: HttpRequest, story: Story, form: SummaryForm) -> str:
    """Do what the pressed button says, and say what was done. Raises Refused."""
    summary = form.cleaned_data["summary"]
    if "end" in request.POST:
        live.close(story, _person(request), summary)
        return _("Ended. Its page begins with the summary now.")
    based_on = form.cleaned_data["based_on"]
    if live.summarise(story, _person(request), summary, based_on=based_on):
        return _("Readers see the new summary.")
    return _("The summary says the same: nothing has changed.")


def _end_page(
    request: HttpRequest,
    story: Story,
    form: SummaryForm,
    *,
    theirs: str | None = None,
    status: int = 200,
) -> HttpResponse:
    blog = live.blog_of(story)
    context = {
        "title": _("Change the summary") if blog.is_closed else _("End the live blog"),
        "story": story,
        "blog": blog,
        "form": form,
        "theirs": theirs,
        "differs": None if theirs is None else _difference(theirs, form.cleaned_data["summary"]),
        "media": with_nonce(form.media, request),
        "back": _address(story),
    }
    return _shown(request, "admin/articles/live/end.html", context, status)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with it."""
    story = _led_story(request, pk)
    try:
        live.reopen(story, _person(request))
        messages.success(request, _("It goes on."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(_address(story))


def reporters(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who may post."""
    story = _led_story(request, pk)
    blog = live.blog_of(story)
    named = [] if blog._state.adding else blog.reporters.all()
    typed = request.POST if request.method == "POST" else None
    form = ReportersForm(typed, initial={"reporters": named})
    if request.method == "POST" and form.is_valid():
        live.name_reporters(story, _person(request), form.cleaned_data["reporters"])
        messages.success(request, _("Kept: these people may post here."))
        return HttpResponseRedirect(_address(story))
    context = {
        "title": _("Who may post"),
        "story": story,
        "form": form,
        "back": _address(story),
    }
    status = 422 if form.is_bound else 200
    return _shown(request, "admin/articles/live/reporters.html", context, status)
