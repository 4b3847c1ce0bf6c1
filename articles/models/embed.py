"""What providers call the videos that stories embed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class EmbedTitle(models.Model):
    """The title of what stands at an address; empty when its provider was asked and said none."""

    address = models.CharField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title or self.address
