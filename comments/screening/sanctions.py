"""What a moderator decided about the writer, whatever the text says."""

from __future__ import annotations

from comments.screening import Strictness, Submission, Verdict


def always_held(submission: Submission) -> Verdict:
    """Hold what somebody writes whose comments a moderator always reads first (feature M10)."""
    if submission.author is not None and submission.is_always_held:
        return Verdict(Strictness.HOLD, "always_held")
    return Verdict()
