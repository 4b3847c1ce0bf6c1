"""Names that people had before, for those who moderate (feature R9)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsportal.core.models.user import DISPLAY_NAME_LENGTH


class FormerNameQuerySet(models.QuerySet["FormerName"]):
    """One method a question."""

    def since(self, moment: datetime.datetime) -> FormerNameQuerySet:
        """Names that were given up after a moment, the oldest first."""
        return self.filter(until__gt=moment).order_by("until")


class FormerName(models.Model):
    """A name and until when it stood above somebody's comments. Append-only."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField(max_length=DISPLAY_NAME_LENGTH)
    until = models.DateTimeField(default=timezone.now)

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        default_permissions = ()
        ordering = ["-until", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-until"], name="former_name_newest"),
        ]

    def __str__(self) -> str:
        return self.name
