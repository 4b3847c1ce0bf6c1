"""Live blogs in the newsroom: post from a phone, mend, pin, mark, end (feature E15).

Everything is a plain form; `static/admin-js/live.js` keeps what is typed until the server has
acknowledged it, and posts again what a lost connection swallowed. It asks for JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import images, live, live_stream
from articles.admin.live_forms import ComposerForm, EndForm, ReportersForm, UpdateForm
from articles.editor import with_nonce
from articles.models import Image, LiveBlog, LiveUpdate, Story
from articles.publishing import Refused
from newsportal.core.images import ImageRefused

#: Buttons beside an update: part of the address → the verb, and what is said afterwards.
ACTS: dict[str, tuple[Callable[[LiveUpdate, Any], None], Any]] = {
    "remove": (live.remove, gettext_lazy("Removed. “Put back” undoes this.")),
    "put-back": (live.put_back, gettext_lazy("Readers see it again.")),
    "pin": (live.pin, gettext_lazy("Pinned on top of every page.")),
    "unpin": (live.unpin, gettext_lazy("Not pinned any more.")),
    "mark": (live.mark_key, gettext_lazy("Listed among the key events.")),
    "unmark": (live.unmark_key, gettext_lazy("No key event any more.")),
}


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


def index(request: HttpRequest) -> HttpResponse:
    """The live blogs that somebody may post to, those that are running first."""
    mine = [
        story for story in Story.objects.newsroom_live_blogs() if live.may_post(request.user, story)
    ]
    context = {"title": _("Live blogs"), "stories": mine}
    return _shown(request, "admin/articles/live/index.html", context)


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The composer and what has been posted; POST posts."""
    story = _story(request, pk)
    if request.method == "POST":
        return _post(request, story)
    form = ComposerForm(story=story, user=request.user)
    return _page(request, story, form)


def _story(request: HttpRequest, pk: int) -> Story:
    """The live blog, for those who may post there. Raises Http404 and PermissionDenied."""
    stories = Story.objects.select_related("section", "working_revision", "live_blog")
    story = get_object_or_404(stories, pk=pk)
    if not live.may_post(request.user, story):
        raise PermissionDenied
    return story


def _led_story(request: HttpRequest, pk: int) -> Story:
    """The live blog, for those who may end it."""
    story = _story(request, pk)
    if not live.may_lead(request.user, story):
        raise PermissionDenied
    return story


def _page(
    request: HttpRequest, story: Story, form: ComposerForm, status: int = 200
) -> HttpResponse:
    listed = live_stream.newsroom_page(story, request.GET.get("after"))
    if listed is None:
        return HttpResponseRedirect(request.path)
    leads = live.may_lead(request.user, story)
    blog = live_stream.blog_in(story)
    kept = form["kept_picture"].value()
    context = {
        "title": _("Live: %(story)s") % {"story": story},
        "story": story,
        "blog": blog,
        "takes_updates": live.is_live_blog(story),
        "form": form,
        "kept_picture": Image.objects.filter(pk=kept).first() if kept else None,
        "listed": listed,
        "leads": leads,
        "end_form": EndForm(initial={"summary": live.summary_as_typed(blog)}) if leads else None,
        "reporters_form": _reporters_form(blog) if leads else None,
    }
    return _shown(request, "admin/articles/live/page.html", context, status)


def _reporters_form(blog: LiveBlog) -> ReportersForm:
    named = blog.reporters.all() if not blog._state.adding else []
    return ReportersForm(initial={"reporters": named})


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    around = admin.site.each_context(request)
    return render(request, template, {**around, "opts": Story._meta, **context}, status=status)


# Posting -----------------------------------------------------------------------------------------


def _post(request: HttpRequest, story: Story) -> HttpResponse:
    """Post once, however often it is sent; what was typed and the picture survive a refusal."""
    form = ComposerForm(request.POST, request.FILES, story=story, user=request.user)
    is_valid = form.is_valid()
    again = live.posted_before(story, form.cleaned_data.get("form_key"))
    if again is not None:
        return _posted(request, story)
    image = _picture(request, form)
    if not is_valid or form.errors:
        return _refused(request, story, form, 422)
    try:
        live.post(
            story,
            request.user,
            form.content(image),
            form_key=form.cleaned_data["form_key"],
            is_key=form.cleaned_data["is_key"],
        )
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return _refused(request, story, form, 409)
    return _posted(request, story)


def _picture(request: HttpRequest, form: Any) -> Image | None:
    """The uploaded picture, kept at once, else the one that an earlier try has kept."""
    data = form.cleaned_data
    upload = data.get("picture")
    if upload is None:
        kept = data.get("kept_picture")
        return Image.objects.filter(pk=kept, created_by=request.user.pk).first() if kept else None
    if not request.user.has_perm("articles.add_image"):
        raise PermissionDenied
    try:
        image = images.take(
            upload, request.user, alt=data.get("alt", ""), credit=data.get("credit", "")
        )
    except ImageRefused as refusal:
        form.add_error("picture", refusal)
        return None
    form.data = form.data.copy()
    form.data["kept_picture"] = str(image.pk)
    return image


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
    sentences = [error for errors in form.errors.values() for error in errors]
    return JsonResponse({"posted": False, "message": " ".join(map(str, sentences))}, status=status)


def _address(story: Story) -> str:
    return reverse("admin:articles_story_live", args=[story.pk])


# One update --------------------------------------------------------------------------------------


def _update(request: HttpRequest, pk: int, number: int) -> LiveUpdate:
    story = _story(request, pk)
    update = get_object_or_404(LiveUpdate.objects.for_reading(), pk=number, story=pk)
    update.story = story
    if not live.may_change(request.user, update):
        raise PermissionDenied
    return update


@require_POST
def act(request: HttpRequest, pk: int, number: int, act: str) -> HttpResponse:
    """One of ACTS, by its button."""
    update = _update(request, pk, number)
    if act not in ACTS:
        raise PermissionDenied
    verb, done = ACTS[act]
    try:
        verb(update, request.user)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(f"{_address(update.story)}#update-{update.pk}")


def edit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give an update another text."""
    update = _update(request, pk, number)
    if request.method != "POST":
        form = UpdateForm(initial=UpdateForm.initial_of(update), update=update, user=request.user)
        return _edit_page(request, update, form)
    form = UpdateForm(request.POST, request.FILES, update=update, user=request.user)
    image = _picture(request, form) if form.is_valid() else None
    if form.errors:
        return _edit_page(request, update, form, status=422)
    try:
        based_on = form.cleaned_data["based_on"]
        live.edit(update, request.user, form.content(image), based_on=based_on)
    except live.Overtaken as overtaken:
        form.add_error(None, overtaken.message)
        form.data = form.data.copy()
        form.data["based_on"] = str(overtaken.newest.revision)
        return _edit_page(request, update, form, theirs=overtaken.newest, status=409)
    except Refused as refusal:
        form.add_error("body" if refusal.field == "text" else None, refusal.message)
        return _edit_page(request, update, form, status=409)
    messages.success(request, _("Changed."))
    return HttpResponseRedirect(f"{_address(update.story)}#update-{update.pk}")


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
        "media": with_nonce(form.media, request),
    }
    return _shown(request, "admin/articles/live/edit.html", context, status)


# The whole live blog -----------------------------------------------------------------------------


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it with the summary."""
    story = _led_story(request, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        for error in form.errors["summary"]:
            messages.error(request, error)
        return HttpResponseRedirect(_address(story))
    try:
        live.close(story, request.user, form.cleaned_data["summary"])
        messages.success(request, _("Ended. Its page begins with the summary now."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(_address(story))


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with it."""
    story = _led_story(request, pk)
    try:
        live.reopen(story, request.user)
        messages.success(request, _("It goes on."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(_address(story))


@require_POST
def reporters(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who may post."""
    story = _led_story(request, pk)
    form = ReportersForm(request.POST)
    if form.is_valid():
        live.name_reporters(story, request.user, form.cleaned_data["reporters"])
        messages.success(request, _("These people may post here."))
    else:
        messages.error(request, _("Somebody of these is not in the newsroom any more."))
    return HttpResponseRedirect(_address(story))
