"""The words that a comment had before it was edited."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comments.markup import CommentHTMLField
from comments.models.comment import Comment


class CommentVersion(models.Model):
    """Former words of a comment; `comments.editing` alone writes it (feature C4).

    The present words stand in the comment itself. Erasing a person blanks `text` and `body_html`,
    and the row still says that there was a version.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    body_html = CommentHTMLField(blank=True)
    #: When these words were handed in.
    at = models.DateTimeField()

    class Meta:
        ordering = ["comment", "revision"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["comment", "revision"], name="comment_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} version {self.revision}"
