"""Finds stories by words, in PostgreSQL (feature R2).

- `folding`: one spelling for letters that are written in several ways;
- `vectors`: the words of every story as the index holds them;
- `asking`: what a reader typed, read as a question;
- `filters`: what narrows a search, and how many stories each choice would leave;
- `finding`: the stories that answer, best first;
- `marking`: where in a story's texts the words stand;
- `mending`: what else may have been meant;
- `answers`: what the page shows of all this.
"""

from articles.search.asking import LONGEST_QUERY, any_of, one_line
from articles.search.filters import BEST, NEWEST, Filters
from articles.search.finding import MOST, PHRASES_READ, SIZE, Found, search
from articles.search.vectors import catch_up, name_changed, old, write

__all__ = [
    "BEST",
    "LONGEST_QUERY",
    "MOST",
    "NEWEST",
    "PHRASES_READ",
    "SIZE",
    "Filters",
    "Found",
    "any_of",
    "catch_up",
    "name_changed",
    "old",
    "one_line",
    "search",
    "write",
]
