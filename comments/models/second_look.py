"""What a second moderator, who did not know the decision, would have decided (feature M15)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Reason
from comments.models.event import CommentEvent

#: Stands among the reasons of a second look: for spam the first moderator pressed another button.
SPAM = "spam"


def opinion_reasons() -> list[tuple[str, str]]:
    """Why a second moderator would refuse, asked for late: a new reason needs no migration here."""
    return [*((code, str(label)) for code, label in Reason.choices), (SPAM, str(_("spam")))]


class SecondLook(models.Model):
    """One opinion on one decision; it changes nothing on the comment.

    `comments.second_looks` writes it. A decision is looked at once, and never by who made it.
    """

    class Opinion(models.TextChoices):
        APPROVE = "approve", _("would approve")
        REJECT = "reject", _("would reject")
        UNSURE = "unsure", _("unsure")

    event = models.OneToOneField(
        CommentEvent, primary_key=True, on_delete=models.CASCADE, related_name="second_look"
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="second_looks"
    )
    opinion = models.CharField(max_length=8, choices=Opinion.choices)
    reason = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")
        default_permissions = ()
        permissions = [
            ("compare_moderators", _("May compare the decisions of moderators with each other")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(opinion="reject") & ~Q(reason=""))
                | (~Q(opinion="reject") & Q(reason="")),
                name="second_look_has_reason_to_reject",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at", "-event"], name="second_look_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.opinion}"

    @property
    def reason_words(self) -> str:
        """The reason in words; empty when none was given."""
        return dict(opinion_reasons()).get(self.reason, self.reason)
