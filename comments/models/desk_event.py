"""What was done at the moderation desk that is no step of a comment, a sanction or a notice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from articles.models import Section, Story
from comments.models.comment import Comment


class DeskEvent(models.Model):
    """One step: controls, policies, rules, reports settled, appeals, lists of words (feature M11).

    Append-only, as the database sees to; an actor of null is the system. It points to what it is
    about and says the rest in codes and numbers; a text is never held here. `comments.desk_log`
    alone writes it and knows the kinds.
    """

    kind = models.CharField(max_length=30)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, null=True, on_delete=models.SET_NULL, related_name="+")
    #: Whom it concerns.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=40, blank=True)
    #: The row that it is about, as "model:id".
    subject = models.CharField(max_length=60, blank=True)
    numbers = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at", "-id"], name="desk_event_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
