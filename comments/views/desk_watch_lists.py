"""The pages of watch lists: those that one sees, making, changing, deleting one (feature M1)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Story
from comments import queue, watching
from comments.desk_pages import desk_page, show
from comments.models import WatchList

TEMPLATES = "admin/moderation"


@require_safe
@desk_page()
def lists(request: HttpRequest) -> HttpResponse:
    """One's own lists and the shared ones, with how many comments wait on each."""
    user: Any = request.user
    numbers = queue.numbers_for(user)
    rows = [
        {
            "watch": watch,
            "count": numbers.count(queue.Choice(watch=watch.pk)),
            "url": reverse("moderation") + queue.Choice().address(watch=watch.pk),
            "is_own": watch.owner_id == user.pk,
            "may_change": watching.may_change(user, watch),
        }
        for watch in numbers.watch_lists
    ]
    return show(request, f"{TEMPLATES}/watch_lists.html", _("Watch lists"), {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def add(request: HttpRequest) -> HttpResponse:
    """A new list; the address may name a section or a story to begin with."""
    user: Any = request.user
    if WatchList.objects.filter(owner=user).count() >= watching.MOST_LISTS:
        words = _("You have %(most)d watch lists, which is as many as fit. Delete one first.")
        messages.warning(request, words % {"most": watching.MOST_LISTS})
        return HttpResponseRedirect(reverse("moderation-watch-lists"))
    choice = queue.read(request.GET)
    stories = Story.objects.live().filter(pk=choice.story or 0).select_related("section")
    given = {
        "sections": [choice.section] if choice.section else [],
        "stories": "\n".join(story.get_absolute_url() for story in stories),
    }
    return _form(request, WatchList(owner=user), given, _("New watch list"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a list or delete it."""
    watch = WatchList.objects.seen_by(request.user).filter(pk=pk).first()
    if watch is None or not watching.may_change(request.user, watch):
        raise Http404
    if "_delete" in request.POST:
        watch.delete()
        messages.success(request, _("The watch list “%(name)s” is gone.") % {"name": watch.name})
        return HttpResponseRedirect(reverse("moderation-watch-lists"))
    return _form(request, watch, watching.typed(watch), _("Change the watch list"))


def _form(
    request: HttpRequest, watch: WatchList, given: dict[str, Any], title: str
) -> HttpResponse:
    user: Any = request.user
    posted = request.POST if request.method == "POST" else None
    form = watching.WatchListForm(posted, initial=given, user=user, host=request.get_host())
    if posted is not None and form.is_valid():
        watching.save(watch, form.cleaned_data)
        messages.success(request, _("Saved. The list stands beside the others of the queue."))
        return HttpResponseRedirect(reverse("moderation") + queue.Choice().address(watch=watch.pk))
    context = {"form": form, "watch": watch}
    status = 422 if posted is not None else 200
    return show(request, f"{TEMPLATES}/watch_list.html", title, context, status=status)
