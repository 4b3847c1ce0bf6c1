"""Tasks whose worker died in the middle, killed or with its machine, are taken up again (S5).

A worker marks a task as running before it begins, and nobody else takes it then. One that has run
longer than any task does has no worker any more: it goes back into the queue. A task must therefore
bear being done twice; those that cannot tell by themselves look first whether they were done.
"""

from __future__ import annotations

import datetime

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

#: The longest tasks move some thousand stories, which takes minutes.
LONGEST = datetime.timedelta(hours=1)
#: A task that has taken several workers with it (by its memory, say) is not given to a fourth.
MOST_TRIES = 3
#: As many as one look takes; the next one takes the rest.
AT_A_BEAT = 500


class WorkerLost(Exception):
    """The worker ended in the middle of the task, each time that it was tried."""


def take_up() -> int:
    """Give tasks that were broken off to the workers again (a beat of the settings).

    Returns:
        How many were given.
    """
    running = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - LONGEST
    )
    again = 0
    for row in running.order_by("started_at")[:AT_A_BEAT]:
        if len(row.worker_ids) >= MOST_TRIES:
            row.set_failed(WorkerLost())
            continue
        # Another process may look at the same moment, or the task end after all.
        same = running.filter(pk=row.pk, started_at=row.started_at)
        again += same.update(status=TaskResultStatus.READY)
    return again
