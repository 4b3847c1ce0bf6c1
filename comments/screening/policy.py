"""What the newsroom's policy asks for, whatever the text says."""

from __future__ import annotations

from comments.models import Policy
from comments.screening import Strictness, Submission, Verdict

#: Approved comments after which a reader is no newcomer.
NEWCOMER_BELOW = 3


def policy(submission: Submission) -> Verdict:
    """Hold everything, or newcomers' comments, as the discussion's policy says."""
    inputs: dict[str, str | int] = {"policy": submission.policy}
    if submission.policy == Policy.OPEN:
        return Verdict(inputs=inputs)
    if submission.policy == Policy.HOLD_NEWCOMERS:
        inputs["approved_before"] = submission.approved_before
        if submission.author is not None and submission.approved_before >= NEWCOMER_BELOW:
            return Verdict(inputs=inputs)
        return Verdict(Strictness.HOLD, "newcomer", inputs=inputs)
    return Verdict(Strictness.HOLD, "hold_all", inputs=inputs)
