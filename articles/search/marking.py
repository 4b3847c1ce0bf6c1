"""Where in a story's texts the words of a question stand, and the piece of it that shows most.

PostgreSQL marks words itself (ts_headline), but knows nothing of what is folded before it reads. So
the words of the shown stories are asked here whether they match, each once, and marked as they
stand in the text; markup.py makes the HTML.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.utils.safestring import SafeString

from articles import markup
from articles.search import folding
from articles.search.asking import Question

#: Letters of a body that are looked through for a piece to show: about five thousand words.
MOST_LETTERS = 30_000
#: Letters of the piece: two lines on a desktop, four on a telephone.
PIECE = 200
#: A piece begins with a sentence when one begins at most so many letters before the first mark.
LEAD = 90

#: A word with the marks over and between its letters, which are no letters to Python.
#: Scripts that are kept in pairs are no words: `Marker` looks for the typed letters in them.
_NO_PAIR = f"(?!{folding.GRAMMED.pattern[:-1]})"
_WORD = re.compile(
    rf"{_NO_PAIR}[^\W_]"
    rf"(?:{_NO_PAIR}[\w\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed])*"
)
_SENTENCE = re.compile(r"[.!?…。؟]['\"”’»)]*\s+|\n")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")

#: An initial of which nothing is known.
UNKNOWN = ""

#: A stretch of a text: from, to, and which word of the question stands there.
Span = tuple[int, int, str]


@dataclass(frozen=True)
class Text:
    """A text and its language."""

    text: str
    language: str


class Marker:
    """Marks the words of one question in the texts of one page.

    Args:
        texts: all that will be marked: so the database is asked once.
    """

    def __init__(self, question: Question, texts: Iterable[Text]) -> None:
        self._runs = _runs(question)
        self._words = _words(question, texts)
        self._keys = _keys(question, self._words)

    def spans(self, text: Text) -> list[Span]:
        """Where words of the question stand, in order and apart from each other."""
        config = folding.configuration_of(text.language)
        found = [
            (start, start + len(word), self._keys[config, word])
            for start, word in self._words[text]
            if (config, word) in self._keys
        ]
        if self._runs:
            for run in folding.GRAMMED.finditer(text.text):
                found += self._in_run(run[0], run.start())
        return sorted(found)

    def _in_run(self, run: str, start: int) -> Iterable[Span]:
        """Parts of a run of letters without spaces, the longest first."""
        found: list[Span] = []
        taken = bytearray(len(run))  # letter by letter: a run may be a whole text
        for wanted in self._runs:
            place = run.find(wanted)
            while place >= 0:
                end = place + len(wanted)
                if 1 not in taken[place:end]:
                    taken[place:end] = b"\1" * len(wanted)
                    found.append((start + place, start + end, wanted))
                place = run.find(wanted, end)
        return found

    def whole(self, text: Text) -> SafeString:
        """The text with the words marked."""
        return markup.marked(text.text, [span[:2] for span in self.spans(text)])

    def best(self, texts: Sequence[Text]) -> SafeString:
        """The piece of the texts with most of the words in it, the first of equal ones.

        The first text comes whole, the others in pieces of about `PIECE` letters.
        """
        first = texts[0]
        spans = self.spans(first)
        best, most = self.whole(first), _worth(spans)
        for text in texts[1:]:
            spans = self.spans(text)
            begin, worth = _densest(spans)
            if worth > most:
                best, most = self._piece(text, spans, begin), worth
        return best

    def _piece(self, text: Text, spans: Sequence[Span], first: int) -> SafeString:
        start = _beginning(text.text, spans[first][0])
        end = len(text.text)
        if start + PIECE < end:
            end = text.text.rfind(" ", start, start + PIECE + 1)
            if end <= spans[first][0]:
                end = max(start + PIECE, spans[first][1])
        shown = text.text[start:end].replace("\n", " ")
        marks = [(a - start, b - start) for a, b, _key in spans if a >= start and b <= end]
        return markup.marked(
            shown,
            marks,
            before="… " if start else "",
            after=" …" if end < len(text.text) else "",
        )


def _worth(spans: Sequence[Span]) -> tuple[int, int]:
    return len({span[2] for span in spans}), min(len(spans), 4)


def _densest(spans: Sequence[Span]) -> tuple[int, tuple[int, int]]:
    """The mark with which the best piece begins, and its worth."""
    starts = [span[0] for span in spans]
    best, most = 0, (0, 0)
    for number, span in enumerate(spans):
        behind = bisect_left(starts, span[0] + PIECE - LEAD)
        worth = _worth(spans[number:behind])
        if worth > most:
            best, most = number, worth
    return best, most


def _beginning(text: str, mark: int) -> int:
    """Where the piece with a mark begins: with a sentence, or else with a word near before it."""
    earliest = max(0, mark - LEAD)
    if earliest == 0:
        return 0
    sentences = [found.end() for found in _SENTENCE.finditer(text, earliest, mark)]
    if sentences:
        return sentences[-1]
    space = text.find(" ", earliest, mark)
    return space + 1 if space >= 0 else mark


# Which words -------------------------------------------------------------------------------------


def _runs(question: Question) -> list[str]:
    """Parts of the question in scripts that are kept in pairs of letters, the longest first."""
    runs = {
        run for unit in question.wanted for run in folding.GRAMMED.findall(_ungrammed(unit.folded))
    }
    return sorted(runs, key=len, reverse=True)


def _ungrammed(folded: str) -> str:
    """“부산 산항” as 부산항 again."""
    words: list[str] = []
    for word in folded.split():
        is_pair = len(word) == 2 and words and folding.GRAMMED.fullmatch(word)
        if is_pair and folding.GRAMMED.fullmatch(words[-1]) and words[-1][-1] == word[0]:
            words[-1] += word[1]
        else:
            words.append(word)
    return " ".join(words)


def _words(question: Question, texts: Iterable[Text]) -> dict[Text, list[tuple[int, str]]]:
    """The words of the texts that may match the question, with where they stand.

    Only words with an initial of the question, and all in Arabic letters, where a word may begin
    with what stands before it.
    """
    initials = {_initial(unit) for one in question.wanted for unit in one.folded.split()}
    is_any = UNKNOWN in initials
    initials.add(UNKNOWN)
    return {
        text: [
            (found.start(), found[0])
            for found in _WORD.finditer(text.text)
            if is_any or _initial_of(found[0][0]) in initials or _ARABIC.match(found[0])
        ]
        for text in texts
    }


def _keys(
    question: Question, words: Mapping[Text, Sequence[tuple[int, str]]]
) -> dict[tuple[str, str], str]:
    """The words that match the question, by configuration as they stand in the texts, each with its
    folded form; one statement."""
    folded: dict[tuple[str, str], str] = {}
    for text, of_text in words.items():
        config = folding.configuration_of(text.language)
        for word in {word for _start, word in of_text}:
            folded[config, word] = folding.fold(word).strip()
    if not folded or not question:
        return {}
    simple = question.lexemes.get(folding.SIMPLE, "")
    asked = [
        (config, question.lexemes.get(config) or simple)
        for config in dict.fromkeys(config for config, _word in folded)
    ]
    told = {(config, key) for (config, _word), key in folded.items() if key}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT told.config, told.word"
            " FROM unnest(%s::text[], %s::text[]) AS told(config, word)"
            " JOIN unnest(%s::text[], %s::text[]) AS asked(config, query) USING (config)"
            " WHERE to_tsvector(told.config::regconfig, told.word) @@ asked.query::tsquery",
            [*_columns(told), *_columns(asked)],
        )
        matching = set(cursor.fetchall())
    return {place: key for place, key in folded.items() if (place[0], key) in matching}


def _columns(rows: Iterable[tuple[str, str]]) -> list[list[str]]:
    rows = list(rows)
    return [[row[0] for row in rows], [row[1] for row in rows]]


def _initial(word: str) -> str:
    return _initial_of(folding.letters(word)[:1])


@lru_cache(maxsize=4096)
def _initial_of(letter: str) -> str:
    """A first letter without its accents: no stemmer of these languages changes it. Of one that is
    not made of another letter and an accent (ø, ß, æ) nothing is known."""
    bare = unicodedata.normalize("NFD", folding.letters(letter))[:1]
    return bare if bare.isascii() else UNKNOWN
