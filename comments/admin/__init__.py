"""The discussion's admin."""

from comments.admin import comments, policies, sanctions

__all__ = ["comments", "policies", "sanctions"]
