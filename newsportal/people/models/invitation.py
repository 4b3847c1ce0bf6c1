"""Invitations of colleagues: an address, a role, and a link that works once."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, now: datetime.datetime | None = None) -> InvitationQuerySet:
        """Those whose link works now."""
        return self.filter(state=Invitation.State.OPEN, expires_at__gt=now or timezone.now())

    def expired(self, now: datetime.datetime | None = None) -> InvitationQuerySet:
        """Those that nobody used in time."""
        return self.filter(state=Invitation.State.OPEN, expires_at__lte=now or timezone.now())


class Invitation(models.Model):
    """One colleague invited to one role; `newsportal.people.inviting` alone writes rows.

    Whether it has expired is a question of time and no state. Of the link only a hash is kept.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        USED = "used", _("used")
        REVOKED = "revoked", _("taken back")

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=40)
    sections = models.ManyToManyField(
        "articles.Section", verbose_name=_("only in these sections"), blank=True, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.OPEN, editable=False
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)
    sent_at = models.DateTimeField(_("last mail"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("works until"), editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two open links to one person would be two to take back.
            models.UniqueConstraint(
                fields=["email"], condition=Q(state="open"), name="invitation_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def has_expired(self, now: datetime.datetime | None = None) -> bool:
        """Whether its time is over and nobody has used it."""
        return self.state == self.State.OPEN and self.expires_at <= (now or timezone.now())

    @property
    def standing(self) -> str:
        """The state in one word, with *expired* as a fourth."""
        return "expired" if self.has_expired() else self.state
