"""Taking away everything that a banned person wrote, with progress and a way back (feature M10)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.sanction import Sanction


class Clearing(models.Model):
    """The clearing that came with a ban; `comments.clearing` alone writes it.

    `removed` names the comments that this clearing took from the pages, so that exactly those come
    back when it is undone.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("the worker is at it")
        DONE = "done", _("done")
        UNDOING = "undoing", _("the worker is bringing them back")
        UNDONE = "undone", _("brought back")

    sanction = models.OneToOneField(
        Sanction, primary_key=True, on_delete=models.CASCADE, related_name="clearing"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    total = models.PositiveIntegerField()
    #: The comment up to which it has come, by id.
    last = models.BigIntegerField(default=0)
    removed = models.JSONField(default=list)
    rejected = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sanction_id} {self.state}"

    @property
    def finished(self) -> int:
        """How many of `total` have been dealt with."""
        return len(self.removed) + self.rejected + self.skipped

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.UNDOING)
