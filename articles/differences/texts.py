"""The difference of two plain texts by words, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.differences.alignment import Work, common
from newsportal.core.sentences import listed

EQUAL, INSERT, DELETE, REFORMAT = "equal", "insert", "delete", "reformat"

#: Characters of both texts that are compared by words. What is longer counts as replaced: nobody
#: reads such a difference, and it would take seconds.
MAX_CHARACTERS = 600_000

#: What is written without spaces (Thai, Lao, Burmese, Khmer, Kana, Han) is compared by letters.
_LETTERWISE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
#: Planes 0 and 1 have all combining marks but the variation selectors of plane 14.
_PLANES = range(0x20000)
#: Joiners, skin tones and those selectors, which belong to the sign before them as well.
_JOINED = "\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
#: Times that small agreements between two changes are looked for; the second rarely finds any.
_TIDYINGS = 3

#: A name of formatting and its value, such as ("a", address) or ("strong", "").
Mark = tuple[str, str]

#: Formatting in words; of links, pictures and embeds `Segment.note` says more.
FORMATTING = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "s": gettext_lazy("struck out"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
    "code": pgettext_lazy("form of text", "code"),
}


@dataclass(frozen=True)
class Span:
    """An act, and the part of the old and of the new text that it is about."""

    op: str
    i1: int
    i2: int
    j1: int
    j2: int


@dataclass(frozen=True)
class Segment:
    """A stretch of text and what happened to it.

    Attributes:
        op: "equal", "insert", "delete", or "reformat": the same words in another form.
        text: as it is now, or of a deletion as it was.
        marks: its formatting, likewise.
        old_marks: the formatting before, of a "reformat".
    """

    op: str
    text: str
    marks: tuple[Mark, ...] = ()
    old_marks: tuple[Mark, ...] = ()

    @property
    def classes(self) -> str:
        """Classes that draw its formatting."""
        return " ".join(f"form-{name}" for name, _value in self.marks)

    @property
    def note(self) -> str:
        """What became of the form of the same words, as a few words; never a picture's address."""
        now, before = dict(self.marks), dict(self.old_marks)
        told = [str(word) for name, word in FORMATTING.items() if name in now.keys() - before]
        told += [
            _("no longer %(form)s") % {"form": word}
            for name, word in FORMATTING.items()
            if name in before.keys() - now
        ]
        if now.get("a") != before.get("a"):
            told.append(_link_note(before.get("a", ""), now.get("a", "")))
        elif now.get("rel") != before.get("rel"):
            told.append(_("what is said about the link"))
        if now.get("img") != before.get("img"):
            told.append(_("another picture"))
        if now.get("embed") != before.get("embed"):
            told.append(_("another embed"))
        return listed(told)


def _link_note(before: str, now: str) -> str:
    if not now:
        return _("no longer a link to %(address)s") % {"address": before}
    if not before:
        return _("link to %(address)s") % {"address": now}
    return _("link to %(new)s instead of %(old)s") % {"new": now, "old": before}


@dataclass(frozen=True)
class TextDifference:
    """Segments that in order give both texts.

    `coarse`: a part stands as replaced because the texts are too long or differ too much to be
    compared by words.
    """

    segments: list[Segment] = field(default_factory=list)
    coarse: bool = False

    @property
    def is_equal(self) -> bool:
        return all(segment.op == EQUAL for segment in self.segments)


def words(old: str, new: str, work: Work | None = None) -> TextDifference:
    """The difference between two plain texts, by words.

    A word is what its script calls one: letters with their combining marks; one letter where
    words are written without spaces.

    Args:
        work: what may be spent, when the texts are part of something larger.
    """
    spans, coarse = spans_of(old, new, work or Work())
    return TextDifference(
        [
            Segment(
                span.op, old[span.i1 : span.i2] if span.op == DELETE else new[span.j1 : span.j2]
            )
            for span in spans
        ],
        coarse,
    )


def split(text: str) -> list[str]:
    """The words, gaps and signs of a text; joined they are the text."""
    return _pieces().findall(text)


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    """A gap, a word or a sign with all that combines with it; `re` counts no mark as a letter."""
    marks = "".join(map(re.escape, _combining())) + _JOINED
    letter = rf"[^\W{_LETTERWISE}]"
    return re.compile(
        rf"\s+|[{_LETTERWISE}][{marks}]*|{letter}(?:{letter}|[{marks}]|['’](?={letter}))*"
        rf"|.(?:[{marks}]|(?<=\u200d).)*",
        re.DOTALL,
    )


def _combining() -> Iterable[str]:
    return (char for char in map(chr, _PLANES) if unicodedata.category(char).startswith("M"))


def spans_of(old: str, new: str, work: Work) -> tuple[list[Span], bool]:
    """What changed, as parts of both texts in order, and whether only coarsely."""
    if old == new:
        return ([Span(EQUAL, 0, len(old), 0, len(new))] if old else []), False
    if len(old) + len(new) > MAX_CHARACTERS or work.is_over:
        return _replaced(0, len(old), 0, len(new)), True
    a, b = split(old), split(new)
    at_a, at_b = _starts(a), _starts(b)
    work.spent += len(a) + len(b)
    spans: list[Span] = []
    i = j = 0
    for run_i, run_j, size in [*common(a, b, work), (len(a), len(b), 0)]:
        spans += _replaced(at_a[i], at_a[run_i], at_b[j], at_b[run_j])
        i, j = run_i + size, run_j + size
        if size:
            spans.append(Span(EQUAL, at_a[run_i], at_a[i], at_b[run_j], at_b[j]))
    for _time in range(_TIDYINGS):
        spans, again = _tidied(spans)
        if not again:
            break
    return spans, work.is_over


def _starts(parts: list[str]) -> list[int]:
    """Where each part begins, and the end."""
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts


def _replaced(i1: int, i2: int, j1: int, j2: int) -> list[Span]:
    spans = [Span(DELETE, i1, i2, j1, j1)] if i1 < i2 else []
    return [*spans, Span(INSERT, i2, i2, j1, j2)] if j1 < j2 else spans


def _tidied(spans: list[Span]) -> tuple[list[Span], bool]:
    """Join changes round an agreement that is smaller than both: it is chance, and breaks reading.

    The rule of semantic clean-up is that of N. Fraser's diff-match-patch.
    """
    changes: list[tuple[int, int, int, int]] = []  # each with the agreement that ends it
    agreed: list[int] = []
    i = j = 0
    for span in [*spans, Span(EQUAL, -1, -1, -1, -1)]:
        if span.op != EQUAL:
            continue
        start_i = span.i1 if span.i1 >= 0 else (spans[-1].i2 if spans else 0)
        start_j = span.j1 if span.j1 >= 0 else (spans[-1].j2 if spans else 0)
        changes.append((i, start_i, j, start_j))
        agreed.append(span.i2 - span.i1)
        i, j = span.i2, span.j2
    kept = [changes[0]]
    lengths = []
    joined = False
    for size, change in zip(agreed, changes[1:], strict=False):
        if size <= min(_size(kept[-1]), _size(change)):
            kept[-1] = (kept[-1][0], change[1], kept[-1][2], change[3])
            joined = True
        else:
            lengths.append(size)
            kept.append(change)
    tidy = _replaced(*kept[0])
    for size, change in zip(lengths, kept[1:], strict=True):
        tidy.append(Span(EQUAL, change[0] - size, change[0], change[2] - size, change[2]))
        tidy += _replaced(*change)
    return tidy, joined


def _size(change: tuple[int, int, int, int]) -> int:
    """How many characters a change is about: the longer of what went and what came."""
    i1, i2, j1, j2 = change
    return max(i2 - i1, j2 - j1)
