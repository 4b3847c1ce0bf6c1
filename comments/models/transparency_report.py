"""Transparency reports that were published (feature M12)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class TransparencyReport(models.Model):
    """One published file: it stays as it was, at least five years; a correction is a further one.

    `comments.transparency` alone writes it.
    """

    first = models.DateField()
    last = models.DateField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: A ZIP of the tables as CSV; some 15 KB.
    file = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["-first", "-published_at"]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"
