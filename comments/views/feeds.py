"""The feed of a story's comments (feature C17)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.models import Comment
from comments.views.places import absent, elsewhere, find_story
from newsportal.core.feeds import Feed, absolute
from newsportal.core.guest_pages import public_page, shows

#: Newest comments in the feed.
LENGTH = 50


@require_safe
@public_page
def feed(
    request: HttpRequest, section: str, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    """RSS 2.0: the comments that appeared last, whole, with their authors' names. By when they
    appeared, so that one which was approved late is not missed."""
    story = find_story(year, month, day, slug)
    if story is None:
        return absent(request, year, month, day, slug)
    if moved := elsewhere(request, f"{story.get_absolute_url()}feed/"):
        return moved
    address = absolute(story.get_absolute_url())
    rss = Feed(
        title=_("Comments on: %(headline)s") % {"headline": story.headline},
        address=story.get_absolute_url(),
        description=story.standfirst,
        language=story.language,
        path=request.path,
        since=story.first_live_at or story.created_at,
    )
    newest = Comment.objects.of_story(story).public().for_cards().order_by("-appeared", "-pk")
    for comment in newest[:LENGTH]:
        rss.add_item(
            title=_("%(name)s on: %(headline)s")
            % {"name": comment.author_name, "headline": story.headline},
            link=f"{address}comments/{comment.pk}/",
            description=comment.body_html,
            author_name=comment.author_name,
            pubdate=comment.created_at,
            unique_id=f"{address}comments/{comment.pk}/",
        )
    shows(request, f"discussion:{story.pk}")
    return rss.answer()
