"""What would have happened without a check: a pure function over a comment's signals (feature M5).

All checks run and the strictest wins, so the answer is what the others ask for together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comments.models import Signal
from comments.screening.verdicts import Strictness
from newsportal.core.sentences import listed


@dataclass(frozen=True)
class Explained:
    """One check that fired, and what would have happened without it."""

    signal: Signal
    without: str


def explain(signals: Iterable[Signal]) -> list[Explained]:
    """The checks that fired, the strictest first, each with what would have happened without it.

    Args:
        signals: those of one revision, as `Comment.present_signals` has them.
    """
    known = list(signals)
    firing = sorted((one for one in known if one.is_firing), key=strictness_of, reverse=True)
    return [Explained(one, without(one, known)) for one in firing]


def without(signal: Signal, signals: Sequence[Signal]) -> str:
    """What the comment would have become without one check, as words for a moderator."""
    others = [one for one in signals if one is not signal and one.is_firing]
    if not others:
        return _("without it: published")
    strictest = max(map(strictness_of, others))
    causes = [one.name for one in others if strictness_of(one) is strictest]
    words = {
        Strictness.HOLD: _("without it: still waits (%(causes)s)"),
        Strictness.REJECT: _("without it: still refused (%(causes)s)"),
        Strictness.SPAM: _("without it: still spam (%(causes)s)"),
    }[strictest]
    return words % {"causes": listed(dict.fromkeys(causes))}


def strictness_of(signal: Signal) -> Strictness:
    """The verdict as a rank; one that nobody knows any more counts as a hold."""
    try:
        return Strictness[signal.verdict.upper()]
    except KeyError:
        return Strictness.HOLD
