"""Differences between two texts, bodies, lists and revisions, as plain data.

Templates draw them (`articles/_difference.html`); nothing here makes HTML. Segments and blocks
give both sides back in order: what is equal, reformatted or inserted is the new text, what is
equal, reformatted or deleted the old one. Work is bounded: what differs too much, or is too long,
is replaced by blocks and says so (`coarse`).
"""

from __future__ import annotations

from articles.differences.bodies import BlockDifference, BodyDifference, bodies
from articles.differences.contents import FieldDifference, contents
from articles.differences.naming import Names, names_of
from articles.differences.relations import ListDifference, relations
from articles.differences.texts import Segment, TextDifference, words

__all__ = [
    "BlockDifference",
    "BodyDifference",
    "FieldDifference",
    "ListDifference",
    "Names",
    "Segment",
    "TextDifference",
    "bodies",
    "contents",
    "names_of",
    "relations",
    "words",
]
