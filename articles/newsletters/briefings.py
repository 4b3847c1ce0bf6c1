"""Briefings that fill and send themselves at their hour, in the newsroom's zone.

Each day has one issue of a briefing at most. An issue that editors have timed or sent for the day
is that one. A day with nothing new is left out, and so is an hour that is long past when a worker
comes back after an outage: a briefing of the morning is no news in the evening.
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from articles.chrome import current as chrome
from articles.models import Issue, IssueEvent, Newsletter
from articles.newsletters import composing, issuing
from articles.publishing import Refused
from newsportal.core.events import A_MINUTE

State, Kind = Issue.State, IssueEvent.Kind

#: How late a briefing may still go out.
LATE = datetime.timedelta(hours=3)


def send_due(now: datetime.datetime | None = None) -> int:
    """Let every briefing go whose hour has come (a beat).

    Args:
        now: the moment, for tests.

    Returns:
        How many are going out.
    """
    now = now or timezone.now()
    due = Newsletter.objects.briefings_by_themselves().select_related("section")
    return sum(_send(newsletter, now) for newsletter in due)


def last_hour(newsletter: Newsletter, now: datetime.datetime) -> datetime.datetime | None:
    """When the briefing was to go out last, today or yesterday; None where it comes on neither."""
    zone = ZoneInfo(chrome.get().site.time_zone)
    today = now.astimezone(zone).date()
    for day in (today, today - datetime.timedelta(days=1)):
        hour = datetime.datetime.combine(day, newsletter.at, zone)
        if day.weekday() in newsletter.weekdays and hour <= now:
            return hour
    return None


def _send(newsletter: Newsletter, now: datetime.datetime) -> bool:
    hour = last_hour(newsletter, now)
    if hour is None or hour < newsletter.created_at:
        return False
    if newsletter.issues.filter(edition=hour.date()).exists():
        return False
    with transaction.atomic():
        # One after the other: a second worker, or an editor who times one now, finds it made.
        Newsletter.objects.select_for_update().get(pk=newsletter.pk)
        if newsletter.issues.filter(edition=hour.date()).exists():
            return False
        if now > hour + LATE:
            _leave_out(newsletter, hour, Kind.MISSED)
            return False
        stories = composing.newest_for(newsletter, now)
        if not stories:
            _leave_out(newsletter, hour, Kind.SKIPPED)
            return False
        made = composing.begin(newsletter, None, stories)
        try:
            issuing.send(made, None)
        except Refused:  # nobody gets it yet
            made.delete()
            return False
        return True


def _leave_out(newsletter: Newsletter, hour: datetime.datetime, kind: str) -> None:
    made = Issue.objects.create(
        newsletter=newsletter, state=State.SKIPPED, edition=hour.date(), ended_at=timezone.now()
    )
    IssueEvent.objects.create(issue=made, kind=kind)


def next_hour(newsletter: Newsletter, now: datetime.datetime) -> datetime.datetime | None:
    """When the briefing goes out next; None where no day is chosen."""
    zone = ZoneInfo(chrome.get().site.time_zone)
    today = now.astimezone(zone).date()
    for ahead in range(8):
        day = today + datetime.timedelta(days=ahead)
        hour = datetime.datetime.combine(day, newsletter.at, zone)
        if day.weekday() in newsletter.weekdays and hour > now - A_MINUTE:
            return hour
    return None
