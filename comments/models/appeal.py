"""Objections of authors to decisions on their comments, and the rules that decisions quote."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models.comment import Comment, Reason
from comments.models.event import CommentEvent
from comments.models.sanction import Sanction
from newsportal.core.models import User

#: Letters of an appeal and of its answer: a page, which is more than most need.
APPEAL_MAX_LENGTH = 3000


def reason_choices() -> list[tuple[str, str]]:
    """The reasons, asked for late: a new one needs no migration here."""
    return [(code, str(label)) for code, label in Reason.choices]


class AppealQuerySet(models.QuerySet["Appeal"]):
    """One method a question."""

    def open(self) -> AppealQuerySet:
        """Those that wait for an answer, the most urgent first."""
        return self.filter(state=Appeal.State.OPEN).order_by("due_at", "pk")

    def for_deciding(self) -> AppealQuerySet:
        """All that a list of appeals shows."""
        return self.select_related(
            *("comment__author", "comment__story__section", "event__actor", "person"),
            *("sanction__section", "sanction__made_by", "answered_by"),
        )


class Appeal(models.Model):
    """An author asks for a second look at one decision (Digital Services Act, article 20).

    `comments.appealing` writes it. One decision is appealed against once: one on a comment (then
    `comment` and `event` say which), or one about the person (`sanction`).
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        UPHELD = "upheld", _("the decision stands")
        OVERTURNED = "overturned", _("the decision was taken back")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="appeals"
    )
    event = models.OneToOneField(
        CommentEvent,
        null=True,
        on_delete=models.CASCADE,
        related_name="appeal",
        verbose_name=_("decision"),
    )
    #: What is appealed against instead, when it is a decision about the person.
    sanction = models.OneToOneField(
        Sanction, null=True, on_delete=models.CASCADE, related_name="appeal"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="appeals",
        verbose_name=pgettext_lazy("of a comment", "author"),
    )
    text = models.TextField(_("appeal"), max_length=APPEAL_MAX_LENGTH)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.OPEN, editable=False
    )
    made_at = models.DateTimeField(
        pgettext_lazy("of an appeal", "made"), default=timezone.now, editable=False
    )
    due_at = models.DateTimeField(_("answer promised by"), editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name=_("answered by"),
    )
    answer = models.TextField(_("answer"), max_length=APPEAL_MAX_LENGTH, blank=True)
    #: The transition that followed, which is then not told a second time.
    outcome = models.ForeignKey(
        CommentEvent, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        permissions = [("decide_appeal", _("May answer appeals of authors"))]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, event__isnull=False, sanction__isnull=True)
                | Q(comment__isnull=True, event__isnull=True, sanction__isnull=False),
                name="appeal_is_about_one_decision",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="appeal_is_open_or_decided",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at", "id"], name="appeal_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id or self.sanction_id}: {self.state}"

    @property
    def decided_by(self) -> User | None:
        """Who made the decision; None is the system."""
        if self.sanction is not None:
            return self.sanction.made_by
        return self.event.actor if self.event else None

    @property
    def decided_at(self) -> datetime.datetime:
        if self.sanction is not None:
            return self.sanction.made_at
        assert self.event is not None
        return self.event.at

    @property
    def author_name(self) -> str:
        """Who objects."""
        if self.comment is not None:
            return self.comment.author_name
        return str(self.person or _("A former reader"))

    @property
    def about(self) -> str:
        """The decision in a few words, for lists: the kind of a sanction, or the comment."""
        if self.sanction is not None:
            return str(self.sanction.get_kind_display())
        assert self.comment is not None
        return f"{self.comment.story.headline} · {Truncator(self.comment.text).chars(60)}"

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.OPEN and self.due_at < timezone.now()


class RuleText(models.Model):
    """The newspaper's own words for the rule behind a reason; without a row ours are quoted."""

    reason = models.CharField(_("reason"), primary_key=True, max_length=20, choices=reason_choices)
    text = models.TextField(
        _("rule"),
        max_length=500,
        help_text=_("A sentence or two that authors read when this is why they were refused."),
    )

    class Meta:
        verbose_name = _("rule of the discussion")
        verbose_name_plural = _("rules of the discussion")
        ordering = ["reason"]

    def __str__(self) -> str:
        return str(self.get_reason_display())


class Resubmission(models.Model):
    """A refused comment that its author mended and sent again."""

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="sent_again"
    )
    #: One refused comment is mended once; what is refused again is mended itself.
    of = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="mended_as")

    class Meta:
        verbose_name = _("comment sent again")
        verbose_name_plural = _("comments sent again")

    def __str__(self) -> str:
        return f"{self.of_id} → {self.comment_id}"
