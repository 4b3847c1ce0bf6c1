"""What a reader does for themselves: following discussions and branches, muting people.

The forms are plain; who is not signed in is asked to do so first (features C11, C12).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Story
from comments import following, muting, sanctions
from comments.models import Comment, DiscussionFollow, Mute
from comments.views.places import absent, find_story, listed_comment
from newsportal.core import cursors, limits

#: Rows on a page of the lists of followed and muted.
PAGE = 50
#: Follows and mutes of one person: nobody finds so many in ten minutes that they care about.
ACTS, ACTS_SECONDS = 60, 10 * 60

limited = limits.limit_post("reader-act", ACTS, ACTS_SECONDS, limits.person_key)


# Following ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@limited
def follow(
    request: HttpRequest,
    section: str,
    year: str,
    month: str,
    day: str,
    slug: str,
    pk: int | None = None,
) -> HttpResponse:
    """Follow a story's discussion or, with `pk`, what is said below one comment; or stop."""
    story = find_story(year, month, day, slug)
    if story is None:
        return absent(request, year, month, day, slug)
    branch = _public_comment(story, pk) if pk is not None else None
    person: Any = request.user
    if request.method != "POST":
        is_followed = DiscussionFollow.objects.filter(person=person, story=story, branch=branch)
        context = {"story": story, "branch": branch, "is_followed": is_followed.exists()}
        return _private(render(request, "comments/follow.html", context))
    if request.POST.get("do") == "stop":
        following.unfollow(person, story.pk, pk)
        words = _("You hear no more of this.")
    else:
        sanctions.check_may_write(person, story)
        following.follow(person, story, branch)
        words = _("You follow this now. What is new stands in your notices.")
    messages.success(request, words)
    return _back(request, story, branch)


def _public_comment(story: Story, pk: int) -> Comment:
    comment = listed_comment(story, pk)
    if not comment.is_public:
        raise Http404
    return comment


def _back(request: HttpRequest, story: Story, comment: Comment | None) -> HttpResponse:
    """To where the person came from, if that is a page of ours, at the same comment."""
    return _to(request, story, comment, f"c-{comment.pk}" if comment else "comments")


def _to(request: HttpRequest, story: Story, comment: Comment | None, anchor: str) -> HttpResponse:
    path = request.POST.get("next", "")
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path = (comment or story).get_absolute_url()
    return _private(HttpResponseRedirect(f"{path.partition('#')[0]}#{anchor}"))


@require_safe
@login_required
def followed(request: HttpRequest) -> HttpResponse:
    """What the person follows in discussions."""
    person: Any = request.user
    found = _paged(request, DiscussionFollow.objects.of_person(person))
    if found is None:
        return HttpResponseRedirect(request.path)
    for row in found["rows"]:
        if row.branch is not None:
            row.branch.story = row.story
    context = {**found, "follows_own": following.follows_own(person)}
    return _private(render(request, "me/followed_discussions.html", context))


def _paged(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any] | None:
    """A page of a list that is told by its newest row; None for a cursor that is none."""
    order, after = f"own-{rows.model._meta.model_name}", None
    if "after" in request.GET:
        after = cursors.decode(request.GET["after"], order, (int,))
        if after is None:
            return None
        rows = rows.filter(pk__lt=after[0])
    shown = list(rows.order_by("-pk")[: PAGE + 1])
    more = len(shown) > PAGE
    return {
        "rows": shown[:PAGE],
        "next": cursors.encode(order, shown[PAGE - 1].pk) if more else "",
        "is_first": after is None,
    }


@require_POST
@login_required
def stop_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop following one thing of the list."""
    person: Any = request.user
    row = DiscussionFollow.objects.filter(person=person, pk=pk).first()
    if row is not None:
        following.unfollow(person, row.story_id, row.branch_id)
    messages.success(request, _("You hear no more of this."))
    return _private(HttpResponseRedirect(reverse("comments:followed")))


@require_POST
@login_required
def habit(request: HttpRequest) -> HttpResponse:
    """Keep whether what the person writes is followed by itself."""
    person: Any = request.user
    following.choose_habit(person, follows_own="follows_own" in request.POST)
    messages.success(request, _("Your choice is kept."))
    return _private(HttpResponseRedirect(reverse("comments:followed")))


@csrf_exempt  # the signed link is its own proof (house rule 10)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Stop following from a mail, without signing in: a GET asks, a POST does it."""
    named = following.read_stop_token(token)
    if named is None:
        raise Http404
    _person, story, branch = named
    done = ""
    if request.method == "POST":
        done = "again" if request.POST.get("do") == "again" else "stop"
        following.by_link(token, again=done == "again")
    context = {"story": story, "branch": branch, "done": done, "is_live": story.is_live()}
    response = render(request, "comments/stop_following.html", context)
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "no-referrer"  # the address is the right to change a choice
    return response


# Muting -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@limited
def mute(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str, pk: int
) -> HttpResponse:
    """Ask before somebody's comments are folded, then fold them."""
    story = find_story(year, month, day, slug)
    if story is None:
        return absent(request, year, month, day, slug)
    comment = _public_comment(story, pk)
    person: Any = request.user
    if comment.author is None or comment.author_id == person.pk:
        raise Http404
    if request.method != "POST":
        context = {"story": story, "comment": comment, "next": request.GET.get("next", "")}
        return _private(render(request, "comments/mute.html", context))
    sanctions.check_may_write(person, story)
    muting.mute(person, comment.author)
    words = _("%(name)s is muted. Their comments are folded, and you hear nothing of them.")
    messages.success(request, words % {"name": comment.author_name})
    # browsers unfold what stands around the place that an address names: lead to the fold itself
    return _to(request, story, comment, f"muted-{comment.pk}")


@require_safe
@login_required
def muted(request: HttpRequest) -> HttpResponse:
    """Whom the person has muted."""
    person: Any = request.user
    found = _paged(request, Mute.objects.filter(person=person).select_related("muted"))
    if found is None:
        return HttpResponseRedirect(request.path)
    return _private(render(request, "me/muted.html", found))


@require_POST
@login_required
def unmute(request: HttpRequest, pk: int) -> HttpResponse:
    """Show somebody's comments again."""
    person: Any = request.user
    row = Mute.objects.filter(person=person, pk=pk).select_related("muted").first()
    if row is not None:
        muting.unmute(person, row.muted_id)
        words = _("You read %(name)s again.") % {"name": row.muted.display_name}
        messages.success(request, words)
    return _private(HttpResponseRedirect(reverse("comments:muted")))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
