"""Reading one comment with its surroundings, and finding imported ones by their old number."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments import news, threads
from comments.discussions import discussion_of, rule_for
from comments.models import Comment
from comments.readers_view import view_of
from comments.views.discussion import reader_of, story_authors
from comments.views.places import absent, elsewhere, find_story, light_story, listed_comment
from newsportal.core.guest_pages import public_page, shows


@require_safe
@public_page
def permalink(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str, pk: int
) -> HttpResponse:
    """A comment, what it answers, what answers it, and what stands beside it (feature C3)."""
    story = find_story(year, month, day, slug)
    if story is None:
        return absent(request, year, month, day, slug)
    comment = listed_comment(story, pk)
    if moved := elsewhere(request, comment.get_absolute_url()):
        return moved
    after = None
    if "after" in request.GET:
        after = threads.read_branch_cursor(request.GET["after"])
        if after is None:
            return HttpResponseRedirect(request.path)
    reader = reader_of(request)
    branch = threads.branch(comment, after, reader)
    beside = threads.neighbours(comment) if after is None else threads.Neighbours([], [])
    shown = [*branch.above, *branch.comments(), *beside.before, *beside.after]
    shows(request, f"story:{story.pk}", f"discussion:{story.pk}")
    return render(
        request,
        "comments/permalink.html",
        {
            "story": story,
            "branch": branch,
            "neighbours": beside,
            "is_first": after is None,
            "reader_view": view_of(reader, story, shown),
            "story_authors": story_authors(story),
            "rule": rule_for(story, discussion_of(story)),
        },
    )


@require_safe
@public_page
def latest(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    """What a page that stays open asks for: which comments appeared last (feature C13).

    The same bytes for everybody, in two small queries, mostly answered with 304. The page knows
    what it shows and counts the others itself. Raises Http404 when the story is not live any more,
    at which pages ask no further.
    """
    story = light_story(year, month, day, slug)
    shows(request, f"story:{story.pk}", f"discussion:{story.pk}")
    told = news.latest(story.pk)
    response = JsonResponse({"comments": told, "is_all": len(told) < news.TOLD})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def find(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    """Lead ``?import=N``, the number of a comment on the site it came from, to its permalink."""
    story = find_story(year, month, day, slug)
    if story is None:
        return absent(request, year, month, day, slug)
    number = request.GET.get("import", "").replace("\0", "")[:100]
    comment = (
        Comment.objects.of_story(story)
        .listed()
        .filter(import_id=number)
        .exclude(import_id="")
        .first()
    )
    if comment is None:
        raise Http404
    comment.story = story
    return HttpResponseRedirect(comment.get_absolute_url())
