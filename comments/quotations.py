"""Finding the words of a text in other texts, however they were quoted (feature M17).

Two texts are compared by their letters and digits alone: case, accents, marks of emphasis, quote
marks, line breaks and punctuation tell no difference. What both have in common for long enough is
a quotation. Letters are counted rather than words, since not every script has spaces.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

#: Letters in common that make a quotation in a text about anything: some eight English words,
#: which two people do not write alike by chance.
FAR: Final = 40
#: The same where a quotation is expected: behind quote marks of an answer, or in what was written
#: about this very text.
NEAR: Final = 20
#: What stands in the place of a quotation.
GAP: Final = "[…]"

Range = tuple[int, int]

_SENTENCE_ENDS = re.compile(r"[.!?…。！？\n]+")
_QUOTED_LINES = re.compile(r"(?m)^(?: {0,3}>)+.*(?:\n(?: {0,3}>)+.*)*")
_TAG = re.compile(r"(<[^>]*>)")
#: Words that the database is asked for; of a longer text it gives every row.
_MOST_PROBES = 60


@dataclass(frozen=True)
class Folded:
    """The letters and digits of a text, and where each of them stands."""

    letters: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> Folded:
        letters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(text):
            for one in unicodedata.normalize("NFKD", character).casefold():
                if one.isalnum():
                    letters.append(one)
                    places.append(place)
        return cls("".join(letters), places)


@dataclass
class Words:
    """What is looked for: the texts that are being erased."""

    texts: tuple[str, ...]
    _grams: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Words:
        return cls(tuple(dict.fromkeys(text for text in texts if text.strip())))

    @cached_property
    def letters(self) -> tuple[str, ...]:
        return tuple(Folded.of(text).letters for text in self.texts)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Whole sentences that are too short for `FAR` and long enough to be somebody's own."""
        found = {
            Folded.of(sentence).letters
            for text in self.texts
            for sentence in _SENTENCE_ENDS.split(text)
        }
        return tuple(one for one in found if 24 <= len(one) < FAR)

    @cached_property
    def probes(self) -> list[str]:
        """Words of which every quotation of three or more has one, for asking the database; empty
        when there are too many, or when words are not told by spaces: then every text is looked at.
        """
        found: set[str] = set()
        for text in self.texts:
            if any(unicodedata.east_asian_width(one) in "WF" for one in text):
                return []
            words = re.findall(r"\w+", text)
            found |= (
                {max(words[start : start + 3], key=len) for start in range(max(1, len(words) - 2))}
                if words
                else set()
            )
        return sorted(found) if len(found) <= _MOST_PROBES else []

    def grams(self, length: int) -> frozenset[str]:
        """All runs of so many letters."""
        if length not in self._grams:
            self._grams[length] = frozenset(
                one[start : start + length]
                for one in self.letters
                for start in range(len(one) - length + 1)
            )
        return self._grams[length]

    def ranges(self, text: str, least: int) -> list[Range]:
        """Where the words stand in a text: begin and end of each quotation, in order.

        Args:
            least: `FAR` or `NEAR`.
        """
        folded = Folded.of(text)
        found = [*self._runs(folded, least), *self._whole(folded, least)]
        return _to_words(text, _joined(found))

    def _runs(self, folded: Folded, least: int) -> Iterator[Range]:
        grams = self.grams(least)
        for start in range(len(folded.letters) - least + 1):
            if folded.letters[start : start + least] in grams:
                yield folded.places[start], folded.places[start + least - 1] + 1

    def _whole(self, folded: Folded, least: int) -> Iterator[Range]:
        """Short sentences, and texts that are shorter than what makes a quotation."""
        short = [one for one in self.letters if NEAR <= len(one) < least]
        for one in {*short, *(self.sentences if least == FAR else ())}:
            start = folded.letters.find(one)
            while start >= 0:
                yield folded.places[start], folded.places[start + len(one) - 1] + 1
                start = folded.letters.find(one, start + 1)

    def quoted_ranges(self, text: str) -> list[Range]:
        """The same in a comment as it was typed: nearer within the lines behind ``>``, where a
        block that is nothing but these words goes whatever its length."""
        found = self.ranges(text, FAR)
        for block in _QUOTED_LINES.finditer(text):
            letters = Folded.of(block[0]).letters
            begin = block.start()
            if letters and any(letters in one for one in self.letters):
                marks = re.match(r"(?: {0,3}>)+ ?", block[0])
                found.append((begin + (marks.end() if marks else 0), block.end()))
            else:
                found += [(begin + a, begin + b) for a, b in self.ranges(block[0], NEAR)]
        return _joined(found)

    def without(self, text: str, least: int) -> str:
        """A text without the words; the same when they are not in it."""
        return _cut(text, self.ranges(text, least))

    def without_quotes(self, text: str) -> str:
        """A comment as it was typed, without its quotations of the words."""
        return _cut(text, self.quoted_ranges(text))

    def without_in_html(self, source: str) -> str:
        """HTML without the words: what stands between its tags is cut, the tags stay."""
        pieces = _TAG.split(source)
        # Every other piece is a tag; in the text it counts as the end of a line.
        texts = ["\n" if place % 2 else html.unescape(one) for place, one in enumerate(pieces)]
        cuts = _joined([*self.ranges("".join(texts), FAR), *self._in_blockquotes(pieces, texts)])
        out: list[str] = []
        begin = 0
        for place, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
            end = begin + len(text)
            inside = [(max(a, begin) - begin, min(b, end) - begin) for a, b in cuts]
            inside = [(a, b) for a, b in inside if a < b]
            cut = inside and place % 2 == 0
            out.append(html.escape(_cut(text, inside), quote=False) if cut else piece)
            begin = end
        return "".join(out)

    def _in_blockquotes(self, pieces: list[str], texts: list[str]) -> Iterator[Range]:
        """Quotations within the quotes of HTML, by their places in its text."""
        depth = begin = opened = 0
        for place, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
            if place % 2 and piece.startswith("<blockquote"):
                opened = opened if depth else begin
                depth += 1
            elif place % 2 and piece.startswith("</blockquote"):
                depth -= 1
                if depth == 0:
                    quoted = "".join(texts)[opened:begin]
                    yield from ((opened + a, opened + b) for a, b in self.ranges(quoted, NEAR))
            begin += len(text)

    def without_in_json(self, value: Any, least: int) -> Any:
        """Whatever JSON holds, without the words in any of its texts."""
        if isinstance(value, str):
            return self.without(value, least)
        if isinstance(value, list):
            return [self.without_in_json(one, least) for one in value]
        if isinstance(value, dict):
            return {
                self.without(key, least): self.without_in_json(one, least)
                for key, one in value.items()
            }
        return value


def _joined(ranges: Iterable[Range]) -> list[Range]:
    joined: list[Range] = []
    for begin, end in sorted(ranges):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _to_words(text: str, ranges: list[Range]) -> list[Range]:
    """Ranges that end where words do: half a word tells the other half."""
    whole = []
    for first, last in ranges:
        begin, end = first, last
        while begin > 0 and text[begin - 1].isalnum() and text[begin].isalnum():
            begin -= 1
        while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        whole.append((begin, end))
    return _joined(whole)


def _cut(text: str, ranges: list[Range]) -> str:
    out: list[str] = []
    last = 0
    for begin, end in ranges:
        out += [text[last:begin], GAP]
        last = end
    return "".join([*out, text[last:]])
