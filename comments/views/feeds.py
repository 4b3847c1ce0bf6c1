"""The feed of a story's comments (features C17, R3)."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import feeds
from articles.feeds import Place
from articles.models import Story
from comments.models import Comment
from comments.models.comment import CommentQuerySet
from comments.views.places import absent, elsewhere, find_story
from newsportal.core import cursors, versions
from newsportal.core.feeds import Entry, Feed, Form, Person, absolute, answer, permanent_id
from newsportal.core.guest_pages import public_page, shows
from newsportal.core.models import SiteSettings

#: Comments in the feed, and on each older page of it.
LENGTH = 50
#: The name of the order in cursors.
ORDER = "feed-of-comments"


@require_safe
@public_page
def feed(
    request: HttpRequest,
    section: str,
    year: str,
    month: str,
    day: str,
    slug: str,
    form: str = "",
) -> HttpResponse:
    """The comments that appeared last, whole, with their authors' names. By when they appeared, so
    that one which was approved late is not missed."""
    story = find_story(year, month, day, slug)
    if story is None:
        return absent(request, year, month, day, slug)
    if moved := elsewhere(request, story.get_absolute_url() + Form(form).ending):
        return moved
    found, asked = _newest(story), ""
    if "after" in request.GET:
        after = cursors.decode(request.GET["after"], ORDER, (int, int))
        if after is None:
            return HttpResponseRedirect(request.path)
        older = Q(appeared__lt=after[0]) | Q(appeared=after[0], pk__lt=after[1])
        found, asked = found.filter(older), f"?after={request.GET['after']}"
    some = list(found[: LENGTH + 1])
    last = some[LENGTH - 1] if len(some) > LENGTH else None
    site = request.chrome.site  # type: ignore[attr-defined]
    shows(request, *_keys(story))
    return answer(
        replace(
            _feed(story, some[:LENGTH], site),
            asked=asked,
            following=f"?after={cursors.encode(ORDER, last.appeared, last.pk)}" if last else "",
        ),
        Form(form),
    )


def _newest(story: Story) -> CommentQuerySet:
    """Public comments, those that appeared last first."""
    return Comment.objects.of_story(story).public().for_cards().order_by("-appeared", "-pk")


def _keys(story: Story) -> list[str]:
    return [f"discussion:{story.pk}", f"story:{story.pk}"]


def _feed(story: Story, found: list[Comment], site: SiteSettings) -> Feed:
    place = Place(
        thing=f"story/{story.pk}/comments",
        path=story.get_absolute_url(),
        title=_("Comments on: %(headline)s") % {"headline": story.headline},
        description=story.standfirst,
    )
    return replace(
        feeds.begin(place, site, story.language),
        entries=[_entry(comment, story, site) for comment in found],
        since=story.first_live_at or story.created_at,
        changed=versions.changed_at(["site", "sections", *_keys(story)]),
    )


def _entry(comment: Comment, story: Story, site: SiteSettings) -> Entry:
    address = absolute(story.get_absolute_url())
    url = f"{address}comments/{comment.pk}/"
    answered = comment.reply_to
    if answered is not None and not answered.is_placeholder:
        above = permanent_id(site, f"comment/{answered.pk}"), f"{address}comments/{answered.pk}/"
    else:
        above = feeds.id_of(story, site), address
    return Entry(
        id=permanent_id(site, f"comment/{comment.pk}"),
        url=url,
        title=_("%(name)s on: %(headline)s")
        % {"name": comment.author_name, "headline": story.headline},
        html=comment.body_html,
        published=comment.created_at,
        updated=comment.edited_at or comment.created_at,
        authors=[Person(name=comment.author_name)],
        replies_to=above,
    )
