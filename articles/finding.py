"""Finding a story in the newsroom by what an editor has in hand: words, a name, an address (E25).

Every way has an index; the answers are ids, so that a list can go on filtering.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.db.models import Q
from django.utils.text import smart_split, unescape_string_literal

from articles.models import Author, Byline, Story
from articles.models.story import StoryQuerySet

#: Longer searches are cut: nobody types them, and each word costs time.
MOST_WORDS = 6
LONGEST = 200
#: Names shorter than this would bring in half of all authors.
SHORTEST_NAME = 3

_ADDRESS = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/([^/?#\s]+)/?")


def matching(stories: StoryQuerySet, words: str) -> StoryQuerySet:
    """The stories that have every one of the words in their headline or over them as a name.

    Args:
        words: as typed; words in quotes belong together. A pasted address, or its last part,
            finds its story; #12 finds the story of that number.
    """
    words = words.replace("\x00", "").strip()[:LONGEST]
    exact = _exact(words)
    if exact is not None:
        return stories.filter(exact)
    for word in _words(words):
        stories = stories.filter(pk__in=_with(word))
    return stories


def _exact(words: str) -> Q | None:
    """The one story that an address or number names."""
    address = _ADDRESS.search(words)
    if address:
        year, month, day, slug = address.groups()
        try:
            return Q(published_on=datetime.date(int(year), int(month), int(day)), slug=slug)
        except ValueError:
            return None
    if words.startswith("#") and words[1:].isdecimal() and len(words) < 12:
        return Q(pk=int(words[1:]))
    if "-" in words and " " not in words and Story.objects.filter(slug=words).exists():
        return Q(slug=words)
    return None


def _words(words: str) -> list[str]:
    found = []
    for piece in smart_split(words):
        quoted = len(piece) > 1 and piece[0] == piece[-1] and piece[0] in "\"'"
        word = unescape_string_literal(piece) if quoted else piece.strip("\"'")
        if word.strip():
            found.append(word.strip())
    return found[:MOST_WORDS]


def _with(word: str) -> Any:
    """Ids of the stories with a word in the headline or in a name over them."""
    titled = Story.objects.filter(working_title__icontains=word).order_by().values("pk")
    if len(word) < SHORTEST_NAME:
        return titled
    authors = Author.objects.filter(name__icontains=word)
    written = Byline.objects.filter(author__in=authors).order_by().values("story")
    return titled.union(written)
