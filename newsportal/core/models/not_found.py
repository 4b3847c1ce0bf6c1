"""Addresses that were asked for in vain, by day: what leads readers to nothing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

#: Longer addresses are not counted: nobody links to them, and nobody could mend them.
LONGEST_PATH = 300


class NotFound(models.Model):
    """How often an address answered 404 on one day (UTC); `newsportal.core.not_found` writes it.

    Nothing about the person who asked is kept: of the page that led here only its host.
    """

    path = models.CharField(_("address"), max_length=LONGEST_PATH)
    day = models.DateField(_("day"))
    hits = models.PositiveIntegerField(_("times"), default=1)
    last_referrer = models.CharField(_("last came from"), max_length=100, blank=True)

    class Meta:
        db_table = "core_notfound"  # `newsportal.core.not_found` names it in SQL
        verbose_name = _("missing address")
        verbose_name_plural = _("missing addresses")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "path"], name="not_found_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.path


class IgnoredAddress(models.Model):
    """A missing address that the newsroom does not want to be told of."""

    path = models.CharField(max_length=LONGEST_PATH, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
