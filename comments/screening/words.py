"""Words that the newsroom wants to read first, or does not print (feature M6)."""

from __future__ import annotations

from comments import word_lists as newsroom
from comments.screening.submissions import Submission
from comments.screening.verdicts import Strictness, Verdict

#: Finds of which a signal tells; a text of nothing else says no more with a thousand.
MOST_TOLD = 50


def word_lists(submission: Submission) -> Verdict:
    """Hold or refuse what has an entry of a list in it; says which entry of which list, and where.

    The strictest of the lists counts, and of those that refuse the first one's reason.
    """
    known = newsroom.lists.get()
    found = known.find(submission.text)
    if not found:
        return Verdict(inputs={"lists": len(known.by_key)})
    refusing = [one for one in found if one.refuses]
    told = {(one.word_list.pk, one.entry): one for one in [*refusing, *found][:MOST_TOLD]}
    return Verdict(
        Strictness.REJECT if refusing else Strictness.HOLD,
        "word",
        spans=tuple(one.span for one in found[:MOST_TOLD]),
        inputs={
            "found": [
                {"list": one.word_list.name, "key": one.word_list.pk, "entry": one.entry}
                for one in told.values()
            ]
        },
        reason=refusing[0].word_list.reason if refusing else "",
    )
