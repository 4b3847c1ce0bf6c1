"""When a comment will probably be read, told in steps and never as a promise (feature C8).

The beat measures how long comments have waited for people lately and keeps one number; pages ask
for nothing more than the copy of the policies.
"""

from __future__ import annotations

import datetime
import statistics
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import opening_hours
from comments.discussions import Policies, Rule, newsroom_zone, policies
from comments.models import Comment, Policy, ReadingPace
from newsportal.core import versions

#: The last days say how it is now; longer ago other people were on duty.
LOOK_BACK = datetime.timedelta(days=7)
#: Fewer decisions say nothing.
FEWEST = 5
#: More need not be read.
MOST = 500

#: Upper bounds in minutes and what is said up to there; beyond the last one nothing is.
STEPS = (
    (10, gettext_lazy("usually within minutes")),
    (60, gettext_lazy("usually within an hour")),
    (240, gettext_lazy("usually within a few hours")),
    (1440, gettext_lazy("usually within a day")),
)


def measure(now: datetime.datetime | None = None) -> int | None:
    """Keep the median minutes that comments waited lately (a beat of the settings).

    Only what a person decided counts, and of that what was written while comments were read: who
    writes at night waits for the morning, which the form says by itself.

    Returns:
        The minutes, None when too few were decided.
    """
    now = now or timezone.now()
    known, zone = policies.get(), newsroom_zone()
    decided = (
        Comment.objects.filter(decided_at__gt=now - LOOK_BACK, decided_by__isnull=False, revision=1)
        .exclude(status=Comment.Status.REMOVED)
        .order_by("-decided_at")
        .values_list("created_at", "decided_at")[:MOST]
    )
    waits = [
        (until - since).total_seconds() / 60
        for since, until in decided
        if until and opening_hours.is_open(known.hours, since, zone)
    ]
    minutes = round(statistics.median(waits)) if len(waits) >= FEWEST else None
    _keep(minutes, known)
    return minutes


@transaction.atomic
def _keep(minutes: int | None, known: Policies) -> None:
    """Write the number; pages are told only when they will say something else."""
    ReadingPace.objects.update_or_create(pk=ReadingPace.SINGLE, defaults={"minutes": minutes})
    if _step(minutes) != _step(known.pace):
        versions.bump("discussion-policies")


def _step(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return next((str(words) for most, words in STEPS if minutes <= most), "")


def words(rule: Rule, now: datetime.datetime | None = None) -> str:
    """When a comment that waits will probably be read, as a part of a sentence; "" when unknown."""
    if rule.policy not in (Policy.HOLD_ALL, Policy.HOLD_NEWCOMERS):
        return ""
    if rule.opens_at is not None:
        return _from_then(rule.opens_at, now or timezone.now(), newsroom_zone())
    return _step(policies.get().pace)


def _from_then(opens: datetime.datetime, now: datetime.datetime, zone: ZoneInfo) -> str:
    """ "today from 08:00", "tomorrow from 08:00", "on Monday from 08:00"."""
    local = opens.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    told = {"time": date_format(local, "TIME_FORMAT"), "day": date_format(local, "l")}
    if days <= 0:
        return _("today from %(time)s") % told
    if days == 1:
        return _("tomorrow from %(time)s") % told
    return _("on %(day)s from %(time)s") % told
