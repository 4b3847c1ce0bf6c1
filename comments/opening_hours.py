"""When the newsroom reads comments: ranges on weekdays, in the newsroom's zone (feature C8).

A range whose end is not behind its beginning goes on past midnight: 22:00–02:00 on Friday ends on
Saturday, 00:00–00:00 is the whole day. No range at all means always.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Range:
    """From when to when on one weekday (Monday is 0)."""

    weekday: int
    opens: datetime.time
    closes: datetime.time

    def on(self, day: datetime.date, zone: ZoneInfo) -> tuple[datetime.datetime, datetime.datetime]:
        """The range on a day, aware; the hour that a change of clocks takes or gives counts as the
        clock on the wall says."""
        ends = day if self.closes > self.opens else day + datetime.timedelta(days=1)
        return (
            datetime.datetime.combine(day, self.opens, zone),
            datetime.datetime.combine(ends, self.closes, zone),
        )


def _around(
    ranges: Iterable[Range], now: datetime.datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """All ranges from yesterday to the same weekday of next week."""
    today = now.astimezone(zone).date()
    known = list(ranges)
    for offset in range(-1, 8):
        day = today + datetime.timedelta(days=offset)
        yield from (one.on(day, zone) for one in known if one.weekday == day.weekday())


def is_open(ranges: Iterable[Range], now: datetime.datetime, zone: ZoneInfo) -> bool:
    """Whether a moment lies in one of the ranges; without any it always does."""
    known = list(ranges)
    return not known or any(start <= now < end for start, end in _around(known, now, zone))


def opens_at(
    ranges: Iterable[Range], now: datetime.datetime, zone: ZoneInfo
) -> datetime.datetime | None:
    """When the next range begins after a moment; None without any."""
    return min((start for start, _end in _around(ranges, now, zone) if start > now), default=None)
