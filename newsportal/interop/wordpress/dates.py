"""When something happened, from the two dates that an export gives for it.

WordPress writes each date twice, in the site's local time and in GMT. The two disagree wherever a
site changed its zone, or an importer wrote one of them wrongly: GMT is the one that WordPress
itself sorts and schedules by, so it is trusted. Drafts carry "0000-00-00 00:00:00" as GMT, which
means none.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

_FORMAT = "%Y-%m-%d %H:%M:%S"
# Zones differ by quarters of an hour, and by at most 14 hours from GMT.
_STEP = timedelta(minutes=15)
_WIDEST = timedelta(hours=14)
# Years of four digits stand in addresses; a date before them is damage (WordPress itself turns its
# "0000-00-00" into years about 1 in some exports).
_FIRST_YEAR = 1000


class Doubt(Enum):
    """Why a moment may be some hours wrong; reported, never hidden."""

    NONE = "none"
    BY_OFFSET = "by offset"  # local time only, converted by the site's usual difference to GMT
    AS_UTC = "as utc"  # local time only, the site's zone unknown
    NO_DATE = "no date"


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime | None
    doubt: Doubt


class OffsetCount:
    """Learns a site's difference to GMT from the items that give both dates."""

    def __init__(self) -> None:
        self._seen: Counter[timedelta] = Counter()

    def note(self, local: str, gmt: str) -> None:
        here, there = _parsed(local), _parsed(gmt)
        if here is None or there is None:
            return
        offset = round((here - there) / _STEP) * _STEP
        if abs(offset) <= _WIDEST:
            self._seen[offset] += 1

    def usual(self) -> timedelta | None:
        """The most frequent difference of local time to GMT, or None when nothing told it."""
        most = self._seen.most_common(1)
        return most[0][0] if most else None


def moment(local: str, gmt: str, offset: timedelta | None) -> Moment:
    """When it happened in UTC, from both dates as written and the site's usual offset.

    `offset` is local time minus GMT; None means unknown. A date that is missing, zero or broken
    counts as not given.
    """
    there = _parsed(gmt)
    if there is not None:
        return Moment(there, Doubt.NONE)
    here = _parsed(local)
    if here is None:
        return Moment(None, Doubt.NO_DATE)
    if offset is None:
        return Moment(here, Doubt.AS_UTC)
    try:
        return Moment(here - offset, Doubt.BY_OFFSET)
    except OverflowError:  # within hours of the first or last year that a date can hold
        return Moment(None, Doubt.NO_DATE)


def _parsed(text: str) -> datetime | None:
    try:
        parsed = datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return parsed if parsed.year >= _FIRST_YEAR else None
