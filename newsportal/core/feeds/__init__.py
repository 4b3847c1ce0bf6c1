"""Feeds: one description of a feed and its entries, three ways to write it (feature R3).

`description` is what apps fill in, whatever they tell of; `rss`, `atom` and `json_feed` write it;
`answering` sends it. Nothing here knows what a story or a comment is.
"""

from newsportal.core.feeds.answering import answer
from newsportal.core.feeds.description import (
    Category,
    Correction,
    Discussion,
    Entry,
    Feed,
    Form,
    Person,
    Picture,
    absolute,
    forms_of,
    permanent_id,
)

__all__ = [
    "Category",
    "Correction",
    "Discussion",
    "Entry",
    "Feed",
    "Form",
    "Person",
    "Picture",
    "absolute",
    "answer",
    "forms_of",
    "permanent_id",
]
