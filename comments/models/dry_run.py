"""Trying a changed rule on comments of the past (feature M8)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DryRun(models.Model):
    """One try: what was changed, how far the worker is, and what it found.

    What it found are numbers and the keys of comments, with places in their texts; never a text, so
    that whatever is erased is erased here too. `comments.dry_running` alone writes it, and forgets
    it after a week; it goes with the person who made it.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("the worker is at it")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("stopped")

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    #: What is tried, as `comments.dry_rules` reads it.
    rule = models.JSONField()
    days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.RUNNING)
    #: Comments to look at; the worker counts them first.
    total = models.PositiveIntegerField(null=True)
    checked = models.PositiveIntegerField(default=0)
    #: The comment up to which it has come, by id.
    last = models.BigIntegerField(default=0)
    #: {what the rule did: {what became of the comments: number}}
    counts = models.JSONField(default=dict)
    #: {what the rule did: {what became: [[comment, revision, spans], …]}}, the newest last.
    examples = models.JSONField(default=dict)
    #: Comments over which the check broke.
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        permissions = [
            ("run_dryrun", _("May try changed rules on comments of the past")),
        ]
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.state}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING
