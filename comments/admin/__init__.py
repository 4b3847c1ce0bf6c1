"""The discussion's admin."""

from comments.admin import comments, policies

__all__ = ["comments", "policies"]
