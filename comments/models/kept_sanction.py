"""Sanctions of accounts that were deleted since, kept without the person (feature M10)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from articles.models import Section
from comments.models.comment import Reason
from comments.models.sanction import Sanction


class KeptSanctionQuerySet(models.QuerySet["KeptSanction"]):
    """One method a question."""

    def standing(self, now: datetime.datetime | None = None) -> KeptSanctionQuerySet:
        """Those whose time is not over."""
        return self.filter(until__gt=now or timezone.now())


class KeptSanction(models.Model):
    """What still holds for an e-mail address whose account is gone.

    `digest` is a keyed hash, so that the row names nobody and still knows who comes back;
    `comments.kept_sanctions` alone writes it.
    """

    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Sanction.Kind.choices)
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    #: A suspension's own end; None for a hold and a ban.
    ends_at = models.DateTimeField(null=True)
    #: When the row is forgotten, whatever it holds.
    until = models.DateTimeField()

    objects = KeptSanctionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["digest"], name="kept_sanction_of"),
        ]

    def as_sanction(self) -> Sanction:
        """The sanction as it stood, for its sentence; it belongs to nobody and is saved nowhere."""
        fields = {"kind": self.kind, "section": self.section, "reason": self.reason}
        return Sanction(**fields, ends_at=self.ends_at)

    def __str__(self) -> str:
        return f"{self.kind} until {self.until:%Y-%m-%d}"
