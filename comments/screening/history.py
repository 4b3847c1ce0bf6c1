"""What the author's other comments say, and those from the same network (features M6, M9).

All of it comes from one query (`Submission.record`), from which the policy counts newcomers too.
"""

from __future__ import annotations

from comments.author_records import LATELY, NEARBY_FOR
from comments.screening.submissions import Submission
from comments.screening.verdicts import Strictness, Verdict

#: Of fewer decided comments nothing can be said.
FEWEST_DECIDED = 4
#: Share of refused ones from which everything is read first, whatever the policy: every second.
OFTEN = 0.5

#: So many within ten minutes are a quarrel or a machine; people who read first write fewer.
BURST = 6

#: Refused comments of others from one network within a day from which its next one is read first.
#: A household or an office is behind a network, so it is more than one angry person brings about.
NEARBY = 5


def refusals(
    submission: Submission, *, share: float = OFTEN, decided: int = FEWEST_DECIDED
) -> Verdict:
    """Hold what somebody writes of whose comments half were refused, also where all is open."""
    record = submission.record
    inputs = {"refused": record.refused, "decided": record.decided}
    if record.decided >= decided and record.refused_share >= share:
        score = round(record.refused_share, 2)
        return Verdict(Strictness.HOLD, "often_refused", score=score, inputs=inputs)
    return Verdict(inputs=inputs)


def posting_rate(submission: Submission, *, burst: int = BURST) -> Verdict:
    """Hold what comes faster than people write who read what they answer."""
    if submission.edited is not None:
        return Verdict()
    count = submission.record.lately + 1  # with this one
    inputs = {"lately": count, "minutes": LATELY.seconds // 60}
    if count >= burst:
        return Verdict(Strictness.HOLD, "burst", inputs=inputs)
    return Verdict(inputs=inputs)


def network(submission: Submission, *, refused: int = NEARBY) -> Verdict:
    """Hold what comes from a network from which others' comments were refused lately.

    The address is the one behind the proxies that we trust, never one that the caller wrote down
    (`core.client_network`); it is compared by its network and not kept in the signal.
    """
    nearby = submission.record.nearby
    inputs = {"nearby": nearby, "hours": int(NEARBY_FOR.total_seconds() // 3600)}
    if nearby >= refused:
        return Verdict(Strictness.HOLD, "refused_nearby", inputs=inputs)
    return Verdict(inputs=inputs)
