"""The registry of addresses: who owns a path now, where a former one leads, what is gone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Address(models.Model):
    """One path of the site that is not computed from a story's own date and slug.

    Sections and pages own *current* rows; any former address of anything is a *moved* row that
    points to its owner (never to another path, so that redirects cannot form chains or loops)
    or, made by hand, to a target; a *gone* row answers 410 with its note.
    `newsportal.core.addresses` alone writes rows.
    """

    class State(models.TextChoices):
        CURRENT = "current", _("current")
        MOVED = "moved", _("moved")
        GONE = "gone", _("gone")

    path = models.CharField(
        _("address"),
        max_length=500,
        unique=True,
        help_text=_("From the first slash, such as /world/old-name/ or /?p=12"),
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    owner_model = models.CharField(max_length=60, blank=True, editable=False)
    owner_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    suffix = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("Added to the owner's address, for example feed/ or #comment-12"),
    )
    target = models.CharField(_("leads to"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner_model", "owner_id"], name="address_by_owner"),
        ]

    def __str__(self) -> str:
        return self.path
