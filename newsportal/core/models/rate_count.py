"""How often something happened in the current window: one row for each limit and each key."""

from django.db import models


class RateCount(models.Model):
    """A count that `newsportal.core.limits` keeps, and nobody else.

    `key` is a keyed hash of the limit's name, the length of its window and whom it counts: no
    network address and no account can be read from the table. The window opens with the first
    event and the next event after its end opens a new one, in the same row.
    """

    key = models.CharField(max_length=64, primary_key=True)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "core_ratecount"  # `newsportal.core.limits` names it in SQL

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.count}"
