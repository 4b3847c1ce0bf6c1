"""A word to the author before a check holds a comment (feature C18).

Nothing is stored: the page shows what was noticed, and carries the author's signed word that they
have seen it for exactly this text, so that nobody is asked twice for the same words.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments import screening
from comments.screening import Named, Strictness

SALT = "newsportal.nudge"

#: What authors are told, by the code of the verdict. A code that is not here asks nobody anything:
#: a list of forbidden words, say, is not told to those whom it is to stop.
WORDS: dict[str, Promise] = {
    "shouting": _("Most of it is in capitals, which reads as shouting."),
    "many_links": _("It has several links, as advertisements do. One or two sources are enough."),
    "newcomers_link": _("It has a link, and none of your comments has been published yet."),
    "repeated": _("The same text stands below this or another story already."),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, and whether a check points at it."""

    text: str
    is_marked: bool


class Nudge(Exception):
    """The checks would hold this text; nothing was written.

    Attributes:
        notes: what they noticed, a sentence each.
        pieces: the text in order, the stretches that they point at marked.
        seen: what the form sends back as the word that its author has read this.
    """

    def __init__(self, text: str, told: list[screening.Verdict]) -> None:
        super().__init__("the checks would hold this text")
        self.notes = [str(WORDS[verdict.code]) for verdict in told]
        self.pieces = list(pieces(text, (span for verdict in told for span in verdict.spans)))
        self.has_marks = any(piece.is_marked for piece in self.pieces)
        self.seen = seen_for(text)


def check(text: str, verdicts: list[Named]) -> None:
    """Raise Nudge when a check would hold the text for what stands in it and authors may know why.

    The policy's hold says nothing of the text, so it asks nobody anything; what is taken for spam
    is not discussed.
    """
    if screening.strictest(verdicts) is not Strictness.HOLD:
        return
    told = [
        verdict
        for _name, verdict in verdicts
        if verdict.strictness is Strictness.HOLD and verdict.code in WORDS
    ]
    if told:
        raise Nudge(text, told)


def seen_for(text: str) -> str:
    """The signed word for a text."""
    return signing.Signer(salt=SALT).signature(_digest(text))


def has_seen(text: str, word: str) -> bool:
    """Whether a form's word was given for this text."""
    return secrets.compare_digest(seen_for(text).encode(), word.encode("utf-8", "replace"))


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """A text cut at the borders of spans, which may overlap, in its order and without loss."""
    at = 0
    for first, last in sorted(spans):
        start, end = max(first, at), min(last, len(text))
        if start >= end:
            continue
        if start > at:
            yield Piece(text[at:start], is_marked=False)
        yield Piece(text[start:end], is_marked=True)
        at = end
    if at < len(text):
        yield Piece(text[at:], is_marked=False)


def _digest(text: str) -> str:
    """Case counts here: a text in capitals and the same in small letters are two."""
    return hashlib.sha256(text.encode()).hexdigest()
