"""Which stories stand on somebody's desk, by what has to be done with them.

All lists come in two queries, however many there are: one finds the first rows and the number of
each, the other reads the rows. Each list begins at `rights.newsroom_stories`, so no headline
reaches anybody who may not open it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Window
from django.db.models.functions import Coalesce, Greatest, RowNumber
from django.utils import timezone

from articles import rights
from articles.models import Document, LiveBlog, Story, StoryEvent
from articles.models.revision import Event
from articles.models.story import StoryQuerySet
from newsportal.core.models import User

Status = Document.Status
Order = tuple[Any, ...]
Lists = dict[str, tuple[StoryQuerySet, Order]]

#: Lines of a panel: what fits beside others on one screen; the rest stands in the list.
SHOWN = 6

#: Steps after which a story stands elsewhere on its way; the newest says whether it came back.
STEPS = (Event.Kind.SUBMITTED, Event.Kind.TAKEN_BACK, Event.Kind.APPROVED, Event.Kind.SENT_BACK)


@dataclass(frozen=True)
class Found:
    """What one list has: how many, and its first stories."""

    count: int
    stories: list[Any]


def find(person: User, now: datetime.datetime) -> dict[str, Found]:
    """The lists that a person's role has, by name, in two queries.

    The stories carry `why` (what was said when it was last sent back) and `reports` (whether the
    person is named to post there).
    """
    lists = _lists(person, now)
    first, *others = [_first_rows(name, *rows) for name, rows in lists.items()]
    found = sorted(first.union(*others, all=True))
    rows = Story.objects.newsroom_list().select_related("assignee", "live_blog")
    stories = rows.annotate(why=_why(), reports=_is_reporter(person)).in_bulk(
        {pk for _name, _place, _total, pk in found}
    )
    return {
        wanted: Found(
            next((total for name, _place, total, _pk in found if name == wanted), 0),
            [stories[pk] for name, _place, _total, pk in found if name == wanted and pk in stories],
        )
        for wanted in lists
    }


def _lists(person: User, now: datetime.datetime) -> Lists:
    """Every list of a person's role, with its order."""
    opened = rights.newsroom_stories(person)
    if person.has_perm("articles.publish_story"):
        return _of_everybody(person, opened, now) | _of_ones_own(person, opened, now)
    own = _own(person, opened)
    on_its_way = own.filter(status__in=(Status.IN_REVIEW, Status.READY, Status.SCHEDULED))
    running: Lists = {"live": _running(Q(_is_reporter(person)), now)}
    return running | _of_ones_own(person, opened, now) | {"on-its-way": (on_its_way, NEWEST_FIRST)}


NEWEST_FIRST: Order = ("-changed_at", "-pk")
LONGEST_FIRST: Order = ("changed_at", "pk")


def _own(person: User, opened: StoryQuerySet) -> StoryQuerySet:
    return opened.filter(Q(created_by=person.pk) | Q(assignee=person.pk))


def _of_ones_own(person: User, opened: StoryQuerySet, now: datetime.datetime) -> Lists:
    """What somebody writes; deadlines are everybody's whose stories one may open."""
    steps = StoryEvent.objects.filter(story=OuterRef("pk"), kind__in=STEPS).order_by("-at", "-pk")
    step = Coalesce(Subquery(steps.values("kind")[:1]), Value(""))
    drafts = _own(person, opened).filter(status=Status.DRAFT).annotate(step=step)
    unfinished = opened.filter(status__in=(Status.DRAFT, Status.IN_REVIEW, Status.READY))
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + datetime.timedelta(days=1)
    return {
        "sent-back": (drafts.filter(step=Event.Kind.SENT_BACK), NEWEST_FIRST),
        "drafts": (drafts.exclude(step=Event.Kind.SENT_BACK), NEWEST_FIRST),
        "deadlines": (unfinished.filter(deadline__lt=tomorrow), ("deadline", "pk")),
    }


def _of_everybody(person: User, opened: StoryQuerySet, now: datetime.datetime) -> Lists:
    """What waits for those who publish."""
    goes_live = Greatest("live_at", "embargo_until")  # PostgreSQL's leaves out what is null
    coming = opened.filter(status=Status.SCHEDULED).annotate(goes_live=goes_live)
    # Where a role holds everywhere, asking for each story would read them all.
    own_live = opened.filter(kind=Story.Kind.LIVE).values("pk")
    may_post = Q(pk__in=own_live) | Q(_is_reporter(person))
    everywhere = rights.sections_of(person) is None
    return {
        "live": _running(Q() if everywhere else may_post, now),
        "in-review": (opened.filter(status=Status.IN_REVIEW), LONGEST_FIRST),
        "ready": (opened.filter(status=Status.READY), LONGEST_FIRST),
        "scheduled": (coming.filter(goes_live__gt=now), ("goes_live", "pk")),
        "embargoes": (opened.filter(embargo_until__gt=now), ("embargo_until", "pk")),
    }


def _running(whose: Q, now: datetime.datetime) -> tuple[StoryQuerySet, Order]:
    """Live blogs that readers see and nobody has ended."""
    live = Story.objects.live(now).filter(whose, kind=Story.Kind.LIVE)
    running = live.exclude(live_blog__status=LiveBlog.Status.CLOSED)
    return running, (F("live_blog__newest_at").desc(nulls_last=True), "pk")


def _first_rows(name: str, rows: StoryQuerySet, order: Order) -> Any:
    """The first rows of a list, each with its place and the number of all."""
    placed = rows.order_by(*order).annotate(
        list=Value(name),
        place=Window(RowNumber(), order_by=order),
        total=Window(Count("pk")),
    )
    return placed.values_list("list", "place", "total", "pk")[:SHOWN]


def _why() -> Subquery:
    """What was said when a story was last sent back."""
    steps = StoryEvent.objects.filter(story=OuterRef("pk"), kind=Event.Kind.SENT_BACK)
    return Subquery(steps.order_by("-at", "-pk").values("note__text")[:1])


def _is_reporter(person: User) -> Exists:
    """Whether somebody is named to post to a live blog."""
    reporters = LiveBlog.reporters.through._default_manager
    return Exists(reporters.filter(liveblog=OuterRef("pk"), user=person.pk))
