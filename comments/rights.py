"""Which comments somebody decides on: the right of the role, and its limit to sections (E5).

Every page and button of moderators asks here and nothing else.
"""

from __future__ import annotations

from typing import Any

from articles import rights
from comments.models import Comment
from comments.models.comment import CommentQuerySet


def may_moderate(user: Any) -> bool:
    """Whether somebody decides on comments at all."""
    return bool(user.has_perm("comments.moderate_comment"))


def decidable(user: Any) -> CommentQuerySet:
    """The comments that somebody decides on."""
    if not may_moderate(user):
        return Comment.objects.none()
    limits = rights.sections_of(user)
    return Comment.objects.all() if limits is None else Comment.objects.in_sections(limits)
