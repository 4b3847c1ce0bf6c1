"""Reading a live blog: a page of updates with what stands out on every page.

A page costs one query however many updates there are, and goes on by key, so that neither new
updates nor equal times let a reader miss one or see one twice (house rule 13).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from articles.bodies import Material
from articles.models import LiveBlog, LiveUpdate, Story
from articles.models.live_update import LiveUpdateQuerySet
from newsportal.core import cursors

#: Updates on a page.
PAGE = 20

NEWEST = "newest"
OLDEST = "oldest"
ORDERS = (NEWEST, OLDEST)

Key = tuple[datetime.datetime, int]


@dataclass(frozen=True)
class Place:
    """Where a page of updates begins: behind the key `after`, or at the start of the order."""

    order: str = NEWEST
    after: Key | None = None

    @property
    def is_first_page(self) -> bool:
        """Whether this is the page that begins with the newest update."""
        return self.order == NEWEST and self.after is None

    def is_before(self, update: LiveUpdate) -> bool:
        """Whether an update stands behind this place in the order."""
        if self.after is None:
            return True
        return update.key < self.after if self.order == NEWEST else update.key > self.after


def read_place(text: str | None) -> Place | None:
    """The place that ``?updates=`` names: nothing, “oldest” or a cursor; None when malformed.

    “newest” is none on purpose: the redirect to the page without it is how a link to a place on
    the page that is open (“Refresh”) has the browser fetch it again instead of only scrolling.
    """
    if text is None:
        return Place()
    if text == OLDEST:
        return Place(OLDEST)
    for order in ORDERS:
        after = cursors.decode(text, _cursor_name(order), (datetime.datetime, int))
        if after is not None:
            return Place(order, after)
    return None


def _cursor_name(order: str) -> str:
    return f"live-{order}"


@dataclass
class Stream:
    """A page of a live blog; `next_cursor` leads on, or is None on the last page."""

    blog: LiveBlog
    place: Place
    updates: list[LiveUpdate]
    pinned: list[LiveUpdate]
    key_events: list[LiveUpdate]
    next_cursor: str | None

    @property
    def shown(self) -> set[int]:
        """Ids of the updates that stand on this page at their time."""
        return {update.pk for update in self.updates}

    @cached_property
    def material(self) -> Material:
        """What the figures in all shown texts are drawn from, read together."""
        return Material.of(*(update.body_html for update in self.all_shown()))

    @property
    def newest_at(self) -> datetime.datetime | None:
        """When the newest update of all came."""
        return self.blog.newest_at

    def all_shown(self) -> list[LiveUpdate]:
        """Every update that the page shows in full, each once."""
        return [*(update for update in self.pinned if update.pk not in self.shown), *self.updates]


def blog_in(story: Story) -> LiveBlog:
    """The live blog of a story in hand; an open one, unsaved, while nothing was posted."""
    try:
        return story.live_blog
    except LiveBlog.DoesNotExist:
        return LiveBlog(story=story)


def stream(story: Story, place: Place | None = None) -> Stream:
    """A page of the updates of a story, with all pinned ones and all key events, in one query."""
    place = place or Place()
    page = _from(LiveUpdate.objects.public().filter(story=story), place)
    page_ids = page.values("pk")[: PAGE + 1]
    found = list(
        LiveUpdate.objects.public()
        .filter(story=story)
        .filter(Q(pk__in=page_ids) | Q(is_pinned=True) | Q(is_key=True))
        .for_reading()
    )
    found.sort(key=lambda update: update.key, reverse=place.order == NEWEST)
    for update in found:
        update.story = story
    # The page's own rows come first of all behind the place; what follows stands out from afar.
    behind = [update for update in found if place.is_before(update)]
    updates = behind[:PAGE]
    last = updates[-1] if len(behind) > PAGE else None
    newest_first = sorted(found, key=lambda update: update.key, reverse=True)
    return Stream(
        blog=blog_in(story),
        place=place,
        updates=updates,
        pinned=[update for update in newest_first if update.is_pinned],
        key_events=[update for update in newest_first if update.is_key],
        next_cursor=cursors.encode(_cursor_name(place.order), *last.key) if last else None,
    )


def _from(updates: LiveUpdateQuerySet, place: Place) -> LiveUpdateQuerySet:
    """Updates behind a place, in its order."""
    if place.after is not None:
        beyond = TupleLessThan if place.order == NEWEST else TupleGreaterThan
        updates = updates.filter(beyond(Tuple(F("at"), F("pk")), place.after))
    return updates.newest_first() if place.order == NEWEST else updates.oldest_first()


@dataclass
class Neighbours:
    """The public updates right before and after one, as time goes."""

    earlier: LiveUpdate | None
    later: LiveUpdate | None


def neighbours(update: LiveUpdate) -> Neighbours:
    """What stands beside an update in its live blog, in two queries."""
    beside = LiveUpdate.objects.public().filter(story=update.story_id)
    earlier = _from(beside, Place(NEWEST, update.key)).first()
    later = _from(beside, Place(OLDEST, update.key)).first()
    for one in (earlier, later):
        if one is not None:
            one.story = update.story
    return Neighbours(earlier, later)


#: The newsroom's list has removed updates too, and a name of its own in its cursors.
NEWSROOM = "live-newsroom"


@dataclass
class NewsroomPage:
    """A page of the newsroom's list of updates; `next_cursor` is None on the last."""

    updates: list[LiveUpdate]
    next_cursor: str | None


def newsroom_page(story: Story, cursor: str | None) -> NewsroomPage | None:
    """Updates as the newsroom has them, newest first, removed ones too, in one query.

    Returns None when the cursor is malformed.
    """
    updates = LiveUpdate.objects.filter(story=story).for_reading().newest_first()
    if cursor is not None:
        after = cursors.decode(cursor, NEWSROOM, (datetime.datetime, int))
        if after is None:
            return None
        updates = updates.filter(TupleLessThan(Tuple(F("at"), F("pk")), after))
    found = list(updates[: PAGE + 1])
    for update in found:
        update.story = story
    last = found[PAGE - 1] if len(found) > PAGE else None
    return NewsroomPage(
        found[:PAGE], cursors.encode(NEWSROOM, *last.key) if last is not None else None
    )
