"""Who is on a comment right now, so that two moderators do not read the same one (feature M4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comments.models.comment import Comment


class Claim(models.Model):
    """A moderator's hand on a comment; it ends by the clock and forbids nobody anything.

    `comments.claiming` alone writes it.
    """

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="claim"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.comment_id} {self.person_id}"
