"""The moderators' queue: which lists there are, how many are on each, and in which order (M1).

Counts are exact: they are read by story from partial indexes that hold what waits and nothing
else, and every number on the page (lists, sections, stories, watch lists) is a sum of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, F, Q, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import rights as newsroom
from articles.chrome import current as chrome
from articles.models import Section
from comments import desk_cards, rights
from comments.models import Comment, WatchList
from comments.models.comment import WAITS_SINCE, CommentQuerySet
from newsportal.core import cursors

#: Cards of a page: some minutes of work, and what a phone holds well.
PAGE = 20

#: Stories that the page names beside its list; the others are found by their own pages.
STORIES_NAMED = 12


@dataclass(frozen=True)
class QueueList:
    """One list of the queue, a pill with its number.

    Args:
        code: what the address calls it.
        rows: which comments are on it; a partial index on ("story",) should hold them.
        empty: what is said when nobody is on it, and `rest` a sentence to go with it.
    """

    code: str
    label: Promise
    rows: Callable[[CommentQuerySet], CommentQuerySet]
    empty: Promise
    rest: Promise


#: In the order of the pills. A further list is one more entry here.
LISTS = (
    QueueList(
        "waiting",
        _("Waiting"),
        CommentQuerySet.held,
        _("Nothing waits."),
        _("Every comment has been decided. New ones appear here as readers write them."),
    ),
    QueueList(
        "reported",
        _("Reported"),
        CommentQuerySet.reported,
        _("No open reports."),
        _("Every report of readers has been settled."),
    ),
    QueueList(
        "unread",
        _("Published unread"),
        CommentQuerySet.unread,
        _("Everything on the pages has been read."),
        _("Comments that were published at once stand here until somebody has read them."),
    ),
)

OLDEST, WEIGHTIEST = "oldest", "weightiest"


@dataclass(frozen=True)
class Order:
    """An order that pages by key.

    Args:
        key: what is sorted by, then the id; of the type `kind`.
    """

    code: str
    label: Promise
    key: Any
    kind: type[cursors.Key]


ORDERS = {
    OLDEST: Order(OLDEST, _("Oldest first"), F("created_at"), datetime.datetime),
    WEIGHTIEST: Order(WEIGHTIEST, _("Weightiest first"), WAITS_SINCE, float),
}


@dataclass(frozen=True)
class Choice:
    """What a moderator looks at: a list, narrowed or not, in an order."""

    list: QueueList = LISTS[0]
    section: int | None = None
    story: int | None = None
    watch: int | None = None
    order: Order = ORDERS[OLDEST]
    #: One card at a time.
    is_one: bool = False

    def address(self, *, after: str = "", **changes: Any) -> str:
        """The query string of this choice with other values.

        Args:
            after: a cursor; without one the first page.
        """
        to = replace(self, **changes)
        parts = {
            "list": to.list.code if to.list != LISTS[0] else "",
            "section": to.section,
            "story": to.story,
            "watch": to.watch,
            "order": to.order.code if to.order.code != OLDEST else "",
            "one": "1" if to.is_one else "",
            "after": after,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def read(values: Any) -> Choice:
    """The choice that an address names; what it names wrongly is left out.

    Args:
        values: of the query string.
    """
    lists = {one.code: one for one in LISTS}
    return Choice(
        list=lists.get(values.get("list", ""), LISTS[0]),
        section=_number(values.get("section")),
        story=_number(values.get("story")),
        watch=_number(values.get("watch")),
        order=ORDERS.get(values.get("order", ""), ORDERS[OLDEST]),
        is_one=values.get("one") == "1",
    )


def _number(text: str | None) -> int | None:
    is_one = text is not None and text.isascii() and text.isdigit() and len(text) < 18
    return int(text) or None if is_one and text else None


# How many ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One story with what is on each list below it."""

    story: int
    section: int | None
    headline: str
    numbers: dict[str, int]
    tags: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Numbers:
    """All stories below which something is on a list, as one moderator may see them."""

    lines: Sequence[Line]
    watch_lists: Sequence[WatchList] = field(default_factory=tuple)

    def watch_list(self, pk: int | None) -> WatchList | None:
        return next((one for one in self.watch_lists if one.pk == pk), None)

    def lines_of(self, choice: Choice) -> list[Line]:
        """The stories that a choice leaves, with something on its list."""
        watch = self.watch_list(choice.watch)
        inside = _with_below({choice.section}) if choice.section else None
        watched: set[int | None] = _with_below(set(watch.sections)) if watch else set()
        return [
            line
            for line in self.lines
            if line.numbers[choice.list.code]
            and (choice.story is None or line.story == choice.story)
            and (inside is None or line.section in inside)
            and (choice.watch is None or (watch is not None and _watches(watch, watched, line)))
        ]

    def count(self, choice: Choice) -> int:
        return sum(line.numbers[choice.list.code] for line in self.lines_of(choice))


def _watches(watch: WatchList, sections: set[int | None], line: Line) -> bool:
    return (
        line.section in sections
        or line.story in watch.stories
        or not line.tags.isdisjoint(watch.tags)
    )


def _with_below(wanted: set[int | None]) -> set[int | None]:
    """Ids of these sections and of all below them."""
    sections = chrome.get().sections.values()
    return {one.pk for one in sections if wanted & {above.pk for above in chrome.get().trail(one)}}


def numbers_for(user: Any) -> Numbers:
    """What waits, by story, in the sections that somebody decides on: two queries.

    A list whose comments are counted from a partial index costs what waits, not what there is.
    """
    watch_lists = list(WatchList.objects.seen_by(user))
    limits = newsroom.sections_of(user)
    lines: dict[int, Line] = {}
    for story, section, headline, tags, code, number in _counted(
        with_tags=any(one.tags for one in watch_lists)
    ):
        if limits is not None and section not in limits:
            continue
        line = lines.get(story)
        if line is None:
            numbers = {one.code: 0 for one in LISTS}
            line = lines[story] = Line(story, section, headline, numbers, frozenset(tags or ()))
        line.numbers[code] = number
    return Numbers(list(lines.values()), watch_lists)


def _counted(*, with_tags: bool) -> list[tuple[Any, ...]]:
    """Story, its section, headline and tags, a list's code, and how many are on that list.

    Counted before stories are looked at: joined first, the database would read all stories.
    """
    first, *others = (
        one.rows(Comment.objects.all())
        .order_by()
        .values("story")
        .annotate(code=Value(one.code), n=Count("*"))
        .values_list("story", "code", "n")
        for one in LISTS
    )
    counts, parameters = first.union(*others, all=True).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTED.format(counts=counts, tags=_TAGS if with_tags else "NULL"), parameters
        )
        return cursor.fetchall()


_TAGS = "ARRAY(SELECT tag_id FROM articles_story_tags WHERE story_id = story.id)"
_COUNTED = """
    WITH counted (story_id, code, number) AS MATERIALIZED ({counts})
    SELECT story.id, story.section_id, story.headline, {tags}, counted.code, counted.number
    FROM counted JOIN articles_story story ON story.id = counted.story_id
    ORDER BY story.id
"""


# Which, and where it goes on ---------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """Some comments of a list, and the cursor of those that follow ("" when none do)."""

    comments: list[Comment]
    next_cursor: str


def page_of(user: Any, choice: Choice, numbers: Numbers, after: str) -> Page:
    """A page of a list by key, with all that cards tell (house rule 13).

    Args:
        after: the cursor of the page before; anything malformed is the first page.
    """
    rows = choice.list.rows(rights.decidable(user))
    if choice.section or choice.story or choice.watch or newsroom.sections_of(user) is not None:
        rows = choice.list.rows(
            Comment.objects.filter(story__in=[line.story for line in numbers.lines_of(choice)])
        )
    rows = (
        desk_cards.with_all(rows).annotate(queue_key=choice.order.key).order_by("queue_key", "pk")
    )
    name = f"queue-{choice.order.code}"
    keys = cursors.decode(after, name, (choice.order.kind, int))
    if keys is not None:
        key, pk = keys
        # Said twice, so that the index begins where the page does.
        rows = rows.filter(Q(queue_key__gt=key) | Q(queue_key=key, pk__gt=pk), queue_key__gte=key)
    found: list[Any] = list(rows[: PAGE + 1])
    more, shown = len(found) > PAGE, found[:PAGE]
    if not more:
        return Page(shown, "")
    last = shown[-1]
    return Page(shown, cursors.encode(name, last.queue_key, last.pk))


# Ways to narrow it -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pill:
    """A way to another list or a narrower one."""

    label: str
    url: str
    number: int | None = None
    is_current: bool = False


def section_pills(choice: Choice, numbers: Numbers) -> list[Pill]:
    """The sections with something on the list: the top ones, and those below the chosen one."""
    bare = replace(choice, section=None, story=None)
    counts = {line.section: 0 for line in numbers.lines}
    for line in numbers.lines_of(bare):
        counts[line.section] += line.numbers[choice.list.code]
    chosen = chrome.get().section(choice.section)
    trail = {one.pk for one in chrome.get().trail(chosen)}
    shown = [one for one in _tree(None) if one.parent_id is None or one.parent_id in trail]
    pills = []
    for one in shown:
        below = _with_below({one.pk})
        number = sum(count for section, count in counts.items() if section in below)
        is_current = one.pk == choice.section
        if number or is_current:
            to = replace(bare, section=None if is_current else one.pk)
            pills.append(Pill(str(one), to.address(), number, is_current))
    return pills


def _tree(parent: Section | None) -> Iterable[Section]:
    for one in chrome.get().children(parent):
        yield one
        yield from _tree(one)


def story_pills(choice: Choice, numbers: Numbers) -> list[Pill]:
    """The stories with most on the list, and the chosen one."""
    bare = replace(choice, story=None)
    lines = sorted(
        numbers.lines_of(bare),
        key=lambda line: (line.story != choice.story, -line.numbers[choice.list.code]),
    )
    return [
        Pill(
            line.headline,
            replace(bare, story=None if line.story == choice.story else line.story).address(),
            line.numbers[choice.list.code],
            line.story == choice.story,
        )
        for line in lines[:STORIES_NAMED]
    ]


def list_pills(choice: Choice, numbers: Numbers) -> list[Pill]:
    """The lists, then what one watches; each with how many are on it."""
    whole = Choice(order=choice.order, is_one=choice.is_one)
    pills = []
    for one in LISTS:
        to = replace(whole, list=one)
        is_current = one == choice.list and choice.watch is None
        pills.append(Pill(str(one.label), to.address(), numbers.count(to), is_current))
    for watch in numbers.watch_lists:
        to = replace(whole, watch=watch.pk)
        pills.append(Pill(watch.name, to.address(), numbers.count(to), watch.pk == choice.watch))
    return pills
