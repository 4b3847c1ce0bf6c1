"""Which moment an export's two dates mean."""

from datetime import UTC, datetime, timedelta

import pytest

from newsportal.interop.wordpress.dates import Doubt, Moment, OffsetCount, moment

ZERO = "0000-00-00 00:00:00"
TEN = datetime(2019, 5, 1, 10, tzinfo=UTC)


def test_gmt_is_trusted_where_the_two_disagree() -> None:
    found = moment("2019-05-01 23:59:59", "2019-05-01 10:00:00", timedelta(hours=2))

    assert found == Moment(TEN, Doubt.NONE)


@pytest.mark.parametrize("none", [ZERO, "", "tomorrow", "2019-13-01 10:00:00", "2019-05-01"])
def test_local_time_is_converted_by_the_usual_offset(none: str) -> None:
    found = moment("2019-05-01 12:00:00", none, timedelta(hours=2))

    assert found == Moment(TEN, Doubt.BY_OFFSET)


def test_local_time_of_an_unknown_zone_counts_as_utc_and_says_so() -> None:
    assert moment("2019-05-01 10:00:00", ZERO, None) == Moment(TEN, Doubt.AS_UTC)


@pytest.mark.parametrize("local", [ZERO, "", "soon"])
def test_no_date_at_all_is_none(local: str) -> None:
    assert moment(local, ZERO, timedelta(hours=2)) == Moment(None, Doubt.NO_DATE)


def test_a_date_at_the_end_of_time_is_none() -> None:
    assert moment("9999-12-31 23:59:59", ZERO, timedelta(hours=-2)).at is None


def test_the_usual_offset_is_the_most_frequent_one() -> None:
    count = OffsetCount()
    assert count.usual() is None

    count.note("2019-05-01 12:00:00", "2019-05-01 10:00:00")
    count.note("2019-07-01 12:00:04", "2019-07-01 10:00:00")  # the clock ticked in between
    count.note("2019-12-01 11:00:00", "2019-12-01 10:00:00")
    for _wrong in range(3):
        count.note("2019-05-03 12:00:00", "2019-05-01 10:00:00")  # no zone differs by two days
        count.note(ZERO, "2019-05-01 10:00:00")

    assert count.usual() == timedelta(hours=2)


@pytest.mark.parametrize("damaged", ["0001-01-01 00:00:00", "0999-12-31 23:59:59"])
def test_a_year_that_no_address_can_hold_counts_as_not_given(damaged: str) -> None:
    assert moment(damaged, damaged, None).at is None
