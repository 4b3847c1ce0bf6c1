"""The discussion's admin."""

from comments.admin import appeals, comments, legal_notices, policies, sanctions, word_lists

__all__ = ["appeals", "comments", "legal_notices", "policies", "sanctions", "word_lists"]
