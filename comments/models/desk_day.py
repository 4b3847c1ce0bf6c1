"""What was decided at the desk on one day that is over (feature M14)."""

from __future__ import annotations

from django.db import models


class DeskDay(models.Model):
    """The cells of one day, as `comments.desk_days` counted them once it was over.

    Events stay the truth and `figures` the only way to count them; this is what they gave, kept so
    that a year is read in the time of a day. People stand in it as ids, which say nothing once an
    account is gone.
    """

    #: A day of the newsroom in this zone; in another zone it would be another day.
    day = models.DateField(primary_key=True)
    zone = models.CharField(max_length=64)
    #: A list for each cell, in the order of `desk_days.Cell` without the day.
    cells = models.JSONField(default=list)
    counted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
