"""What `articles` brings to the first page of the newsroom (feature E25); see `core.dashboard`."""

from articles.dashboard.debt import debt
from articles.dashboard.lists import stories
from articles.dashboard.readers import most_read, week

__all__ = ["debt", "most_read", "stories", "week"]
