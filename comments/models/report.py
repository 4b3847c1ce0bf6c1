"""Reports of comments: what readers ask a moderator to look at again (feature C9)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.event import CommentEvent
from newsportal.core.client_network import SEALED_LENGTH

#: Characters: a report points at something, it is no letter.
WORDS_LENGTH = 1_000
ANSWER_LENGTH = 500


class ReportQuerySet(models.QuerySet["Report"]):
    """One method a question of moderators."""

    def open(self) -> ReportQuerySet:
        return self.filter(state=Report.State.OPEN)

    def weightiest_first(self) -> ReportQuerySet:
        """As a moderator reads them, with who sent them."""
        return self.select_related("reporter", "settled_by").order_by("-weight", "at", "pk")


class Report(models.Model):
    """What one person, or the guests of one network, said of one comment as it stood then.

    `revision` and `approval` say what was reported: the words, and the decision by which readers
    saw them. Once for each: after an edit or a new decision the same person may report again.
    `comments.reporting` alone writes these rows and the two counters on the comment.
    """

    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam or advertising")
        ABUSE = "abuse", _("Insults, hatred or harassment")
        OFF_TOPIC = "off_topic", _("Not about the story")
        ILLEGAL = "illegal", _("Against the law")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")
        LAPSED = "lapsed", _("the comment was deleted by its author")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    revision = models.PositiveSmallIntegerField()
    #: Id of the event by which the comment became public; 0 where none is known (imports).
    approval = models.PositiveBigIntegerField(default=0)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Of guests, sealed; kept 90 days (house rule 23).
    network = models.CharField(max_length=SEALED_LENGTH, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.TextField(max_length=WORDS_LENGTH, blank=True)
    weight = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    #: The decision that settled it: when that is undone, the report is open again.
    settled_with = models.ForeignKey(
        CommentEvent, null=True, on_delete=models.SET_NULL, related_name="settled_reports"
    )
    #: What the moderator tells the reporter.
    answer = models.CharField(max_length=ANSWER_LENGTH, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["comment", "reporter", "revision", "approval"],
                condition=Q(reporter__isnull=False),
                name="report_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["comment", "network", "revision", "approval"],
                condition=~Q(network=""),
                name="report_once_a_network",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["reporter", "state"], name="report_by_reporter"),
            models.Index(fields=["at"], name="report_with_network", condition=~Q(network="")),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.reason}"

    @property
    def reporter_name(self) -> str:
        """Who reported, for moderators."""
        return str(self.reporter) if self.reporter else str(_("A guest"))
