"""The file that holds all that the portal knows about a person."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Long enough to come back to the mail, short enough that no copy lies about.
KEEP = datetime.timedelta(days=7)


class DataExport(models.Model):
    """One file of one person; `newsportal.accounts.exporting` alone writes it."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_export"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    parts_done = models.PositiveSmallIntegerField(default=0)
    parts_total = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    #: Its name in the storage that has no address; empty until it is ready.
    file = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("file of one's data")
        verbose_name_plural = _("files of one's data")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person_id} asked at {self.asked_at:%Y-%m-%d}"

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None and not self.is_over

    @property
    def until(self) -> datetime.datetime | None:
        """When the file goes."""
        return self.ready_at + KEEP if self.ready_at else None

    @property
    def is_over(self) -> bool:
        return self.ready_at is not None and self.ready_at + KEEP <= timezone.now()
