"""What a person may not do here: warnings, holds, suspensions and bans (feature M10)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from comments.models.comment import Comment, Reason

#: Long enough to explain a decision to the person it is about.
WORDS_LENGTH = 2000


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """One method a question."""

    def standing(self, now: datetime.datetime | None = None) -> SanctionQuerySet:
        """Those in force: not lifted, not over, a warning not yet acknowledged.

        A suspension ends by the clock; no job ends it (house rule 2).
        """
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=now or timezone.now()),
            lifted_at=None,
            acknowledged_at=None,
        )

    def counted(self) -> SanctionQuerySet:
        """Those that speak against a person: not taken back at once, nor found wrong later."""
        return self.exclude(lifted_as__in=(Sanction.End.UNDONE, Sanction.End.OVERTURNED))

    def of(self, person: settings.AUTH_USER_MODEL) -> SanctionQuerySet:  # type: ignore[name-defined]
        """A person's, the newest first."""
        return self.filter(person=person).order_by("-made_at", "-pk")

    def for_lists(self) -> SanctionQuerySet:
        """All that a line about a sanction shows."""
        return self.select_related("person", "section", "made_by", "lifted_by", "appeal")


class Sanction(models.Model):
    """One decision about a person, of the whole site or of a section and all below it.

    `comments.sanctions` alone writes it.
    """

    class Kind(models.TextChoices):
        WARNING = "warning", _("warning")
        HOLD = "hold", _("always held")
        SUSPENSION = "suspension", _("suspension")
        BAN = "ban", _("ban")

    #: Kinds that keep a person from writing at all; a warning does until it was read.
    SHUTS_OUT = (Kind.BAN, Kind.SUSPENSION, Kind.WARNING)

    class End(models.TextChoices):
        """How one ended before its time."""

        LIFTED = "lifted", _("lifted")
        UNDONE = "undone", _("taken back at once")
        OVERTURNED = "overturned", _("taken back after an appeal")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="sanctions",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    words = models.TextField(_("words to the person"), max_length=WORDS_LENGTH, blank=True)
    note = models.TextField(_("note to colleagues"), max_length=WORDS_LENGTH, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(_("since"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_as = models.CharField(
        max_length=12, choices=End.choices, blank=True, default="", db_default=""
    )
    #: What the moderator had before them.
    comment = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        default_permissions = ("view",)
        permissions = [
            ("sanction_person", _("May warn, hold and suspend readers")),
            ("ban_person", _("May ban readers")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(kind="suspension") | Q(ends_at__isnull=False),
                name="suspension_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(kind="suspension") | Q(ends_at__isnull=True),
                name="only_a_suspension_has_an_end",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["person"],
                name="sanction_standing",
                condition=Q(lifted_at=None, acknowledged_at=None),
            ),
            models.Index(fields=["-made_at", "-id"], name="sanction_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"

    @property
    def reason_words(self) -> str:
        """The reason as a part of a sentence."""
        return str(dict(Reason.choices).get(self.reason, Reason.OTHER.label))

    @property
    def standing_word(self) -> str:
        """in_force, over, lifted (undone, overturned) or acknowledged, as it is now."""
        if self.lifted_at:
            return self.lifted_as or "lifted"
        if self.acknowledged_at:
            return "acknowledged"
        return "over" if self.ends_at and self.ends_at <= timezone.now() else "in_force"

    @property
    def is_in_force(self) -> bool:
        return self.standing_word == "in_force"


class SanctionEvent(models.Model):
    """One step of a sanction. Append-only; an actor of null is the system."""

    class Kind(models.TextChoices):
        IMPOSED = "imposed", _("imposed")
        LIFTED = "lifted", _("lifted")
        UNDONE = "undone", _("taken back at once")
        OVERTURNED = "overturned", _("taken back after an appeal")
        ACKNOWLEDGED = "acknowledged", _("read by the person")

    sanction = models.ForeignKey(Sanction, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.sanction_id} {self.kind}"
