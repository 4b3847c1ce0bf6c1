"""What moderators switch on for a time: slow mode, hold all, replies off (feature C8)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Section, Story


class ControlQuerySet(models.QuerySet["Control"]):
    def standing(self, now: datetime.datetime | None = None) -> ControlQuerySet:
        """Those that hold: not ended by hand, and their time is not over (house rule 2)."""
        return self.filter(ended_at=None, ends_at__gt=now or timezone.now())

    def newest_first(self) -> ControlQuerySet:
        return self.select_related("made_by", "ended_by", "section").order_by("-made_at", "-pk")


class Control(models.Model):
    """One control of one story, of a section with all below it, or of the whole site.

    A row is made by who switches it on and gets an end by hand at most once, so that the rows are
    their own history. `comments.controls` alone writes them.
    """

    class Kind(models.TextChoices):
        SLOW = "slow", _("slow mode")
        HOLD = "hold", _("hold all")
        NO_REPLIES = "no_replies", _("replies off")

    kind = models.CharField(_("control"), max_length=12, choices=Kind.choices)
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="controls")
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    #: Slow mode: seconds between two comments of one person.
    seconds = models.PositiveIntegerField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = ControlQuerySet.as_manager()

    class Meta:
        verbose_name = _("control of a discussion")
        verbose_name_plural = _("controls of discussions")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="slow", seconds__gt=0) | (~Q(kind="slow") & Q(seconds=None)),
                name="slow_mode_has_seconds",
            ),
            models.CheckConstraint(
                condition=Q(story=None) | Q(section=None), name="control_has_one_place"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["ends_at"], name="control_standing", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.story_id or ''}"

    def is_over(self, now: datetime.datetime) -> bool:
        """Whether it holds no more."""
        return self.ended_at is not None or self.ends_at <= now

    @property
    def is_standing(self) -> bool:
        return not self.is_over(timezone.now())
