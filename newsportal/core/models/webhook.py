"""Webhooks: addresses of others that are told what happens, and the log of every telling."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsportal.core.models.user import User


def new_key() -> str:
    """What the next secret is made of."""
    return secrets.token_urlsafe(24)


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """One method a question; who may see which webhook is told here alone."""

    def managed_by(self, person: User) -> WebhookQuerySet:
        """A person's own; the newsroom's too for those who may change them."""
        if person.has_perm("core.change_webhook"):
            return self.filter(Q(owner=person) | Q(owner__isnull=True))
        return self.filter(owner=person)

    def listening_to(self, kind: str) -> WebhookQuerySet:
        return self.filter(kinds__contains=[kind], state=Webhook.State.ACTIVE)


class Webhook(models.Model):
    """An address that hears of some kinds of notices; `newsportal.core.webhooks` writes the rest.

    Without an owner it is the newsroom's and hears of everything of its kinds; with one, of what
    that person is told. The secret stands nowhere: it is worked out of `key` and SECRET_KEY, so
    that a copy of the database signs nothing.
    """

    class Form(models.TextChoices):
        JSON = "json", _("JSON")
        SLACK = "slack", _("Slack, Mattermost or Rocket.Chat")

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        FAILED = "failed", _("switched off after failures")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="webhooks",
        editable=False,
    )
    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500)
    form = models.CharField(_("form"), max_length=8, choices=Form.choices, default=Form.JSON)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("tells"), default=list)
    shows_headlines = models.BooleanField(
        _("headlines of stories that are not public yet"),
        default=False,
        help_text=_(
            "Whoever reads at the other end then knows what you are working on. "
            "Embargoed headlines are never sent."
        ),
    )
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.ACTIVE, editable=False
    )
    key = models.CharField(max_length=40, default=new_key, editable=False)
    former_key = models.CharField(max_length=40, blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)
    #: Failed attempts since the last that went well.
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """Where it leads; the rest of a Slack address is a secret and shown to nobody."""
        return urlsplit(self.url).hostname or ""


class WebhookDelivery(models.Model):
    """One message to one webhook: what it is about and how the last attempt went, no texts."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("not sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    attempted_at = models.DateTimeField(null=True)
    #: The other server's status code, the milliseconds it took, or why there was no answer.
    answer = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    problem = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["webhook", "kind", "occasion"], name="delivery_once_an_occasion"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["webhook", "-created_at"], name="delivery_log"),
            models.Index(fields=["created_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to webhook {self.webhook_id}: {self.state}"
