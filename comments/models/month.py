"""The numbers of a month of moderation, as the public page shows them (feature M11)."""

from __future__ import annotations

from django.db import models


class ModerationMonth(models.Model):
    """What `comments.figures` counted in one month; `comments.public_figures` alone writes it."""

    #: Its first day, in the newsroom's zone.
    month = models.DateField(primary_key=True)
    numbers = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
