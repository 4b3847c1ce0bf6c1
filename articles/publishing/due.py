"""What time has done: recorded by the worker within seconds, or by the next verb (rule 2).

Readers never wait for it: `live` is a question of time. What follows from it does: the state in
the newsroom's lists, the event, the versions of pages, mail. A scheduled change of a live copy is
the one thing that readers see only when it is recorded.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from articles.models import Document, Page, PublicVersion, Story
from articles.models.revision import Event
from articles.publishing import copying
from articles.publishing.events import lock, log, move, tell
from articles.publishing.refusals import Refused
from articles.working_copy import read
from newsportal.core import versions

logger = logging.getLogger(__name__)

Status = Document.Status

#: One recorder at a time, so that what fell due during an outage is recorded in order.
LOCK = 0x6E657773


def settle_later(at: datetime.datetime) -> None:
    """Put a task row into the caller's transaction that records what is due at `at`."""
    record_due.using(run_after=at).enqueue()


@task()
def record_due() -> None:
    """Record what is due (the worker's task)."""
    run_due()


def run_due(now: datetime.datetime | None = None) -> int:
    """Record, in the order of their times, all due changes of state of stories and pages.

    Safe to run at any time, by several at once, and after an outage: each is recorded once.

    Returns:
        How many acts were recorded.
    """
    now = now or timezone.now()
    done = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            for moment, model, pk in _all_due(now):
                with transaction.atomic():
                    done += settle(lock(model(pk=pk)), now, until=moment)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return done


def _all_due(now: datetime.datetime) -> list[tuple[datetime.datetime, Any, int]]:
    """The moments that are due, of everything, earliest first."""
    found = [
        (moment, model, document.pk)
        for model in (Story, Page)
        for document in model._default_manager.due(now)
        for moment, _act in moments(document, now)
    ]
    return sorted(found, key=lambda one: (one[0], one[1].__name__, one[2]))


def moments(
    document: Any, now: datetime.datetime
) -> list[tuple[datetime.datetime, Callable[[Any, datetime.datetime], None]]]:
    """What the clock has brought a document by `now` and no event records, earliest first."""
    found: list[tuple[datetime.datetime, Callable[[Any, datetime.datetime], None]]] = []
    if document.status == Status.SCHEDULED:
        found.append((max(document.live_at, document.embargo_until or document.live_at), _appear))
    if document.status in Document.MAY_BE_LIVE and document.change_at:
        found.append((document.change_at, _change))
    if document.status in Document.MAY_BE_LIVE and document.withdraw_at:
        found.append((document.withdraw_at, _go))
    return sorted((one for one in found if one[0] <= now), key=lambda one: one[0])


def settle(locked: Any, now: datetime.datetime, until: datetime.datetime | None = None) -> int:
    """Record what time has done to a locked document up to `until` (`now` when None).

    Returns how many acts were recorded.
    """
    done = 0
    while due := [one for one in moments(locked, now) if one[0] <= (until or now)]:
        moment, act = due[0]
        act(locked, moment)
        locked.refresh_from_db()
        done += 1
    return done


def _appear(document: Any, _at: datetime.datetime) -> None:
    move(document, None, (Status.SCHEDULED,), Status.PUBLISHED, Event.Kind.PUBLISHED)
    versions.bump(*copying.keys(document))
    tell(document, "live", None)


def _go(document: Any, _at: datetime.datetime) -> None:
    move(
        document,
        None,
        (Status.PUBLISHED,),
        Status.WITHDRAWN,
        Event.Kind.WITHDRAWN,
        change_at=None,
        change_revision=None,
    )
    versions.bump(*copying.keys(document))
    tell(document, "withdrawn", None)


def _change(document: Any, at: datetime.datetime) -> None:
    """Put the scheduled revision before readers; what cannot be is cancelled with the reason."""
    revision = document.change_revision
    fields: dict[str, Any] = {
        "change_at": None,
        "change_revision": None,
        "live_revision": revision,
        "changed_at": timezone.now(),
    }
    if document.change_class != Document.Change.TYPO:
        fields["updated_at"] = at
    before = copying.keys(document)
    try:
        with transaction.atomic():
            content = read(revision)
            copying.check_content(content)
            copying.copy(document, content, fields)
    except Refused as refusal:
        logger.warning("A scheduled change of %r was cancelled: %s", document, refusal.message)
        move(
            document,
            None,
            (Status.PUBLISHED,),
            Status.PUBLISHED,
            Event.Kind.CHANGE_CANCELLED,
            refusal.message,
            change_at=None,
            change_revision=None,
        )
        tell(document, "change_cancelled", None)
        return
    status = document.status
    log(document, Event.Kind.CHANGED, None, status, status, revision=revision.pk)
    # After an outage it may have been withdrawn before anybody saw the change (feature E17).
    if isinstance(document, Story) and document.is_live():
        PublicVersion.objects.create(
            story=document, revision=revision, at=at, change=document.change_class
        )
    versions.bump(*before, *copying.keys(document))
    tell(document, "changed", None)
