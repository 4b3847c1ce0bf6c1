"""Shouting: long stretches of capitals."""

from __future__ import annotations

import re

from comments.screening.submissions import Submission
from comments.screening.verdicts import Strictness, Verdict

#: Below this many cased letters capitals say nothing (abbreviations, names of agencies).
FEWEST_LETTERS = 30
#: Share of capitals from which a text reads as shouted.
SHOUTED = 0.7

#: Words of letters, apostrophes and hyphens; which of them are in capitals is asked of Python.
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def shouting(
    submission: Submission, *, share: float = SHOUTED, letters: int = FEWEST_LETTERS
) -> Verdict:
    """Hold a text that is mostly capitals. Scripts without case never shout."""
    cased = [letter for letter in submission.text if letter.isupper() or letter.islower()]
    if len(cased) < letters:
        return Verdict(inputs={"letters": len(cased)})
    capitals = sum(letter.isupper() for letter in cased) / len(cased)
    inputs = {"letters": len(cased), "share": round(capitals, 2)}
    if capitals >= share:
        spans = shouted(submission.text)
        return Verdict(Strictness.HOLD, "shouting", score=capitals, inputs=inputs, spans=spans)
    return Verdict(inputs=inputs)


def shouted(text: str) -> tuple[tuple[int, int], ...]:
    """Where words in capitals stand; those that follow each other are one stretch."""
    runs: list[tuple[int, int]] = []
    for match in WORD.finditer(text):
        word = match[0]
        if not (word.isupper() and len(word) > 1):
            continue
        start, end = match.span()
        if runs and not any(letter.isalnum() for letter in text[runs[-1][1] : start]):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return tuple(runs)
