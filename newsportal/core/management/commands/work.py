"""The worker: takes tasks from the queue and keeps the beat."""

from __future__ import annotations

import threading
from typing import Any

from django_tasks_db.management.commands import db_worker

from newsportal.core import beat


class Command(db_worker.Command):
    help = "Run the worker: tasks from the queue, and what is done again and again."

    def handle(self, **options: Any) -> None:
        stop = threading.Event()
        # A daemon: a second Ctrl-C ends the worker without waiting for it.
        beating = threading.Thread(target=beat.keep_running, args=(stop,), daemon=True)
        beating.start()
        try:
            super().handle(**options)
        finally:
            stop.set()
