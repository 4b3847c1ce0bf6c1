"""Series: stories that are read one after the other (feature E24)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Series(models.Model):
    """A series; its live stories follow each other in the order of their first appearance."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("one series", "series")
        verbose_name_plural = pgettext_lazy("several series", "series")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
