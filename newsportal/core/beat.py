"""What is done again and again, by whichever worker comes first (feature E28).

`settings.BEATS` names functions and how many seconds lie between two beginnings. The worker looks
every few seconds while it runs (`manage.py work`); `manage.py beat` looks once, for cron. A row
for each function says when it was last begun: whoever moves it begins it, so that many workers
and cron together do nothing twice. Functions are short; what takes time goes into the queue.
"""

from __future__ import annotations

import datetime
import logging
import threading

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from newsportal.core.models import Beat

#: Seconds between two looks of a worker; no function of ours needs to be more exact.
LOOK_EVERY = 5.0

logger = logging.getLogger(__name__)


def run_due(now: datetime.datetime | None = None) -> list[str]:
    """Begin every function whose time has come, unless another process has just begun it.

    Args:
        now: the moment, for tests.

    Returns:
        The dotted names of those that ran here, also of those that failed, which is logged.
    """
    now = now or timezone.now()
    run = [name for name, seconds in settings.BEATS.items() if _take(name, seconds, now)]
    for name in run:
        try:
            import_string(name)()
        except Exception:
            # One that fails must not keep the others from running, nor end the worker.
            logger.exception("The beat %s failed", name)
    return run


def _take(name: str, seconds: int, now: datetime.datetime) -> bool:
    """Move the function's time forward. False when it is not due or somebody else was faster."""
    table = connection.ops.quote_name(Beat._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS beat (name, at) VALUES (%s, %s) "  # noqa: S608
            "ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at "
            "WHERE beat.at <= EXCLUDED.at - %s * interval '1 second' RETURNING name",
            [name, now, seconds],
        )
        return cursor.fetchone() is not None


def keep_running(stop: threading.Event) -> None:
    """Look every few seconds until told to stop, whatever happens to the database meanwhile."""
    while not stop.wait(LOOK_EVERY):
        close_old_connections()
        try:
            run_due()
        except DatabaseError:
            logger.exception("The beat cannot reach the database")
        finally:
            close_old_connections()
    connection.close()
