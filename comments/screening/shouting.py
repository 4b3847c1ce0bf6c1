"""Shouting: long stretches of capitals."""

from __future__ import annotations

from comments.screening import Strictness, Submission, Verdict

#: Below this many cased letters capitals say nothing (abbreviations, names of agencies).
FEWEST_LETTERS = 30
#: Share of capitals from which a text reads as shouted.
SHOUTED = 0.7


def shouting(submission: Submission) -> Verdict:
    """Hold a text that is mostly capitals. Scripts without case never shout."""
    cased = [letter for letter in submission.text if letter.isupper() or letter.islower()]
    if len(cased) < FEWEST_LETTERS:
        return Verdict(inputs={"letters": len(cased)})
    share = sum(letter.isupper() for letter in cased) / len(cased)
    inputs = {"letters": len(cased), "share": round(share, 2)}
    if share >= SHOUTED:
        return Verdict(Strictness.HOLD, "shouting", score=share, inputs=inputs)
    return Verdict(inputs=inputs)
