"""What else may have been meant, when a search finds little or nothing (feature R2).

Only words that readers can see are offered: they are read at this moment from headlines of live
stories, from the names of tags and authors that stand under one, and of sections; and whatever is
offered has just found a live story (`finding.search`).
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from articles.models import Author, Section, Story, Tag
from articles.search import asking, folding
from articles.search.asking import Group, Question, Unit

#: Headlines that are read for their words, the newest: three thousand take 20 ms.
HEADLINES = 3_000
#: Words that are looked into, and the length from which a word can be told from another.
MOST_WORDS = 4
SHORTEST = 3
#: Share of pieces of three letters in common (pg_trgm) from which a word is compared by letters.
ALIKE = 0.2
#: One wrong letter in a short word, two in a longer one.
SHORT = 5

#: What stands between words, each made a space; regular expressions take ten times as long.
_SIGNS = ".,:;!?\"'“”‘’‚„«»‹›()[]{}/\\|–—-…·،؛؟。、「」『』"

#: Letters are compared one by one: a Korean syllable by its parts, é as e.
_WORDS = """
    SELECT asked.word, told.word, told.times
    FROM (
        SELECT word, count(*) AS times
        FROM ({texts}) AS source(text),
            unnest(string_to_array(translate(lower(source.text), %s, %s), ' ')) AS word
        WHERE length(word) BETWEEN %s AND 40 GROUP BY word
    ) AS told
    JOIN unnest(%s::text[]) AS asked(word)
        ON abs(length(told.word) - length(asked.word)) <= 2
        AND similarity(normalize(unaccent(told.word), NFD), normalize(asked.word, NFD)) >= %s
"""


@dataclass(frozen=True)
class Candidate:
    """A word that is told somewhere, and how often."""

    word: str
    times: int


def mend(asked: Question, now: datetime.datetime) -> Question | None:
    """The question with words that nobody writes changed to those that are most like them.

    Two statements at most. Returns None when nothing better is known.
    """
    typed = dict.fromkeys(
        word for unit in asked.wanted for word in unit.typed.split() if _is_word(word)
    )
    words = {word: plain(word) for word in list(typed)[:MOST_WORDS]}
    if not words:
        return None
    told = _told(list(words.values()), now)
    better = {word: _best(flat, told.get(flat, [])) for word, flat in words.items()}
    changed = {word: other for word, other in better.items() if other}
    if not changed:
        return None
    return asking.read(_written(asked.groups, changed))


def plain(word: str) -> str:
    """A word in small letters without accents."""
    apart = unicodedata.normalize("NFD", folding.letters(word))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)


def _is_word(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()


def _told(words: list[str], now: datetime.datetime) -> dict[str, list[Candidate]]:
    """Words that readers can see, for each of those asked the ones that are somewhat like it."""
    headlines = Story.objects.live(now).newest_first().values_list(_text("headline"))[:HEADLINES]
    live = Story.objects.live(now)
    texts: list[QuerySet[Any, Any]] = [headlines]
    texts += [
        things.order_by().values_list(_text("name"))
        for things in (
            live.filed_under(Tag.objects.all(), "tags"),
            live.filed_under(Author.objects.all(), "bylines__author"),
            Section.objects.all(),
        )
    ]
    parts: list[str] = []
    parameters: list[Any] = []
    for one in texts:
        sql, given = one.query.sql_with_params()
        parts.append(f"({sql})")
        parameters += given
    found: dict[str, list[Candidate]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _WORDS.format(texts=" UNION ALL ".join(parts)),
            [*parameters, _SIGNS, " " * len(_SIGNS), SHORTEST, words, ALIKE],
        )
        for asked, word, times in cursor.fetchall():
            found.setdefault(asked, []).append(Candidate(word, times))
    return found


def _text(name: str) -> Cast:
    return Cast(F(name), TextField())


def _best(word: str, told: Iterable[Candidate]) -> str:
    """The word most like it, the more frequent of two; empty when it is told as it stands."""
    allowed = 1 if len(word) <= SHORT else 2
    best: tuple[int, int, str] | None = None
    for one in told:
        other = plain(one.word)
        if other == word:
            return ""
        how_far = distance(_apart(word), _apart(other), allowed)
        if how_far <= allowed:
            found = (how_far, -one.times, one.word)
            best = min(best, found) if best else found
    return best[2] if best else ""


def _apart(word: str) -> str:
    return unicodedata.normalize("NFD", word)


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, leave out, put in or swap with a neighbour; `most` + 1 for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        former, before, line = before, line, [row]
        for column, its in enumerate(other, 1):
            cost = min(before[column] + 1, line[-1] + 1, before[column - 1] + (letter != its))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and its == one[row - 2]
            line.append(min(cost, former[column - 2] + 1) if swapped else cost)
        if min(line) > most:
            return most + 1
    return line[-1]


def _written(groups: Iterable[Group], changed: dict[str, str]) -> str:
    """The question as somebody would type it."""

    def unit_of(unit: Unit) -> str:
        text = " ".join(changed.get(word, word) for word in unit.typed.split())
        return f'"{text}"' if unit.is_phrase else text

    return " OR ".join(
        " ".join([*map(unit_of, group.wanted), *(f"-{unit_of(unit)}" for unit in group.unwanted)])
        for group in groups
        if group.wanted
    )
