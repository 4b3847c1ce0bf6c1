"""The discussion's admin."""

from comments.admin import appeals, comments, legal_notices, policies, sanctions

__all__ = ["appeals", "comments", "legal_notices", "policies", "sanctions"]
