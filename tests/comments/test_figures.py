"""Features M11 and M14: what is counted of a period, by whom and why, and how long it waited."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from comments import figures, moderation
from comments.models import CommentEvent, Reason
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def last_days(days: int) -> figures.Period:
    now = timezone.now()
    return figures.Period(now - datetime.timedelta(days=days), now + HOUR)


def test_decisions_are_counted_by_reason_section_person_and_by_who_took_them():
    f.site()
    mina, lena = f.UserFactory(), f.UserFactory()
    sport, world = f.section("sport"), f.section("world")
    goal, storm = f.published(section=sport), f.published(section=world)
    f.policy("hold_all")
    refused = f.held(goal)
    moderation.reject(refused, mina, reason=Reason.ABUSE)
    moderation.approve(refused, lena)  # on second thoughts: two decisions
    moderation.reject(f.held(storm), mina, reason=Reason.OFF_TOPIC)
    moderation.remove(f.approved(storm), None, reason=Reason.ABUSE)
    f.held(storm)  # waits: nobody has decided
    f.policy("open")
    f.held(storm)  # published at once: a check decided

    found = figures.decisions(last_days(1))

    assert figures.counts(found, "kind") == {
        "rejected": 2,
        "approved": 2,
        "removed": 1,
        "submitted": 1,
    }
    assert figures.counts(found, "is_automatic") == {False: 3, True: 3}
    assert figures.counts(figures.by_people(last_days(1)), "actor", "section") == {
        (mina.pk, sport.pk): 1,
        (mina.pk, world.pk): 1,
        (lena.pk, sport.pk): 1,
    }
    of_sport = figures.decisions(last_days(1), sections=[sport.pk])
    assert figures.counts(of_sport, "kind", "reason") == {
        ("rejected", "abuse"): 1,
        ("approved", ""): 1,
    }
    assert figures.written(last_days(1)).count() == 5
    assert figures.held(last_days(1)).count() == 4
    before = figures.Period(timezone.now() - 2 * HOUR, timezone.now() - HOUR)
    assert figures.counts(figures.decisions(before), "kind") == {}
    assert figures.written(before).count() == 0


def test_waiting_counts_from_the_event_by_which_a_comment_came_to_wait_to_a_persons_decision():
    f.site()
    f.policy("hold_all")
    mina, lena = f.UserFactory(), f.UserFactory()
    for hours, who in ((1, mina), (3, mina), (8, lena)):
        comment = f.held()
        comment.events.update(at=timezone.now() - hours * HOUR)
        moderation.approve(comment, who)
    comment = f.approved()  # by the system: nobody waited for a person
    moderation.hold(comment, mina)
    comment.events.update(at=timezone.now() - 100 * HOUR)
    f.held()

    found = figures.decisions(last_days(1))

    assert round(figures.median_wait(found) / HOUR) == 3
    by_person = figures.median_waits(found, "actor")
    assert {who: round(waited / HOUR) for who, waited in by_person.items()} == {
        mina.pk: 2,
        lena.pk: 8,
    }
    assert figures.median_wait(CommentEvent.objects.none()) is None


def test_months_and_days_are_those_of_the_newsrooms_zone():
    f.site(time_zone="Asia/Seoul")
    seoul = ZoneInfo("Asia/Seoul")
    first = datetime.date(2026, 12, 1)

    assert figures.months(3, datetime.datetime(2026, 12, 31, 16, tzinfo=datetime.UTC)) == [
        datetime.date(2027, 1, 1),
        first,
        datetime.date(2026, 11, 1),
    ]
    assert figures.month(first) == figures.Period(
        datetime.datetime(2026, 12, 1, tzinfo=seoul), datetime.datetime(2027, 1, 1, tzinfo=seoul)
    )
    assert figures.days(first, first).until == datetime.datetime(2026, 12, 2, tzinfo=seoul)
