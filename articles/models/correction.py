"""Corrections: what a newsroom says of its own errors, one record for every place (feature E16)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story
from newsportal.core.cursors import Key


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def standing(self) -> CorrectionQuerySet:
        """Those that have not been retracted, oldest first: as they stand below a story."""
        return self.filter(retracted_at__isnull=True).order_by("at", "pk")

    def public(self, now: datetime.datetime | None = None) -> CorrectionQuerySet:
        """Those of stories that readers see at `now`, newest first, with story and section."""
        return (
            self.standing()
            .filter(story__in=Story.objects.live(now))
            .select_related("story__section")
            .defer("story__body_html", "story__body_text", "story__search")
            .order_by("-at", "-pk")
        )

    def with_last_change(self) -> CorrectionQuerySet:
        """When readers last saw something new of each, as `last_change`."""
        return self.annotate(last_change=Greatest("at", "edited_at", "retracted_at"))

    def with_history(self) -> CorrectionQuerySet:
        """All of a story, retracted ones too, newest first, with every act and wording."""
        acts = CorrectionEvent.objects.select_related("actor", "wording")
        return (
            self.select_related("by")
            .prefetch_related(models.Prefetch("events", acts))
            .order_by("-at", "-pk")
        )

    def after(self, at: Key, pk: Key) -> CorrectionQuerySet:
        """Those that follow, newest first, after the one of this time and id."""
        return self.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))


class Correction(models.Model):
    """One correction of a story; only `articles.corrections` writes it.

    `kind` and `text` are as they stand now; every wording is kept in `wordings`.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")
        NOTE = "note", _("Editor’s note")

    #: From the gravest: what a card tells of a story that has several.
    GRAVEST_FIRST: ClassVar[tuple[str, ...]] = (
        Kind.CORRECTION,
        Kind.CLARIFICATION,
        Kind.NOTE,
        Kind.UPDATE,
    )

    #: Something was wrong or unclear; an update or an editor's note says neither.
    MENDING: ClassVar[tuple[str, ...]] = (Kind.CORRECTION, Kind.CLARIFICATION)

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    edited_at = models.DateTimeField(null=True)
    retracted_at = models.DateTimeField(null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-pk"]
        # Who publishes a story corrects it; the right to see is that of the newsroom's list.
        default_permissions = ("view",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at", "-id"], name="correction_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.at):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Its place on the page of its story."""
        return f"{self.story.get_absolute_url()}#correction-{self.pk}"

    @property
    def mends(self) -> bool:
        return self.kind in self.MENDING


class CorrectionWording(models.Model):
    """What a correction said at one time. Rows are never changed."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=16, choices=Correction.Kind.choices)
    text = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.correction_id} {self.kind}"


class CorrectionEvent(models.Model):
    """Who did what with a correction. Append-only; it points to the wording and holds no text."""

    class Kind(models.TextChoices):
        ADDED = "added", _("added")
        EDITED = "edited", _("edited")
        RETRACTED = "retracted", _("retracted")

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    wording = models.ForeignKey(
        CorrectionWording, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.correction_id} {self.kind}"
