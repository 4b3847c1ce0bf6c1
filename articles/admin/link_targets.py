"""Stories that a text may link to, found by words in the editor's dialog."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import rights
from articles.models import Story
from articles.models.story import StoryQuerySet

#: Stories that the dialog offers at once.
OFFERED = 12
#: More words than this narrow nothing down.
MOST_WORDS = 8


def link_targets(request: HttpRequest) -> JsonResponse:
    """Stories whose headline has all the words of ?q=, newest first, with the path to link to.

    The path stays right when a slug changes, because the old address leads on. Only stories that
    have an address and may be named are offered: live ones, and of those that wait for their time
    the ones that the person may open and no embargo hides; a link would tell readers their
    headline.
    """
    if not request.user.has_perm("articles.view_story"):
        raise PermissionDenied
    words = request.GET.get("q", "").replace("\x00", "")[:200].split()[:MOST_WORDS]
    found = with_address(rights.titled(request.user, words))[:OFFERED] if words else []
    told = [
        target(story, rights.title_for(request.user, story))
        for story in found
        if not story.is_embargoed
    ]
    return JsonResponse(told, safe=False)


def with_address(stories: StoryQuerySet) -> StoryQuerySet:
    """Those that a link can lead to, newest first."""
    return (
        stories.filter(published_on__isnull=False, status__in=Story.MAY_BE_LIVE)
        .select_related("section")
        .order_by("-first_live_at", "-pk")
    )


def target(story: Story, title: str) -> dict[str, str]:
    """A story as the dialog lists it."""
    if story.is_live():
        day = date_format(timezone.localtime(story.first_live_at), "SHORT_DATE_FORMAT")
        note = f"{story.section} · {day}"
    elif story.live_at and story.live_at > timezone.now():
        when = date_format(timezone.localtime(story.live_at), "SHORT_DATETIME_FORMAT")
        note = _("Readers can open it from %(when)s.") % {"when": when}
    else:
        note = _("Readers cannot open it now.")
    return {"url": story.get_absolute_url(), "title": title, "note": note}
