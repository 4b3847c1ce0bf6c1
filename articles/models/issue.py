"""One issue of a newsletter: what it says, how far it has got, and who gets it (feature R11)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.newsletter import Newsletter
from articles.models.story import Story
from articles.models.subscription import Subscriber

#: Mail programs on phones show some forty characters of a subject, none more than this.
SUBJECT_LENGTH = 150


class IssueQuerySet(models.QuerySet["Issue"]):
    """One method a question."""

    def for_desk(self) -> IssueQuerySet:
        """All that the newsroom's list says of each."""
        places = IssueStory.objects.filter(issue=OuterRef("pk"), story__in=Story.objects.live())
        first = places.order_by("order", "pk")
        return self.select_related("newsletter__section", "confirmed_by", "created_by").annotate(
            first_story=Subquery(first.values("story__headline")[:1]),
        )

    def due(self, now: datetime.datetime) -> IssueQuerySet:
        """Those whose time to go out has come."""
        return self.filter(state=Issue.State.WAITING, send_at__lte=now)

    def left_alone(self, now: datetime.datetime) -> IssueQuerySet:
        """Those in the middle of being sent that no worker looks after any more."""
        return self.filter(state=Issue.State.SENDING, lease_until__lte=now)

    def begun(self) -> IssueQuerySet:
        """Those whose mails have begun to go out: what they say is public."""
        return self.filter(started_at__isnull=False).select_related("newsletter__section")

    def of_story(self, story: Story) -> IssueQuerySet:
        return self.filter(stories__story=story).order_by("-pk")


class Issue(models.Model):
    """Only `articles.newsletters` writes it; its states and the ways between them:

    draft → waiting (for its time, at least a minute) → sending ⇄ paused → sent; waiting → draft
    when it is stopped. Skipped is a briefing that had nothing to say, or whose hour is long past.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        WAITING = "waiting", _("goes out")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        SENT = "sent", _("sent")
        SKIPPED = "skipped", _("left out")

    newsletter = models.ForeignKey(
        Newsletter,
        verbose_name=_("newsletter"),
        on_delete=models.PROTECT,
        related_name="issues",
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH, blank=True)
    intro = models.TextField(_("words on top"), max_length=2000, blank=True)
    #: The day whose briefing it is, in the newsroom's zone; one a day.
    edition = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(
        pgettext_lazy("of an issue of a newsletter", "made"), default=timezone.now, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    #: When it goes out; until then it can be stopped.
    send_at = models.DateTimeField(_("goes out"), null=True, editable=False)
    started_at = models.DateTimeField(_("began"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    #: The one chain of tasks that may send it, and until when nobody else takes it over.
    run = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    #: Why the mail server takes nothing from us; told while it is paused.
    problem = models.CharField(max_length=200, blank=True, editable=False)
    #: What became of it, written once at its end: the rows of the addresses are forgotten.
    total = models.PositiveIntegerField(default=0, editable=False)
    sent = models.PositiveIntegerField(default=0, editable=False)
    refused = models.PositiveIntegerField(default=0, editable=False)
    dropped = models.PositiveIntegerField(default=0, editable=False)
    unclear = models.PositiveIntegerField(default=0, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue of a newsletter")
        verbose_name_plural = _("issues of newsletters")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("send_issue", _("May send newsletters"))]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["newsletter", "edition"],
                condition=Q(edition__isnull=False),
                name="issue_once_an_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(send_at__isnull=False),
                name="issue_waiting_has_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["send_at"], name="issue_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["lease_until"], name="issue_sending", condition=Q(state="sending")
            ),
            models.Index(fields=["-created_at", "-id"], name="issue_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter} #{self.pk}"

    def get_absolute_url(self) -> str:
        """Where it is read in a browser, once it has begun to go out."""
        return reverse("articles:issue", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_moving(self) -> bool:
        """Whether something happens to it by itself."""
        return self.state in (self.State.WAITING, self.State.SENDING)


class IssueStory(models.Model):
    """One story of an issue, in order. Whether a mail shows it is asked when the mail is made."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="stories")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="issue_places")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issue", "story"], name="issue_story_once"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} in {self.issue_id}"


class IssueEvent(models.Model):
    """One step of an issue, never edited; an actor of None is the system."""

    class Kind(models.TextChoices):
        MADE = "made", _("put together")
        TIMED = "timed", _("set to go out")
        STOPPED = "stopped", _("stopped")
        BEGUN = "begun", _("began to go out")
        PAUSED = "paused", _("paused")
        RESUMED = "resumed", _("went on")
        ENDED = "ended", _("ended before its end")
        SENT = "sent", _("went out")
        SKIPPED = "skipped", _("nothing new: left out")
        MISSED = "missed", _("its hour was long past: left out")
        EMPTY = "empty", _("none of its stories is public any more")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.kind}"


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def waiting(self, now: datetime.datetime) -> RecipientQuerySet:
        """Whose turn it is, those that wait longest first."""
        found = self.filter(state=Recipient.State.WAITING, next_at__lte=now)
        return found.order_by("next_at", "pk")

    def tally(self) -> dict[str, int]:
        """How many are in each state, in one query."""
        counted = self.order_by().values("state").annotate(number=Count("pk"))
        found = {row["state"]: row["number"] for row in counted}
        return {str(state): found.get(str(state), 0) for state in Recipient.State.values}


class Recipient(models.Model):
    """One address of one issue: claimed before its mail is handed over, sent afterwards.

    So whatever ends the worker, nobody gets a mail twice (decision record 0043).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being handed over")
        SENT = "sent", _("taken by the mail server")
        REFUSED = "refused", _("refused")
        DROPPED = "dropped", _("left out: unsubscribed meanwhile")
        UNCLEAR = "unclear", _("unclear")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="recipients")
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    run = models.UUIDField(null=True)
    code = models.CharField(max_length=20, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="recipient_once_an_issue"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["issue", "next_at", "id"],
                name="recipient_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["issue", "state"], name="recipient_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} of {self.issue_id}: {self.state}"
