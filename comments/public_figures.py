"""The numbers of moderation that everybody may read (feature M11).

The beat counts the present month and the one before every hour, and any of the last twelve that is
missing; a page reads one small row a month. What is shown protects people: of what was decided
about somebody, fewer than five are not told apart.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from articles.models import Story
from comments import figures
from comments.models import (
    Appeal,
    CommentEvent,
    LegalDecision,
    ModerationMonth,
    Reason,
    Report,
    Sanction,
)
from comments.notifications import waited_words
from newsportal.core import versions

#: Of the page that shows them.
VERSION_KEY = "moderation"

#: Months that the page tells.
MONTHS = 12
#: The present month and the one before still move: a decision on its last evening is appealed
#: against, and the clock of a busy database is not to the second.
MOVING = 2

#: Numbers under it are not told apart (“fewer than 5”): whoever knows of one case would learn of
#: the others, and statistical offices draw the line here or lower.
FEW = 5

Numbers = dict[str, Any]


def count() -> None:
    """Have the worker count what is not counted yet (a beat of the settings)."""
    count_months.enqueue()


@task()
def count_months() -> None:
    """Keep the numbers of the months that move or are missing."""
    wanted = figures.months(MONTHS)
    known = set(ModerationMonth.objects.filter(month__in=wanted).values_list("month", flat=True))
    due = [first for first in wanted if first in wanted[:MOVING] or first not in known]
    with transaction.atomic():
        is_new = False
        for first in due:
            is_new |= _keep(first, numbers_of(figures.month(first)))
        if is_new:
            versions.bump(VERSION_KEY)


def _keep(first: datetime.date, numbers: Numbers) -> bool:
    """Write a month's row; returns whether it says something else than before."""
    before = ModerationMonth.objects.filter(month=first).values_list("numbers", flat=True).first()
    ModerationMonth.objects.update_or_create(
        month=first, defaults={"numbers": numbers, "counted_at": timezone.now()}
    )
    return before != numbers


def numbers_of(period: figures.Period) -> Numbers:
    """All that is told of a period, as a row keeps it."""
    decided = figures.decisions(period)
    outcomes = figures.counts(decided, "status", "reason")
    by_status = _sums(outcomes, 0)
    by_machine = figures.counts(decided, "is_automatic")
    wait = figures.median_wait(decided)
    refused = decided.filter(to_status__in=figures.AGAINST)
    return {
        "written": figures.written(period).count(),
        "held": figures.held(period).count(),
        "published": decided.filter(to_status="approved").exclude(kind="restored").count(),
        "refused": by_status.get("rejected", 0) + by_status.get("spam", 0),
        "removed": by_status.get("removed", 0),
        "people": by_machine.get(False, 0),
        "machine": by_machine.get(True, 0),
        "median_minutes": round(wait.total_seconds() / 60) if wait is not None else None,
        "spam": by_status.get("spam", 0),
        "reasons": figures.counts(refused.exclude(to_status="spam"), "reason"),
        "reports": {
            "given": figures.reports_given(period).count(),
            **figures.counts(figures.reports_settled(period), "state"),
        },
        "appeals": {
            "made": figures.appeals_made(period).count(),
            **figures.counts(figures.appeals_answered(period), "state"),
        },
        "sanctions": figures.counts(figures.sanctions_imposed(period), "kind"),
        "notices": {
            "given": figures.notices_given(period).count(),
            **figures.counts(figures.notices_decided(period), "act"),
        },
    }


def _sums(outcomes: Mapping[tuple[str, str], int], place: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, number in outcomes.items():
        found[key[place]] += number
    return found


# Telling ------------------------------------------------------------------------------------------


def told(number: int) -> str:
    """A number about people as it is told: fewer than five are not told apart."""
    return _("fewer than %(few)d") % {"few": FEW} if 0 < number < FEW else str(number)


@dataclass(frozen=True)
class Month:
    """A month as the table and the chart show it; heights are in units of the chart."""

    first: datetime.date
    numbers: Numbers
    x: int
    published_height: int
    refused_height: int

    @property
    def refused(self) -> str:
        return told(self.numbers["refused"])

    @property
    def removed(self) -> str:
        return told(self.numbers["removed"])

    @property
    def wait(self) -> str:
        """The median wait in words; a dash where nothing had waited for a person."""
        minutes = self.numbers["median_minutes"]
        return waited_words(minutes) if minutes is not None else "–"

    @property
    def published_y(self) -> int:
        return BASE - self.published_height

    @property
    def refused_y(self) -> int:
        return self.published_y - self.refused_height

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


#: The chart, in its own units: a bar’s width, the step to the next, its base and its height.
BAR, STEP, BASE, HIGH = 34, 60, 180, 160
CHART = {"height": 210, "bar": BAR, "base": BASE, "words": BASE + 20}
#: Months that the chart has room for at least, so that bars of a young paper are no towers.
ROOM = 6


@dataclass(frozen=True)
class Group:
    """A table of what was decided, over the months together."""

    title: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Account:
    """All numbers that the page shows.

    Args:
        months: the oldest first.
        counted_at: when the newest was counted.
        width: of the chart.
    """

    months: list[Month]
    groups: list[Group]
    counted_at: datetime.datetime | None
    width: int


def account() -> Account:
    """The numbers of the last twelve months, from the first in which anything was; one query."""
    first = figures.months(MONTHS)[-1]
    counted = ModerationMonth.objects.filter(month__gte=first).order_by("month")
    rows = list(dropwhile(_is_empty, counted))
    bars = [(row.numbers["published"], _bar(row.numbers)) for row in rows]
    most = max((published + refused for published, refused in bars), default=0)
    months = [
        Month(row.month, row.numbers, place * STEP, _high(published, most), _high(refused, most))
        for place, (row, (published, refused)) in enumerate(zip(rows, bars, strict=True))
    ]
    return Account(
        months=months,
        groups=_groups([row.numbers for row in rows]) if rows else [],
        counted_at=max((row.counted_at for row in rows), default=None),
        width=max(len(rows), ROOM) * STEP,
    )


def _is_empty(row: ModerationMonth) -> bool:
    """Whether nothing was written or decided in a month."""
    return not any(row.numbers[name] for name in ("written", "people", "machine"))


def _bar(numbers: Numbers) -> int:
    """What was refused or removed, as the chart may show it: a few are no height."""
    number: int = numbers["refused"] + numbers["removed"]
    return number if number >= FEW else 0


def _high(number: int, most: int) -> int:
    return round(number * HIGH / most) if most else 0


def _groups(months: list[Numbers]) -> list[Group]:
    reasons = _total(months, "reasons")
    spam = sum(numbers["spam"] for numbers in months)
    return [
        Group(
            _("Refused or removed, by reason"),
            [
                *_lines(Reason.choices, reasons),
                (_("advertising or repetition"), told(spam)),
            ],
        ),
        Group(
            _("Reports of readers"),
            _lines([("given", _("received")), *_ends(Report.State)], _total(months, "reports")),
        ),
        Group(
            _("Appeals of authors"),
            _lines([("made", _("received")), *_ends(Appeal.State)], _total(months, "appeals")),
        ),
        Group(_("Sanctions"), _lines(Sanction.Kind.choices, _total(months, "sanctions"))),
        Group(
            _("Notices of illegal content"),
            _lines(
                [("given", _("received")), *LegalDecision.Act.choices], _total(months, "notices")
            ),
        ),
    ]


def _ends(states: Any) -> list[tuple[str, str]]:
    """States in which something has ended."""
    return [(code, label) for code, label in states.choices if code != "open"]


def _total(months: Iterable[Numbers], name: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for numbers in months:
        found.update(numbers[name])
    return found


def _lines(choices: Iterable[Any], found: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(str(label), told(found.get(code, 0))) for code, label in choices]


# As a file ----------------------------------------------------------------------------------------

#: Columns that tell what anybody could count on the pages, or that name nobody.
PLAIN = ("written", "published", "held", "people", "machine", "median_minutes")
GROUPED = ("reasons", "reports", "appeals", "sanctions", "notices")


def table() -> str:
    """The same numbers as CSV: a line for each month and number."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["month", "figure", "of", "number"])
    for month in account().months:
        name, numbers = f"{month.first:%Y-%m}", month.numbers
        for figure in PLAIN:
            value = numbers[figure]
            writer.writerow([name, figure, "", "" if value is None else value])
        for figure in ("refused", "removed", "spam"):
            writer.writerow([name, figure, "", _cell(numbers[figure])])
        for figure in GROUPED:
            for code, number in sorted(numbers[figure].items()):
                writer.writerow([name, figure, code, _cell(number)])
    return out.getvalue()


def _cell(number: int) -> str:
    return f"<{FEW}" if 0 < number < FEW else str(number)


# The latest decisions -----------------------------------------------------------------------------

#: Decisions listed, and how far back they are looked for.
LATEST, LOOK_BACK = 50, datetime.timedelta(days=30)
#: A decision is taken back within a minute, or it stands.
SETTLES = datetime.timedelta(seconds=60)

#: What is listed: decisions against a comment, and those that brought one back.
LISTED_KINDS = (
    CommentEvent.Kind.REJECTED,
    CommentEvent.Kind.MARKED_SPAM,
    CommentEvent.Kind.REMOVED,
    CommentEvent.Kind.RESTORED,
)


def latest(now: datetime.datetime | None = None) -> list[CommentEvent]:
    """The latest decisions that stand, on comments below stories that everybody reads.

    Neither names nor words nor the comment's address come with them; nothing is told of a comment
    that waits or that its author took back.
    """
    now = now or timezone.now()
    found = figures.decisions(figures.Period(now - LOOK_BACK, now - SETTLES))
    listed = found.filter(kind__in=LISTED_KINDS) | found.filter(to_status__in=figures.REFUSED)
    return list(
        listed.filter(to_status=F("comment__status"))
        .filter(comment__story__in=Story.objects.live(now).values("pk"))
        .select_related("comment__story__section")
        .only(
            "kind",
            "at",
            "reason",
            "to_status",
            "actor",
            "comment__status",
            "comment__story__headline",
            "comment__story__slug",
            "comment__story__published_on",
            "comment__story__section__path",
            "comment__story__section__name",
        )
        .order_by("-at", "-pk")[:LATEST]
    )
