"""The digest: what a person wants to hear of by mail, but not at once, gathered into one (C11).

Every morning an edition closes; what is older and not mailed yet goes out as one mail a person, on
Mondays for those who want it weekly. No row says when somebody was served: a notice is marked in
the transaction that writes its mail into the queue, so a beat that comes late, twice or after a
crash sends what is still owed, and nothing twice.
"""

from __future__ import annotations

import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from newsportal.core import mail, notices
from newsportal.core.models import DigestRhythm, Notice, SiteSettings, User
from newsportal.core.notices import DIGEST, Line
from newsportal.core.paper import absolute, speaking

#: The hour in the newsroom's zone at which an edition closes: before most people's breakfast.
HOUR = 7
#: The most that one mail lists; the inbox has the rest, and the mail says how many.
MOST = 50

TEMPLATE = "core/mail/digest"


def edition(now: datetime.datetime, *, weekly: bool) -> datetime.datetime:
    """When the latest edition closed: at seven today or yesterday, or on the last Monday.

    Args:
        now: aware.
        weekly: for those who want one a week.
    """
    zone = _newsroom_zone()
    here = now.astimezone(zone)
    day = here.date()
    if here.time() < datetime.time(HOUR):
        day -= datetime.timedelta(days=1)
    if weekly:
        day -= datetime.timedelta(days=day.weekday())
    return datetime.datetime.combine(day, datetime.time(HOUR), zone)


def _newsroom_zone() -> ZoneInfo:
    site = SiteSettings.objects.filter(pk=SiteSettings.SINGLE).first()
    return ZoneInfo(site.time_zone if site else settings.TIME_ZONE)


def send_due(now: datetime.datetime | None = None) -> int:
    """Queue a mail for everybody whose edition has closed with something in it (a beat).

    Args:
        now: the moment, for tests.

    Returns:
        How many people are served.
    """
    now = now or timezone.now()
    due = 0
    for weekly in (False, True):
        closed = edition(now, weekly=weekly)
        waiting = Notice.objects.for_digest().filter(at__lt=closed, recipient__is_active=True)
        served = DigestRhythm.objects.filter(weekly=True).values("person")
        waiting = (
            waiting.filter(recipient__in=served)
            if weekly
            else waiting.exclude(recipient__in=served)
        )
        for person in waiting.order_by().values_list("recipient", flat=True).distinct():
            mail_digest.enqueue(person, closed.isoformat())
            due += 1
    return due


@task()
def mail_digest(person_id: int, closed: str) -> None:
    """Write one person's digest (the worker). A second task finds nothing left to say.

    The notices are marked in the same transaction as the mail's row in the queue: killed before it
    ends nothing has happened, killed after it the mail is in the queue, once.

    Args:
        closed: when the edition closed, in ISO form.
    """
    with transaction.atomic():
        waiting = Notice.objects.for_digest().filter(
            recipient=person_id, at__lt=datetime.datetime.fromisoformat(closed)
        )
        held = list(waiting.select_for_update(skip_locked=True).order_by("pk"))
        person = User.objects.filter(pk=person_id, is_active=True).first()
        if not held or person is None:
            return
        letter = _letter(person, held)
        if letter is not None:
            deliver.enqueue(letter)
        # What there was nothing to say about is done with too.
        Notice.objects.filter(pk__in=[one.pk for one in held]).update(mailed_at=timezone.now())


@task()
def deliver(letter: dict[str, Any], attempt: int = 1) -> None:
    """Hand a digest to the mail server; one that is down is tried again, as for single mails.

    A worker that is killed right after the server took it sends it once more when the task is taken
    up again: the mail bears the same Message-ID, by which mail programs know a copy.
    """
    try:
        mail.send(**letter)
    except OSError:
        if attempt > len(notices.MAIL_PAUSES):
            raise
        pause = datetime.timedelta(seconds=notices.MAIL_PAUSES[attempt - 1])
        deliver.using(run_after=timezone.now() + pause).enqueue(letter, attempt + 1)


def _letter(person: User, held: list[Notice]) -> dict[str, Any] | None:
    """The digest's mail; None when nothing of it may or need be told any more."""
    wanted = {kind.code for kind, wish in notices.wishes_of(person) if wish.by_mail}
    with speaking() as site_name:
        lines = [
            line
            for line in notices.tell([one for one in held if one.kind in wanted], person)
            if line.kind is not None and line.told is not None and not line.told.is_over
        ]
        if not lines:
            return None
        words = {
            "title": _("What you wanted to hear of"),
            "groups": _by_kind(lines[:MOST]),
            "count": len(lines),
            "left_out": max(0, len(lines) - MOST),
            "site_name": site_name,
            "inbox_link": notices.inbox_address(),
            "choices_link": notices.choices_address(),
        }
        letter = notices.letter(person, DIGEST, TEMPLATE, words)
    host = urlsplit(settings.SITE_URL).hostname
    letter["headers"]["Message-ID"] = f"<digest.{person.pk}.{held[-1].pk}@{host}>"
    return letter


def _by_kind(lines: list[Line]) -> list[dict[str, Any]]:
    """Lines under the name of their kind, in the order of the kinds' first lines."""
    order = {line.notice.kind: place for place, line in reversed(list(enumerate(lines)))}
    lines = sorted(lines, key=lambda line: order[line.notice.kind])
    return [
        {
            "label": next(iter(group)).kind.label,  # type: ignore[union-attr]
            "lines": [
                {"title": line.told.title, "link": absolute(line.told.url)}
                for line in group
                if line.told is not None
            ],
        }
        for group in (list(found) for _code, found in groupby(lines, lambda line: line.notice.kind))
    ]


def is_weekly(person: User) -> bool:
    """Whether a person wants the digest once a week rather than every day."""
    return DigestRhythm.objects.filter(person=person, weekly=True).exists()


def choose_rhythm(person: User, *, weekly: bool) -> None:
    """Keep how often a person wants the digest."""
    DigestRhythm.objects.update_or_create(person=person, defaults={"weekly": weekly})
