"""Who has been told that comments wait too long."""

from __future__ import annotations

from django.db import models


class QueueAlarm(models.Model):
    """Stands while comments wait longer than somebody wants; `comments.notifications` writes it.

    Whoever inserts the row tells; it goes when the queue is young again. So a crossing is told
    once, however many workers look (feature E28).
    """

    #: A person's id, or the newsroom's webhooks.
    whom = models.CharField(max_length=20, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.whom} since {self.since:%Y-%m-%d %H:%M}"
