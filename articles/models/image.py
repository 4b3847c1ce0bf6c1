"""The image library: one row a picture, one re-encoded JPEG at once, renditions by the worker."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def public_storage() -> Any:
    return storages["default"]


def original_storage() -> Any:
    """Where uploads lie as they came; nothing there is ever served."""
    return storages["originals"]


class ImageQuerySet(models.QuerySet["Image"]):
    def matching(self, words: str) -> ImageQuerySet:
        """Pictures whose alt text, caption or credit has every one of the words."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                models.Q(alt__icontains=word)
                | models.Q(caption__icontains=word)
                | models.Q(credit__icontains=word)
            )
        return found.order_by("-pk")

    def licensed(self, on: datetime.date) -> ImageQuerySet:
        """Pictures that may be used on a date; the last day of a licence counts."""
        return self.filter(
            models.Q(licence_expires__isnull=True) | models.Q(licence_expires__gte=on)
        )

    def licence_run_out(self, on: datetime.date) -> ImageQuerySet:
        """Pictures whose licence has ended before a date, those that ended last first."""
        return self.filter(licence_expires__lt=on).order_by("-licence_expires", "-pk")

    def licence_ends(self, after: datetime.date, by: datetime.date) -> ImageQuerySet:
        """Pictures whose licence still holds on one date and has ended after the other."""
        return self.filter(licence_expires__gte=after, licence_expires__lte=by)

    def with_files(self, names: set[str]) -> ImageQuerySet:
        """Pictures whose JPEG has one of these names; texts show pictures by it."""
        return self.filter(file__in=names)


class Image(models.Model):
    """A picture with what must be said of it.

    `file` is the JPEG of at most 1200 px that every upload is turned into; `original` is kept
    apart and never served. `renditions` lists what the worker has made, as objects
    {"crop": ""|"1x1"|"4x3"|"16x9", "format": "avif"|"webp"|"jpeg", "width": px, "height": px,
    "name": storage name}; all names are of 128 random bits.
    """

    file = models.FileField(storage=public_storage, max_length=200, editable=False)
    original = models.FileField(storage=original_storage, max_length=200, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    renditions = models.JSONField(default=list, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(
        _("credit"), max_length=160, blank=True, help_text=_("Such as “Photo: Henrik Sol”.")
    )
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    licence_expires = models.DateField(_("licence expires"), null=True, blank=True)
    focal_x = models.FloatField(
        _("focal point from the left"),
        default=0.5,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("0 is the left edge, 1 the right one. Crops keep this point."),
    )
    focal_y = models.FloatField(
        _("focal point from the top"),
        default=0.5,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source = models.CharField(max_length=200, blank=True, editable=False)
    import_id = models.CharField(max_length=500, blank=True, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "import_id"],
                condition=~models.Q(import_id=""),
                name="image_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt or f"{_('picture')} {self.pk}"

    @property
    def url(self) -> str:
        return str(self.file.url)

    def widths(self, image_format: str, crop: str = "") -> list[dict[str, Any]]:
        """The renditions of one format and crop ("" is the whole picture), narrowest first."""
        return sorted(
            (
                rendition
                for rendition in self.renditions
                if rendition["format"] == image_format and rendition["crop"] == crop
            ),
            key=lambda rendition: rendition["width"],
        )
