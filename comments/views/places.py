"""Finding the story and the comment that an address names."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles import places
from articles.models import Byline, Story
from articles.models.story import StoryQuerySet
from articles.views import addresses, stories
from comments.models import Comment


def find_story(year: str, month: str, day: str, slug: str) -> Story | None:
    """The live story at an address or, after its slug changed, a former one of it; else None.

    One query brings all that its discussion's pages show of it: its discussion's row and the
    accounts in its bylines too.
    """
    story = stories.find(year, month, day, slug, among=_with_discussion()) or _moved_from(
        f"/-/{year}/{month}/{day}/{slug}/"
    )
    return story if story is not None and story.is_live() else None


def _moved_from(path: str) -> Story | None:
    found = places.things_at([path]).get(path)
    return _with_discussion().filter(pk=found.pk).first() if found else None


def _with_discussion() -> StoryQuerySet:
    accounts = Byline.objects.filter(story=OuterRef("pk"), author__user__isnull=False)
    return (
        Story.objects.select_related("section", "discussion")
        .defer("body_html", "body_text", "search")
        .annotate(
            has_discussion_in_hand=Value(True),
            with_picks=Exists(Comment.objects.filter(story=OuterRef("pk")).picked()),
            byline_accounts=ArraySubquery(accounts.values("author__user")),
        )
    )


def elsewhere(request: HttpRequest, address: str) -> HttpResponsePermanentRedirect | None:
    """The way to the one address of what was asked for, with its query; None when it is here."""
    if request.path == address:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def story_at(year: str, month: str, day: str, slug: str) -> Story:
    """The live story at an address. Raises Http404."""
    story = find_story(year, month, day, slug)
    if story is None:
        raise Http404
    return story


def light_story(year: str, month: str, day: str, slug: str) -> Story:
    """The live story at exactly this address, with nothing of what it says. Raises Http404."""
    among = Story.objects.defer("body_html", "body_text", "search")
    found = stories.find(year, month, day, slug, among=among)
    if found is None or not found.is_live():
        raise Http404
    return found


def absent(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    """What stands below a story that is not live answers as the story: 410 with the editor's note
    after readers have seen it. Raises Http404 otherwise."""
    withdrawn = stories.find(year, month, day, slug)
    if withdrawn is None:
        raise Http404
    return addresses.gone(request, withdrawn.withdrawal_note)


def find_comment(story: Story, pk: int) -> Comment | None:
    """A comment that readers can see on the story's pages, or None."""
    comment = Comment.objects.of_story(story).listed().for_cards().filter(pk=pk).first()
    if comment is not None:
        comment.story = story
    return comment


def listed_comment(story: Story, pk: int) -> Comment:
    """A comment that readers can see on the story's pages. Raises Http404."""
    comment = find_comment(story, pk)
    if comment is None:
        raise Http404
    return comment
