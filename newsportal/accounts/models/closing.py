"""An account that its owner wants to be deleted."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ClosingQuerySet(models.QuerySet["Closing"]):
    """One method a question."""

    def due(self, now: datetime.datetime) -> ClosingQuerySet:
        """Those whose days of grace are over."""
        return self.filter(due_at__lte=now)


class Closing(models.Model):
    """The wish, and when it is carried out; `newsportal.accounts.closing` alone writes it.

    Meanwhile the account is switched off. It goes with the account's row.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="closing"
    )
    keep_comments = models.BooleanField()
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(db_index=True)
    #: When the worker was last given the task; one that died is given it again.
    begun_at = models.DateTimeField(null=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("account to be deleted")
        verbose_name_plural = _("accounts to be deleted")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person_id} until {self.due_at:%Y-%m-%d}"
