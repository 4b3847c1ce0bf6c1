"""Counts of the desk by day: kept for days that are over, counted at once for the rest (M14).

A cell is what one person, or the checks, did on one day below the stories of one section with one
verb and reason. `count` asks `comments.figures` for it; the beat keeps what it gave for each day
that is over, so that a year is read as quickly as a day. What is kept stays as it was counted, also
when a story moves to another section later: a bill that was sent is not changed.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, F, IntegerField, OuterRef, Q, Value
from django.db.models import When as If
from django.db.models.functions import Cast, Extract, ExtractHour, Floor, TruncDate
from django.utils import timezone
from django_tasks import task

from comments import figures, moderation
from comments.discussions import newsroom_zone
from comments.models import CommentEvent, DeskDay

Kind = CommentEvent.Kind

#: Stand where somebody's id would.
AUTOMATIC, FORMER = "automatic", "former"
#: The verb of a comment that came in, which is nobody's decision.
CAME = "came"

#: Days that one task keeps; the next beat goes on.
AT_ONCE = 31
#: Days that the nightly comparison reads again.
LOOK_BACK = 31


class Cell(NamedTuple):
    """Args:
    who: an id as text, `AUTOMATIC` or `FORMER`; "" for what came in.
    verb: what was done, by the states' names; `CAME`.
    number: how many stand; those that were taken back within the minute are `undone` only.
    hours: how many by the hour of the newsroom's clock (as text: JSON's keys), without 0.
    waits: whole seconds that each waited which had waited for a person.
    """

    day: datetime.date
    section: int | None
    who: str
    verb: str
    reason: str
    number: int
    undone: int
    hours: dict[str, int]
    waits: list[int]


def cells(first: datetime.date, last: datetime.date) -> Iterator[Cell]:
    """All cells of a range of days, both included; days that are not kept are counted now."""
    zone = str(newsroom_zone())
    kept = DeskDay.objects.filter(day__gte=first, day__lte=last, zone=zone)
    known = dict(kept.values_list("day", "cells"))
    for day, rows in known.items():
        for row in rows:
            yield Cell(day, *row)
    missing = [day for day in _days(first, last) if day not in known]
    if missing:
        counted = count(missing[0], missing[-1])
        yield from (cell for cell in counted if cell.day not in known)


def count(first: datetime.date, last: datetime.date) -> Iterator[Cell]:
    """The cells of a range of days, counted from the events in two queries."""
    period, zone = figures.days(first, last), newsroom_zone()
    by = ("day", "section", "who", "verb", "reason")
    stands, hour = Q(is_undone=False), Cast(ExtractHour("at", tzinfo=zone), IntegerField())
    decided: Any = (
        figures.with_waits(figures.decisions(period, undone=True))
        .annotate(
            day=TruncDate("at", tzinfo=zone),
            section=F("comment__story__section"),
            who=Case(
                If(is_automatic=True, then=Value(AUTOMATIC)),
                If(actor=None, then=Value(FORMER)),
                default=Cast("actor", CharField()),
            ),
            verb=Case(
                If(kind__in=figures.BY_AUTHORS, then=F("to_status")),
                If(kind=Kind.MARKED_SPAM, then=Value("spam")),
                default=F("kind"),
                output_field=CharField(),
            ),
            hour=hour,
            seconds=Cast(Floor(Extract("waited", "epoch")), IntegerField()),
            is_undone=Exists(CommentEvent.objects.filter(undoes=OuterRef("pk"))),
        )
        .values(*by)
        .annotate(
            number=Count("pk", filter=stands),
            undone=Count("pk", filter=~stands),
            hours=ArrayAgg("hour", filter=stands, default=Value([])),
            waits=ArrayAgg("seconds", filter=stands & Q(seconds__isnull=False), default=Value([])),
        )
    )
    for row in decided:
        row["hours"] = _by_hour(row["hours"])
        row["waits"].sort()
        yield Cell(**row)
    came: Any = (
        figures.written(period)
        .annotate(day=TruncDate("at", tzinfo=zone), section=F("comment__story__section"), hour=hour)
        .values("day", "section")
        .annotate(hours=ArrayAgg("hour"))
    )
    for row in came:
        hours = _by_hour(row["hours"])
        number = sum(hours.values())
        yield Cell(row["day"], row["section"], "", CAME, "", number, 0, hours, [])


def _by_hour(hours: Iterable[int]) -> dict[str, int]:
    return {str(hour): number for hour, number in Counter(hours).items()}


def _days(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    for place in range((last - first).days + 1):
        yield first + datetime.timedelta(days=place)


# Keeping ------------------------------------------------------------------------------------------


def close_due() -> None:
    """Have the worker keep the days that are over (a beat of the settings)."""
    if due():
        close.enqueue()


def due(now: datetime.datetime | None = None) -> list[datetime.date]:
    """Days that are over and not kept, the newest first: of these figures are asked for most.

    A day is over when its last decision cannot be taken back any more.
    """
    zone = newsroom_zone()
    settled = (now or timezone.now()) - moderation.UNDO_FOR
    last = timezone.localtime(settled, zone).date() - datetime.timedelta(days=1)
    oldest = CommentEvent.objects.order_by("at").values_list("at", flat=True).first()
    if oldest is None:
        return []
    kept = set(DeskDay.objects.filter(zone=str(zone)).values_list("day", flat=True))
    days = _days(timezone.localtime(oldest, zone).date(), last)
    return sorted((day for day in days if day not in kept), reverse=True)


@task()
def close() -> None:
    """Keep the cells of days that are over, each in a transaction of its own."""
    for day in due()[:AT_ONCE]:
        keep(day)


@transaction.atomic
def keep(day: datetime.date) -> None:
    """Count one day and keep it, in place of what was kept in another zone or counted before."""
    rows = [cell[1:] for cell in count(day, day)]
    fields = {"zone": str(newsroom_zone()), "cells": rows, "counted_at": timezone.now()}
    DeskDay.objects.update_or_create(day=day, defaults=fields)


def untrue(*, repair: bool = False, days: int = LOOK_BACK) -> list[datetime.date]:
    """Kept days whose numbers are not those of the events, among the last ones.

    By verb only: where a story stands and who is still here may have changed since.

    Args:
        repair: count them anew.
    """
    last = timezone.localtime(None, newsroom_zone()).date()
    first = last - datetime.timedelta(days=days)
    kept = DeskDay.objects.filter(day__gte=first, zone=str(newsroom_zone()))
    stored: Counter[tuple[datetime.date, str]] = Counter()
    true: Counter[tuple[datetime.date, str]] = Counter()
    known = dict(kept.values_list("day", "cells"))
    for day, rows in known.items():
        for row in rows:
            stored[day, row[2]] += row[4]
    for cell in count(first, last) if known else ():
        if cell.day in known:
            true[cell.day, cell.verb] += cell.number
    keys = set(stored) | set(true)
    wrong = sorted({key[0] for key in keys if stored[key] != true[key]})
    for day in wrong if repair else ():
        keep(day)
    return wrong
