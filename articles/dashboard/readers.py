"""What readers do: most read now, and the week as a chart. All of it is public."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Sum, Value
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Story, StoryActivity
from newsportal.core.dashboard import Panel, Rank
from newsportal.core.models import User

#: “Now”: long enough for a small newspaper, short enough to see something rise.
READ_WITHIN = datetime.timedelta(hours=2)
MOST_READ = 5

#: Days of the chart, today included.
DAYS = 7
#: The drawing in its own units: a day's width, a bar's, the tallest bar and what stands round it.
DAY_WIDTH, BAR_WIDTH, TALLEST, ABOVE, BELOW = 44, 26, 56, 14, 16


def most_read(_person: User) -> list[Panel]:
    """Live stories by the reads of this hour and the two before; empty while nothing is counted."""
    this_hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    # Beginning with the hour two before this one.
    since = this_hour - READ_WITHIN - datetime.timedelta(seconds=1)
    counted = Story.objects.live().for_addresses().most_read(since)
    return [
        Panel(
            code="most-read",
            title=_("Most read now"),
            template="admin/dashboard/_most_read.html",
            rank=Rank.TELLING,
            words={"stories": list(counted[:MOST_READ])},
        )
    ]


@dataclass(frozen=True)
class Bar:
    """One day of one row of the chart."""

    day: datetime.date
    number: int
    x: int
    height: int

    @property
    def y(self) -> int:
        return ABOVE + TALLEST - self.height

    @property
    def middle(self) -> int:
        return self.x + BAR_WIDTH // 2

    @property
    def label_y(self) -> int:
        return self.y - 4


@dataclass(frozen=True)
class Row:
    """One row of bars; each has a scale of its own."""

    code: str
    title: str
    bars: list[Bar]

    @property
    def total(self) -> int:
        return sum(bar.number for bar in self.bars)


def week(_person: User) -> list[Panel]:
    """Stories published and public comments, day by day, in the newsroom's zone."""
    today = timezone.localdate()
    days = [today - datetime.timedelta(days=back) for back in reversed(range(DAYS))]
    counted = _counted(days[0])
    rows = [
        _row("stories", _("Stories published"), days, counted),
        _row("comments", _("Comments"), days, counted),
    ]
    table = [(day, [row.bars[place].number for row in rows]) for place, day in enumerate(days)]
    size = {
        "width": DAYS * DAY_WIDTH,
        "height": ABOVE + TALLEST + BELOW,
        "base": ABOVE + TALLEST,
        "day_y": ABOVE + TALLEST + BELOW - 3,
        "bar": BAR_WIDTH,
    }
    return [
        Panel(
            code="week",
            title=_("The week"),
            template="admin/dashboard/_week.html",
            rank=Rank.TELLING,
            words={"rows": rows, "table": table, "today": today, "size": size},
        )
    ]


def _counted(first: datetime.date) -> Mapping[tuple[str, datetime.date], int]:
    """Numbers by row and day, in one query."""
    start = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))
    zone = timezone.get_current_timezone()
    stories: Any = (
        Story.objects.live()
        .filter(first_live_at__gte=start)
        .order_by()
        .annotate(row=Value("stories"), day=TruncDate("first_live_at", tzinfo=zone))
        .values("row", "day")
        .annotate(number=Cast(Count("pk"), IntegerField()))
    )
    comments: Any = (
        StoryActivity.objects.filter(hour__gte=start)
        .order_by()
        .annotate(row=Value("comments"), day=TruncDate("hour", tzinfo=zone))
        .values("row", "day")
        .annotate(number=Cast(Sum("comments"), IntegerField()))
    )
    columns = ("row", "day", "number")
    both = stories.values_list(*columns).union(comments.values_list(*columns), all=True)
    return {(row, day): number for row, day, number in both}


def _row(
    code: str,
    title: str,
    days: list[datetime.date],
    counted: Mapping[tuple[str, datetime.date], int],
) -> Row:
    numbers = [counted.get((code, day), 0) for day in days]
    most = max([*numbers, 1])
    margin = (DAY_WIDTH - BAR_WIDTH) // 2
    bars = [
        Bar(day, number, place * DAY_WIDTH + margin, -(-number * TALLEST // most))
        for place, (day, number) in enumerate(zip(days, numbers, strict=True))
    ]
    return Row(code, title, bars)
