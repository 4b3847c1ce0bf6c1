"""Who gets which newsletter: an address, what it asked for, and what it must not get (R11)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.newsletter import Newsletter

#: Hexadecimal digits of the keyed hash of an address.
KEY_LENGTH = 64


class Suppression(models.Model):
    """An address that gets nothing any more, as a keyed hash: it outlives the address itself.

    Only `articles.newsletters.suppressing` writes it. Confirming anew by a link in a mail lifts it.
    """

    class Reason(models.TextChoices):
        HARD = "hard", _("the mail server refuses it for good")
        SOFT = "soft", _("it came back again and again")
        COMPLAINT = "complaint", _("its owner called our mail unwanted")

    key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    #: Such as "550 5.1.1": what the server said in numbers. Its words often hold the address.
    code = models.CharField(pgettext_lazy("of a mail server", "code"), max_length=20, blank=True)
    at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("suspended address")
        verbose_name_plural = _("suspended addresses")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.reason}"


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def for_desk(self) -> SubscriberQuerySet:
        """All that the administrators' list says of each, in two queries."""
        suspended = Suppression.objects.filter(key=OuterRef("key"))
        return self.annotate(
            suspended_for=models.Subquery(suspended.values("reason")[:1]),
            suspended_code=models.Subquery(suspended.values("code")[:1]),
            suspended_at=models.Subquery(suspended.values("at")[:1]),
        ).prefetch_related(
            models.Prefetch(
                "subscriptions",
                Subscription.objects.select_related("newsletter").order_by("newsletter__order"),
            )
        )


class Subscriber(models.Model):
    """One mail address, in lower case, with or without an account of the same address.

    Only `articles.newsletters.subscribing` writes it. It goes with its last subscription.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    #: The keyed hash by which a suppression knows it.
    key = models.CharField(max_length=KEY_LENGTH, db_index=True, editable=False)
    created_at = models.DateTimeField(_("known since"), default=timezone.now)
    #: Mails that came back for the time being, and when the last one did.
    soft_bounces = models.PositiveSmallIntegerField(default=0)
    soft_bounced_at = models.DateTimeField(null=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view", "delete")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="subscriber_in_lower_case"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-created_at", "-id"], name="subscriber_newest"),
        ]

    def __str__(self) -> str:
        return self.email


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """One method a question."""

    def active(self) -> SubscriptionQuerySet:
        return self.filter(state=Subscription.State.ACTIVE)

    def reachable(self) -> SubscriptionQuerySet:
        """Who gets a mail now: confirmed, not ended, and the address is not suspended."""
        suspended = Suppression.objects.filter(key=OuterRef("subscriber__key"))
        return self.active().exclude(Exists(suspended))


class Subscription(models.Model):
    """One address asked for one newsletter. Only `articles.newsletters.subscribing` writes it."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    class Source(models.TextChoices):
        FORM = "form", _("form on the site")
        ACCOUNT = "account", _("account")
        IMPORT = "import", _("import")
        DEMO = "demo", _("demonstration")

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    newsletter = models.ForeignKey(
        Newsletter, on_delete=models.CASCADE, related_name="subscriptions"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED
    )
    source = models.CharField(
        _("came by"), max_length=10, choices=Source.choices, default=Source.FORM
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    #: The proof that the owner of the address wanted it: kept as long as it holds.
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subscriber", "newsletter"], name="subscription_once_a_newsletter"
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False),
                name="subscription_active_is_confirmed",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["newsletter", "state"], name="subscription_by_state"),
            models.Index(
                fields=["asked_at"],
                name="subscription_unconfirmed",
                condition=Q(state="unconfirmed"),
            ),
            models.Index(
                fields=["ended_at"], name="subscription_ended", condition=Q(state="ended")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id} to {self.subscriber_id}: {self.state}"
