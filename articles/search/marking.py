"""Where in a story's texts the words of a question stand, and the piece of it that shows most.

PostgreSQL marks words itself (ts_headline), but knows nothing of what is folded before it reads. So
the words of the shown stories are asked here whether they match, each once, and marked as they
stand in the text; markup.py makes the HTML.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.safestring import SafeString

from articles import markup
from articles.search import folding
from articles.search.asking import Question

#: Letters of a body that are looked through for a piece to show: about five thousand words.
MOST_LETTERS = 30_000
#: Letters of the piece: two lines on a desktop, four on a telephone.
PIECE = 220
#: A piece begins with a sentence when one begins at most so many letters before the first mark.
LEAD = 90

#: A word with the marks over and between its letters, which are no letters to Python.
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]*")
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
        self._matching = _matching(question, texts)

    def spans(self, text: Text) -> list[Span]:
        """Where words of the question stand, in order and apart from each other."""
        found: list[Span] = []
        config = folding.configuration_of(text.language)
        for word in _WORD.finditer(text.text):
            if folding.GRAMMED.search(word[0]):
                found += self._in_run(word[0], word.start())
                continue
            key = folding.fold(word[0]).strip()
            if (config, key) in self._matching:
                found.append((word.start(), word.end(), key))
        return found

    def _in_run(self, run: str, start: int) -> Iterable[Span]:
        """Parts of a run of letters without spaces, the longest first."""
        taken: list[Span] = []
        for wanted in self._runs:
            place = run.lower().find(wanted)
            while place >= 0:
                end = place + len(wanted)
                if all(end <= one[0] - start or place >= one[1] - start for one in taken):
                    taken.append((start + place, start + end, wanted))
                place = run.lower().find(wanted, end)
        return sorted(taken)

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
    sentence = _SENTENCE.search(text, earliest, mark)
    if sentence:
        return sentence.end()
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


def _matching(question: Question, texts: Iterable[Text]) -> set[tuple[str, str]]:
    """Words of the texts, with the configuration of each, that match the question, in a query."""
    words: set[tuple[str, str]] = set()
    initials = {_initial(unit) for one in question.wanted for unit in one.folded.split()}
    is_any = UNKNOWN in initials
    initials.add(UNKNOWN)
    for text in texts:
        config = folding.configuration_of(text.language)
        for word in set(_WORD.findall(text.text)):
            if is_any or _ARABIC.search(word) or _initial(word) in initials:
                words.add((config, folding.fold(word).strip()))
    if not words or not question:
        return set()
    lexemes = dict(question.lexemes)
    simple = lexemes.get(folding.SIMPLE)
    asked = [(config, lexemes.get(config) or simple or "") for config in {one[0] for one in words}]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT told.config, told.word"
            " FROM unnest(%s::text[], %s::text[]) AS told(config, word)"
            " JOIN unnest(%s::text[], %s::text[]) AS asked(config, query) USING (config)"
            " WHERE to_tsvector(told.config::regconfig, told.word) @@ asked.query::tsquery",
            [*map(list, zip(*words, strict=True)), *map(list, zip(*asked, strict=True))],
        )
        return set(cursor.fetchall())


def _initial(word: str) -> str:
    """The first letter without its accents: no stemmer of these languages changes it. Of a letter
    that is not made of another and an accent (ø, ß, æ) nothing is known."""
    letter = unicodedata.normalize("NFD", folding.letters(word))[:1]
    return letter if letter.isascii() else UNKNOWN
