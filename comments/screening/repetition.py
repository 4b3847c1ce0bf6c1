"""Repetition: the same text below several stories."""

from __future__ import annotations

import datetime

from comments.models import Comment
from comments.screening.submissions import Submission
from comments.screening.verdicts import Strictness, Verdict

#: How far back the same text counts; a joke may come back after a month.
LOOK_BACK_DAYS = 30
#: Texts shorter than this ("Thank you!") are said by many.
SHORTEST = 40


def repetition(
    submission: Submission, *, days: int = LOOK_BACK_DAYS, shortest: int = SHORTEST
) -> Verdict:
    """Hold a text that stands elsewhere already, in whatever spelling of spaces and case."""
    if len(submission.text) < shortest:
        return Verdict(inputs={"length": len(submission.text)})
    # What a guest has not confirmed is nobody's word yet, and makes nobody else's suspicious.
    others = Comment.objects.exclude(status=Comment.Status.UNCONFIRMED)
    if submission.edited is not None:
        others = others.exclude(pk=submission.edited)
    same = others.filter(
        text_hash=submission.text_hash,
        created_at__gt=submission.written_at - datetime.timedelta(days=days),
        created_at__lt=submission.written_at,
    ).count()
    if same:
        return Verdict(Strictness.HOLD, "repeated", inputs={"same": same})
    return Verdict(inputs={"same": 0})
