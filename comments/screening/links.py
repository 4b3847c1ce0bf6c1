"""Links: welcome as sources, and what spam lives on."""

from __future__ import annotations

import re

from comments.screening.submissions import Submission
from comments.screening.verdicts import Strictness, Verdict

#: A comment with more links than this is read by a person whoever wrote it.
LINKS_ALLOWED = 2

#: An address with its scheme, or bare: a host's name with a path behind it. Bare hosts alone stay
#: words ("node.js", "e.g."), and lengths are bounded so that no text makes the search slow.
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>]{3,}|\b(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/[^\s<>]+",
    re.IGNORECASE,
)


def links(submission: Submission, *, allowed: int = LINKS_ALLOWED) -> Verdict:
    """Hold a newcomer's link and anybody's many; the spans say where they stand."""
    spans = tuple(match.span() for match in LINK.finditer(submission.text))
    if not spans:
        return Verdict(inputs={"links": 0})
    inputs = {"links": len(spans), "approved_before": submission.approved_before}
    if len(spans) > allowed:
        return Verdict(Strictness.HOLD, "many_links", spans=spans, inputs=inputs)
    if submission.approved_before == 0:
        return Verdict(Strictness.HOLD, "newcomers_link", spans=spans, inputs=inputs)
    return Verdict(spans=spans, inputs=inputs)
