"""A reader's own list, and the buttons that fill it (feature R10).

A guest's page is the same for all, so there the button is a link to a page that asks once more,
behind the sign-in; opening it changes nothing.
"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from articles import keeping, your_list
from articles.models import Following, Story
from articles.models.following import Followed
from articles.views import addresses
from newsportal.core import limits
from newsportal.core.models import User

#: Presses of one person: nobody reads faster than one story in ten seconds for ten minutes.
PRESSES, PRESSES_SECONDS = 60, 10 * 60

never_stored = cache_control(private=True, no_store=True)
one_button = limits.limit_post("keep", PRESSES, PRESSES_SECONDS, limits.person_key)


@require_safe
@never_stored
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Your list: what was saved, what is new in what is followed, and what that is.

    Each of the two lists goes on by a cursor of its own, on a page without the other.
    """
    person = cast("User", request.user)
    places = {}
    for order in (your_list.SAVED, your_list.NEWS):
        if order in request.GET:
            place = your_list.read_place(request.GET[order], order)
            if place is None:
                return HttpResponseRedirect(request.path)
            places[order] = place
    followed = your_list.followed(person) if your_list.SAVED not in places else []
    context = {"is_first": not places, "followed": followed, "undo": _undo(request)}
    if your_list.NEWS not in places:
        context["saved"] = your_list.saved(person, places.get(your_list.SAVED))
    if your_list.SAVED not in places:
        context["news"] = your_list.news(followed, places.get(your_list.NEWS))
    return render(request, "articles/your_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
@login_required
@one_button
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a story, or take it off the list again."""
    story = Story.objects.for_addresses().filter(pk=pk).first()
    if story is not None and story.is_live():
        return _keep(request, story)
    if request.POST.get("keep") == "no":
        # Whatever became of it, and without a word on whether there ever was such a story.
        keeping.remove(cast("User", request.user), pk)
        return HttpResponseRedirect(f"{reverse('articles:your-list')}?undo=story-{pk}")
    if story is not None and addresses.was_withdrawn(story):
        return addresses.gone(request, story.withdrawal_note)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
@login_required
@one_button
def follow(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Follow a section, a tag or an author, or stop."""
    thing = Following.find(kind, pk)
    if thing is None:
        raise Http404
    return _keep(request, thing)


def _keep(request: HttpRequest, thing: Story | Followed) -> HttpResponse:
    wanted = request.POST.get("keep")
    if wanted not in ("yes", "no"):
        return _ask(request, thing, 200 if request.method in ("GET", "HEAD") else 422)
    is_kept = wanted == "yes"
    try:
        _put(cast("User", request.user), thing, is_kept)
    except keeping.NotKept as refusal:
        return _ask(request, thing, 409, refusal.message)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"kept": is_kept})
    if request.POST.get("back") == "list":
        undo = "" if is_kept else f"?undo={your_list.kind_of(thing)}-{thing.pk}"
        return HttpResponseRedirect(reverse("articles:your-list") + undo)
    messages.success(request, _words(thing, is_kept))
    return HttpResponseRedirect(f"{thing.get_absolute_url()}#keep")


def _put(person: User, thing: Story | Followed, is_kept: bool) -> None:
    if isinstance(thing, Story):
        keeping.save(person, thing) if is_kept else keeping.remove(person, thing.pk)
    else:
        keeping.follow(person, thing) if is_kept else keeping.unfollow(person, thing)


def _words(thing: Story | Followed, is_kept: bool) -> str:
    if isinstance(thing, Story):
        return _("Saved to your list.") if is_kept else _("Removed from your list.")
    words = _("You follow %(name)s now.") if is_kept else _("You do not follow %(name)s any more.")
    return words % {"name": thing.name}


def _ask(
    request: HttpRequest, thing: Story | Followed, status: int, refusal: str = ""
) -> HttpResponse:
    """The page of the button alone: for those who come from a page that guests share."""
    context = {
        "thing": thing,
        "kind": your_list.kind_of(thing),
        "is_kept": keeping.is_kept(cast("User", request.user), thing),
        "refusal": refusal,
    }
    return render(request, "articles/keep.html", context, status=status)


def _undo(request: HttpRequest) -> dict[str, object] | None:
    """What was just taken off the list, as the address tells: the page offers to put it back.

    It only offers: whatever stands in the address, nothing happens by opening it.
    """
    kind, _dash, number = request.GET.get("undo", "").partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    if kind == "story":
        # One that has gone since cannot be saved again; that it was removed is told all the same.
        story = Story.objects.live().for_addresses().filter(pk=number).first()
        return {"kind": kind, "thing": story}
    thing = Following.find(kind, int(number))
    return {"kind": kind, "thing": thing} if thing else None
