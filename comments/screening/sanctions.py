"""Who writes, whatever the text says: held by a moderator's decision, or without an account."""

from __future__ import annotations

from comments.screening.submissions import Submission
from comments.screening.verdicts import Strictness, Verdict


def always_held(submission: Submission) -> Verdict:
    """Hold what somebody writes whose comments a moderator always reads first (feature M10)."""
    if submission.author is not None and submission.is_always_held:
        return Verdict(Strictness.HOLD, "always_held")
    return Verdict()


def guest(submission: Submission) -> Verdict:
    """Hold what is written without an account; only a confirmed address is known (feature C15)."""
    if submission.author is None and submission.email:
        return Verdict(Strictness.HOLD, "guest")
    return Verdict()
