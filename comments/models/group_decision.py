"""Deciding on many comments at once, by the worker, with progress and a way back (feature M3)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Reason
from comments.models.decision import WORDS_LENGTH


class GroupDecision(models.Model):
    """One verb over many comments; `comments.deciding_groups` alone writes it.

    `wanted` names each comment with the revision and the state that the moderator had seen, so that
    what changed since is left out; `events` names what was written, so that exactly that is undone.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("the worker is at it")
        DONE = "done", _("done")
        UNDONE = "undone", _("undone")

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, blank=True, choices=Reason.choices)
    words = models.TextField(max_length=WORDS_LENGTH, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    #: [[id, revision, state], …] in the order in which they are decided.
    wanted = models.JSONField()
    #: How many of them have been dealt with.
    finished = models.PositiveIntegerField(default=0)
    #: Ids of the events, and of the comments that were left alone.
    events = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    undone = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.verb} {self.finished} of {len(self.wanted)}"

    @property
    def total(self) -> int:
        return len(self.wanted)

    @property
    def done(self) -> int:
        return len(self.events)

    @property
    def is_at_work(self) -> bool:
        return self.state == self.State.RUNNING
