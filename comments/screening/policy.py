"""What the newsroom's policy asks for, whatever the text says."""

from __future__ import annotations

from typing import Any

from comments import trust
from comments.discussions import policies
from comments.models import Policy
from comments.screening.submissions import Submission
from comments.screening.verdicts import Strictness, Verdict

VERSION = 2


def policy(submission: Submission) -> Verdict:
    """Hold everything, or whom the newsroom does not know yet, as the discussion's rule says.

    The cause is named: a control with its end, the opening hours, or whose policy it is.
    """
    rule = submission.rule
    inputs: dict[str, Any] = {
        "policy": rule.policy,
        "place": rule.from_place,
        "name": rule.from_name,
    }
    if rule.hold_until is not None:
        return _hold("hold_control", control=rule.held_by, until=rule.hold_until.isoformat())
    if rule.opens_at is not None:
        return _hold("outside_hours", opens=rule.opens_at.isoformat())
    if rule.policy == Policy.OPEN:
        return Verdict(inputs=inputs, version=VERSION)
    if rule.policy == Policy.HOLD_NEWCOMERS:
        return _newcomers(submission, inputs)
    return _hold("hold_all", **inputs)


def _newcomers(submission: Submission, inputs: dict[str, Any]) -> Verdict:
    if submission.author is None:
        return _hold("newcomer", **inputs, lacks=["guest"])
    standing = trust.judge(
        submission.record,
        submission.author.date_joined,
        submission.written_at,
        policies.get().site,
    )
    if standing.is_trusted:
        return Verdict(inputs=inputs | standing.inputs, version=VERSION)
    return _hold("newcomer", **inputs, **standing.inputs)


def _hold(code: str, **inputs: Any) -> Verdict:
    return Verdict(Strictness.HOLD, code, inputs=inputs, version=VERSION)
