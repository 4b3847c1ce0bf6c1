"""Notices: that something happened which a person wants to hear of, and who wants to hear what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsportal.core.models.user import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """One method a question of the person who is told."""

    def inbox_of(self, person: User) -> NoticeQuerySet:
        """What stands in a person's inbox, the newest first."""
        return self.filter(recipient=person, in_inbox=True).order_by("-pk")

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)

    def for_digest(self) -> NoticeQuerySet:
        """What waits to be gathered into one mail."""
        return self.filter(by_mail=True, in_digest=True, mailed_at__isnull=True)


class Notice(models.Model):
    """One thing told to one person; `newsportal.core.notices` writes it.

    It points to what it is about (`ids`) and never holds a text: what it says is worked out when
    it is shown or sent, for the person that the recipient is then (house rule 5).
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=40)
    #: Names what happened, so that a task that runs twice tells it once.
    occasion = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    in_inbox = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)
    #: Its mail waits for the next digest (`newsportal.core.digests`).
    in_digest = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "occasion"], name="notice_once_an_occasion"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["recipient", "-id"],
                name="notice_inbox",
                condition=models.Q(in_inbox=True),
            ),
            models.Index(
                fields=["recipient"],
                name="notice_unread",
                condition=models.Q(in_inbox=True, read_at__isnull=True),
            ),
            models.Index(
                fields=["recipient", "at"],
                name="notice_for_digest",
                condition=models.Q(by_mail=True, in_digest=True, mailed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"


class NoticeChoice(models.Model):
    """How a person wants to hear of one kind; without a row the kind's own defaults hold."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=40)
    in_inbox = models.BooleanField(_("in the newsroom"))
    by_mail = models.BooleanField(_("by e-mail"))
    #: How, when by mail: gathered into the digest rather than at once. Kept while mails are
    #: stopped, so that taking them up again is as it was.
    in_digest = models.BooleanField(_("in the digest"), default=False, db_default=False)
    #: For kinds that wait for a time to pass; empty: as the site has it.
    minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "kind"], name="notice_choice_once_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class DigestRhythm(models.Model):
    """How often a person gets the digest; without a row every day."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="digest_rhythm",
    )
    weekly = models.BooleanField(_("once a week, on Monday"), default=False)

    class Meta:
        verbose_name = _("rhythm of the digest")
        verbose_name_plural = _("rhythms of the digest")

    def __str__(self) -> str:
        return f"{self.person_id}: {'weekly' if self.weekly else 'daily'}"
