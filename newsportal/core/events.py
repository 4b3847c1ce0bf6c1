"""Announces that something has happened, to the functions that the settings list (house rule 8).

`settings.EVENT_LISTENERS` maps the kind of an event to dotted functions in order. Those under
``"now"`` run inside the caller's transaction; those under ``"later"`` run in the worker, from a
task row written in the same transaction: the database queue is the outbox. Those under
``"a_minute_later"`` wait until whoever did it can undo it no more, and look what still stands.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

#: How long a decision can be undone, and how long nobody is told of it.
A_MINUTE = datetime.timedelta(seconds=60)


def announce(kind: str, **ids: int | str | None) -> None:
    """Tell the listeners of `kind`, giving them identifiers only, never texts.

    Raises whatever a listener in the transaction raises, which undoes the caller's verb.
    """
    listeners = settings.EVENT_LISTENERS.get(kind, {})
    for dotted in listeners.get("now", ()):
        import_string(dotted)(**ids)
    for dotted in listeners.get("later", ()):
        tell.enqueue(dotted, ids)
    for dotted in listeners.get("a_minute_later", ()):
        tell.using(run_after=timezone.now() + A_MINUTE).enqueue(dotted, ids)


@task()
def tell(dotted: str, ids: dict[str, Any]) -> None:
    """Run one listener in the worker."""
    import_string(dotted)(**ids)
