"""What a week of the newsroom holds: the one list by day (feature E21).

Days are those of the newsroom's zone, which is the current one. Rights are those of
`articles.rights`: a contributor sees the own work.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, Subquery, TextField
from django.db.models.expressions import Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import rights
from articles.chrome import current as chrome
from articles.models import Document, EditorialNote
from articles.models.story import StoryQuerySet

Status = Document.Status

UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW, Status.READY)
#: More would be no list to work with; the list of stories has the rest.
MOST_DATED, MOST_PUBLISHED, MOST_UNDATED = 300, 400, 30

DUE, APPEARS, CHANGES, EMBARGO, GOES, PUBLISHED = (
    "due",
    "appears",
    "changes",
    "embargo",
    "goes",
    "published",
)
#: What happens at a time, as the list says it.
WORDS = {
    DUE: _("due"),
    APPEARS: _("goes live"),
    CHANGES: _("changes go live"),
    EMBARGO: _("embargo ends"),
    GOES: _("is withdrawn"),
    PUBLISHED: _("published"),
}


@dataclass(frozen=True)
class Entry:
    """One line of a day: what happens to which story, and when."""

    at: datetime.datetime
    what: str
    story: Any

    @property
    def words(self) -> str:
        return str(WORDS[self.what])


@dataclass
class Day:
    date: datetime.date
    #: What is still to happen, or should have.
    entries: list[Entry] = field(default_factory=list)
    #: What readers have got.
    published: list[Entry] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()

    @property
    def is_past(self) -> bool:
        return self.date < timezone.localdate()


@dataclass
class Week:
    monday: datetime.date
    days: list[Day]
    #: Due before this week and not published; told of the present week only.
    overdue: list[Entry]
    #: Open work without a deadline or time, the last changed first.
    undated: list[Any]
    has_more_undated: bool
    #: Whether a list was cut.
    is_cut: bool

    @property
    def name(self) -> str:
        return name_of(self.monday)

    @property
    def last(self) -> datetime.date:
        return self.monday + datetime.timedelta(days=6)

    @property
    def previous(self) -> str:
        return name_of(self.monday - datetime.timedelta(days=7))

    @property
    def next(self) -> str:
        return name_of(self.monday + datetime.timedelta(days=7))

    @property
    def is_present(self) -> bool:
        return self.monday == monday_of(timezone.localdate())


@dataclass(frozen=True)
class Choice:
    """Whose stories, and of which section with all below it; None means all.

    `whose` is the id of a person, or 0 for nobody's.
    """

    section: int | None = None
    whose: int | None = None

    def of(self, stories: StoryQuerySet) -> StoryQuerySet:
        """Those of the stories that are chosen."""
        if self.section is not None:
            stories = stories.filter(working_section__in=below(self.section))
        if self.whose is not None:
            stories = stories.filter(assignee=self.whose or None)
        return stories


def below(section: int) -> list[int]:
    """Ids of a section and of all below it."""
    sections = chrome.get().sections
    return [
        pk
        for pk, one in sections.items()
        if any(above.pk == section for above in chrome.get().trail(one))
    ]


def monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def name_of(day: datetime.date) -> str:
    """A week as it stands in addresses, such as 2026-W48."""
    year, number, _day = day.isocalendar()
    return f"{year}-W{number:02}"


def read_week(name: str) -> datetime.date | None:
    """The Monday of a week's name; None for what is none, and for weeks no calendar can show."""
    try:
        monday = datetime.datetime.strptime(f"{name}-1", "%G-W%V-%u").date()  # noqa: DTZ007
    except ValueError:
        return None
    return monday if 1900 <= monday.year <= 2999 else None


def week(user: Any, monday: datetime.date, choice: Choice = Choice()) -> Week:
    """The week that begins on `monday`, as `user` may see it, in three queries."""
    start = _midnight(monday)
    end = _midnight(monday + datetime.timedelta(days=7))
    is_present = monday == monday_of(timezone.localdate())
    mine = _for_planning(choice.of(rights.newsroom_stories(user)))
    dated = list(mine.filter(_happens(start, end, overdue=is_present)).order_by("pk")[:MOST_DATED])
    appeared = mine.live().filter(first_live_at__gte=start, first_live_at__lt=end)
    # Where a week has more than can be shown, it is its beginning that is cut.
    published = list(appeared.order_by("-first_live_at", "-pk")[:MOST_PUBLISHED])[::-1]
    undated = list(_undated(mine)[: MOST_UNDATED + 1])
    entries = sorted(
        (entry for story in dated for entry in _entries(story) if entry.at < end),
        key=lambda entry: (entry.at, entry.story.pk),
    )
    days = [Day(monday + datetime.timedelta(days=number)) for number in range(7)]
    for entry in entries:
        if entry.at >= start:
            _day_of(days, entry.at).entries.append(entry)
    for story in published:
        at = story.first_live_at
        assert at is not None  # it was found by it
        _day_of(days, at).published.append(Entry(at, PUBLISHED, story))
    return Week(
        monday=monday,
        days=days,
        overdue=[entry for entry in entries if entry.at < start and entry.what == DUE],
        undated=undated[:MOST_UNDATED],
        has_more_undated=len(undated) > MOST_UNDATED,
        is_cut=len(dated) == MOST_DATED or len(published) == MOST_PUBLISHED,
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    """When a day begins in the newsroom's zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _day_of(days: list[Day], at: datetime.datetime) -> Day:
    return days[(timezone.localdate(at) - days[0].date).days]


def _for_planning(stories: StoryQuerySet) -> StoryQuerySet:
    """All that a line shows; `line` says what the story is or will be.

    The standfirst says it as soon as there is one, until then the first note of a colleague.
    """
    notes = EditorialNote.objects.filter(story=OuterRef("pk")).order_by("at", "pk")
    standfirst = KeyTextTransform("standfirst", "working_revision__snapshot")
    empty = Value("", output_field=TextField())
    return stories.annotate(
        line=Coalesce(NullIf(standfirst, empty), Subquery(notes.values("text")[:1]), empty)
    )


def _happens(start: datetime.datetime, end: datetime.datetime, *, overdue: bool) -> Q:
    """Something will happen in the time, or is due; each part has an index of its own."""
    due = Q(deadline__lt=end, status__in=UNPUBLISHED)
    if not overdue:
        due &= Q(deadline__gte=start)
    return (
        due
        | Q(live_at__gte=start, live_at__lt=end, status=Status.SCHEDULED)
        | Q(change_at__gte=start, change_at__lt=end)
        | Q(embargo_until__gte=start, embargo_until__lt=end)
        | Q(
            withdraw_at__gte=start,
            withdraw_at__lt=end,
            withdraw_at__isnull=False,
            status=Status.PUBLISHED,
        )
    )


def _undated(stories: StoryQuerySet) -> StoryQuerySet:
    return stories.filter(
        status__in=UNPUBLISHED, deadline__isnull=True, embargo_until__isnull=True
    ).order_by("-changed_at", "-pk")


def _entries(story: Any) -> Iterator[Entry]:
    """Everything that has a time, of one story."""
    now = timezone.now()
    if story.deadline and story.status in UNPUBLISHED:
        yield Entry(story.deadline, DUE, story)
    if story.status == Status.SCHEDULED and story.live_at > now:
        yield Entry(max(story.live_at, story.embargo_until or story.live_at), APPEARS, story)
    if story.embargo_until and story.status != Status.WITHDRAWN and story.embargo_until > now:
        yield Entry(story.embargo_until, EMBARGO, story)
    if story.status in Document.MAY_BE_LIVE:
        if story.change_at and story.change_at > now:
            yield Entry(story.change_at, CHANGES, story)
        if story.withdraw_at:
            yield Entry(story.withdraw_at, GOES, story)


def sections_of(user: Any) -> Iterable[Any]:
    """The sections that somebody can choose, in the editors' order, with their depth."""
    limits = rights.sections_of(user)
    for section in _tree(None):
        if limits is None or section.pk in limits:
            yield section


def _tree(above: Any) -> Iterator[Any]:
    for section in chrome.get().children(above):
        yield section
        yield from _tree(section)
