"""Marking in a comment what the checks point at, at the characters of the text as typed (M5).

Spans come from checks of any make, also from outside: what does not fit the text is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from comments.models import Signal
from newsportal.core.sentences import listed

#: Codes of checks whose spans are words of a list: a moderator may want those blurred (M15). A
#: check whose name begins with `WORD_LISTS` is one too.
WORD_CODES = frozenset({"word"})
WORD_LISTS = "word_list"


@dataclass(frozen=True)
class Segment:
    """A stretch of the text.

    Args:
        checks: names of the checks that point at it; empty: none does.
        is_word: a word of a list is in it.
    """

    text: str
    checks: tuple[str, ...] = ()
    is_word: bool = False

    @property
    def title(self) -> str:
        return listed(self.checks)


def is_of_words(signal: Signal) -> bool:
    """Whether a check's spans are words of a list."""
    return signal.check_name.startswith(WORD_LISTS) or signal.code in WORD_CODES


def spans_of(signal: Signal, length: int) -> list[tuple[int, int]]:
    """The spans that lie in a text of so many characters."""
    found = []
    for span in signal.spans if isinstance(signal.spans, list) else ():
        match span:
            case [int(start), int(end)] if 0 <= start < end <= length:
                found.append((start, end))
    return found


def segments(text: str, signals: Iterable[Signal]) -> list[Segment]:
    """The text in stretches, each with the checks that point at it; put together it is the text.

    Args:
        signals: those that ask for something; what a check lets pass is not marked.
    """
    spans = [
        (start, end, signal) for signal in signals for start, end in spans_of(signal, len(text))
    ]
    cuts = sorted({0, len(text), *(cut for start, end, _one in spans for cut in (start, end))})
    found = []
    for start, end in pairwise(cuts):
        over = [one for begin, stop, one in spans if begin <= start and end <= stop]
        names = tuple(dict.fromkeys(one.name for one in over))
        found.append(Segment(text[start:end], names, any(is_of_words(one) for one in over)))
    return found
