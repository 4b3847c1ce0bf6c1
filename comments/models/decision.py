"""What stands beside a moderator's decision: the words to the author, and the way back."""

from __future__ import annotations

from django.db import models

from comments.models.event import CommentEvent

#: Characters: what a moderator adds to a reason is a remark, no letter.
WORDS_LENGTH = 1_000


class Decision(models.Model):
    """A decision made at the desk; `comments.moderation` alone writes it.

    The event is append-only and holds no text (house rule 5); so the words stand here and can be
    blanked. `before` holds what `undo` puts back: columns of the comment, no words.
    """

    event = models.OneToOneField(
        CommentEvent, primary_key=True, on_delete=models.CASCADE, related_name="decision"
    )
    words = models.TextField(max_length=WORDS_LENGTH, blank=True)
    before = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"decision of event {self.event_id}"
