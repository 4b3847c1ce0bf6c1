"""Notices of illegal content: anybody's word that something here breaks the law (feature C9).

The shape is that of article 16 of the Digital Services Act: what, why, who, and in good faith; a
receipt, and a reasoned decision.
"""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Story
from comments.models.comment import Comment
from newsportal.core.client_network import SEALED_LENGTH
from newsportal.core.models.user import DISPLAY_NAME_LENGTH

#: Characters. An explanation may need a page; what is longer belongs to a lawyer's letter.
EXPLANATION_LENGTH = 5_000
LAW_LENGTH = 200
ADDRESS_LENGTH = 500

#: How long the notifier may ask for another look (article 20 of the same act).
APPEAL_WITHIN = datetime.timedelta(days=183)


class LegalNotice(models.Model):
    """One notice; `comments.legal_notices` alone writes it, its decisions and its history."""

    class Ground(models.TextChoices):
        HATE = "hate", _("Incitement to hatred or violence")
        THREAT = "threat", _("Threat, stalking or harassment")
        DEFAMATION = "defamation", _("Defamation or insult")
        PRIVACY = "privacy", _("Privacy, or data of a person")
        CHILDREN = "children", _("Sexual abuse or exploitation of children")
        TERRORISM = "terrorism", _("Terrorism")
        COPYRIGHT = "copyright", _("Copyright or trade mark")
        FRAUD = "fraud", _("Fraud, or forbidden goods")
        OTHER = "other", _("Another law")

    class State(models.TextChoices):
        RECEIVED = "received", _("waits for a decision")
        DECIDED = "decided", _("decided")
        APPEALED = "appealed", _("appealed: waits for another person")
        CLOSED = "closed", _("decided on appeal")
        SET_ASIDE = "set_aside", _("set aside: its notifier is suspended")

    #: Somebody has to decide.
    WAITING: ClassVar[tuple[str, ...]] = (State.RECEIVED, State.APPEALED)
    #: Names need not be given here (article 16, paragraph 2, letter c).
    NAMELESS: ClassVar[tuple[str, ...]] = (Ground.CHILDREN,)

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH)
    #: What stands at the address; both empty for a page of the newspaper.
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.SET_NULL, related_name="legal_notices"
    )
    #: The words of the comment that the notifier saw.
    revision = models.PositiveSmallIntegerField(null=True)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground.choices)
    law = models.CharField(_("law"), max_length=LAW_LENGTH, blank=True)
    explanation = models.TextField(_("explanation"), max_length=EXPLANATION_LENGTH)
    name = models.CharField(_("name"), max_length=DISPLAY_NAME_LENGTH, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Of guests, sealed; kept 90 days (house rule 23).
    network = models.CharField(max_length=SEALED_LENGTH, blank=True)
    at = models.DateTimeField(_("received"), default=timezone.now)
    #: Given by a trusted flagger, from the account with that address (article 22).
    is_trusted = models.BooleanField(_("trusted flagger"), default=False, db_default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    appeal = models.TextField(max_length=EXPLANATION_LENGTH, blank=True)
    appealed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice of illegal content")
        verbose_name_plural = _("notices of illegal content")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        permissions = [("decide_legalnotice", _("May decide on notices of illegal content"))]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["at"],
                name="legal_notice_waits",
                condition=Q(state__in=("received", "appealed")),
            ),
            models.Index(fields=["-at", "-id"], name="legal_notice_newest"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def may_be_decided(self) -> bool:
        """Whether somebody may decide now; one that was set aside may still be taken up."""
        return self.is_waiting or self.state == self.State.SET_ASIDE

    def may_be_appealed(self, now: datetime.datetime | None = None) -> bool:
        """Whether the notifier may still ask for another look: once, within six months."""
        first = self.decisions.first() if self.state == self.State.DECIDED else None
        return first is not None and (now or timezone.now()) < first.at + APPEAL_WITHIN


class LegalDecision(models.Model):
    """What was decided, and why. Append-only: a second one follows an appeal."""

    class Act(models.TextChoices):
        REMOVED = "removed", _("The content was removed")
        RESTRICTED = "restricted", _("The content was restricted")
        NOTHING = "nothing", _("The content stays")

    class Ground(models.TextChoices):
        LAW = "law", _("it is against the law")
        RULES = "rules", _("it is against our rules")
        NEITHER = "neither", _("it breaks neither the law nor our rules")

    notice = models.ForeignKey(LegalNotice, on_delete=models.CASCADE, related_name="decisions")
    is_of_appeal = models.BooleanField(default=False)
    act = models.CharField(max_length=10, choices=Act.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    text = models.TextField(max_length=EXPLANATION_LENGTH)
    #: The notice was manifestly unfounded (article 23).
    is_unfounded = models.BooleanField(default=False, db_default=False)
    #: Nothing of ours decides by itself; the law wants it said (article 16, paragraph 6).
    is_automated = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["notice", "is_of_appeal"], name="legal_decision_once_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.act}"


class LegalNoticeEvent(models.Model):
    """One step of a notice. Append-only; an actor of null is the notifier or the system."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("received")
        RECEIPT = "receipt", _("receipt sent by mail")
        DECIDED = "decided", _("decided")
        TOLD = "told", _("decision sent by mail")
        APPEALED = "appealed", _("appealed by the notifier")
        ERASED = "erased", _("the comment was erased")
        FORGOTTEN = "forgotten", _("name and address of the notifier forgotten")
        SET_ASIDE = "set_aside", _("set aside: its notifier is suspended")

    notice = models.ForeignKey(LegalNotice, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.notice_id} {self.kind}"


class NoticeGiver(models.Model):
    """What is known of an address that gives notices: trusted, warned, or suspended for a time.

    Articles 22 and 23 of the Digital Services Act; `comments.notice_givers` alone writes it.
    """

    email = models.EmailField(_("e-mail address"), unique=True)  # in lower case
    trusted_since = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.email

    def is_suspended(self, now: datetime.datetime | None = None) -> bool:
        return self.suspended_until is not None and self.suspended_until > (now or timezone.now())
