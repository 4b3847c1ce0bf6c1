"""The breaking-news banner over every page (feature E14)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.links import check_link


class BannerQuerySet(models.QuerySet["Banner"]):
    def not_over(self, now: datetime.datetime | None = None) -> BannerQuerySet:
        """Those whose time has not run out, the newest first."""
        return self.filter(until__gt=now or timezone.now()).order_by("-created_at", "-pk")


class Banner(models.Model):
    """A line of breaking news. It ends by the clock (house rule 2) or by `articles.banners.end`."""

    text = models.CharField(
        _("text"), max_length=160, help_text=_("One sentence; on a phone two lines hold it.")
    )
    url = models.CharField(
        _("link"),
        max_length=500,
        blank=True,
        validators=[check_link],
        help_text=_("Where it leads: the address of the story. Empty: nowhere."),
    )
    until = models.DateTimeField(_("ends by itself"))
    created_at = models.DateTimeField(_("set"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("set by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    #: Who ended it before its time.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = BannerQuerySet.as_manager()

    class Meta:
        verbose_name = _("breaking-news banner")
        verbose_name_plural = _("breaking-news banners")
        ordering = ["-created_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], name="banner_by_end"),
        ]

    def __str__(self) -> str:
        return self.text

    def is_over(self, now: datetime.datetime | None = None) -> bool:
        return self.until <= (now or timezone.now())
