"""The discussion's admin."""

from comments.admin import appeals, comments, policies, sanctions

__all__ = ["appeals", "comments", "policies", "sanctions"]
