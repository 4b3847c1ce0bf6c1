"""The checks of a comment: small functions in an order that the settings name (feature M6).

Each gets the submission and returns a `Verdict`. All run, the strictest wins, every one is kept.
A check that fails holds the comment (fail closed) and says so. How to add one: docs/checks.md.
"""

from comments.screening.running import Check, rerun, screen, submission_of
from comments.screening.submissions import Origin, Submission
from comments.screening.verdicts import Named, Strictness, Verdict, flags, reason_of, strictest

__all__ = [
    "Check",
    "Named",
    "Origin",
    "Strictness",
    "Submission",
    "Verdict",
    "flags",
    "reason_of",
    "rerun",
    "screen",
    "strictest",
    "submission_of",
]
