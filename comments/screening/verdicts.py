"""What a check says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Strictness(IntEnum):
    """What a check asks for, in order of strictness; what is kept of it is its name."""

    PASS = 0
    HOLD = 1
    REJECT = 2
    SPAM = 3


@dataclass(frozen=True)
class Verdict:
    """What one check says: strictness, a code for the reason, where, and from which inputs.

    Args:
        code: what was found; `wording` has the sentence for moderators.
        spans: from where to where in the text, in characters of what was typed.
        inputs: what the verdict was made from, kept with it; numbers, names of lists and keys,
            never a person's name or address (house rule 23).
        version: raised when the check's rule changes, so that old signals can be told from new.
        reason: of a refusal, the reason that the author reads (`models.Reason`).
    """

    strictness: Strictness = Strictness.PASS
    code: str = ""
    score: float | None = None
    spans: tuple[tuple[int, int], ...] = ()
    inputs: dict[str, Any] = field(default_factory=dict)
    version: int = 1
    reason: str = ""


#: What a check said, behind its name.
Named = tuple[str, Verdict]


def strictest(verdicts: list[Named]) -> Strictness:
    """The strictness that wins; without any check a comment is held."""
    return max((verdict.strictness for _name, verdict in verdicts), default=Strictness.HOLD)


def reason_of(verdicts: list[Named]) -> str:
    """The reason that the author of a refused text reads; empty unless it is refused."""
    if strictest(verdicts) is not Strictness.REJECT:
        return ""
    refusing = (verdict for _name, verdict in verdicts if verdict.strictness is Strictness.REJECT)
    return next((verdict.reason for verdict in refusing if verdict.reason), "other")


def flags(verdicts: list[Named]) -> int:
    """How many checks ask for anything but publishing: a part of a comment's weight (M1)."""
    return sum(verdict.strictness > Strictness.PASS for _name, verdict in verdicts)
