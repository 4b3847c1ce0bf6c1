"""The checks of a comment: small functions in an order that the settings name (feature M6).

Each gets the submission and returns a `Verdict`. All run, the strictest wins, every one is kept.
A check that fails holds the comment (fail closed) and says so.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from articles.models import Story
from newsportal.core.models import User

logger = logging.getLogger(__name__)


class Strictness(IntEnum):
    """What a check asks for, in order of strictness."""

    PASS = 0
    HOLD = 1
    SPAM = 2


@dataclass(frozen=True)
class Submission:
    """What a check may look at: the text and what was known when it was written.

    Args:
        policy: the discussion's policy that holds.
        count_approved: counts the author's approved comments until then, at most
            `ENOUGH_APPROVED`; checks ask for `approved_before`, and a query is made if one does.
        written_at: when it was handed in; aware. What came later counts for no check.
        is_always_held: a moderator reads first what this author writes here, as the gate
            (`sanctions.check_may_write`) says.
        edited: the key of the comment whose words are changed; None for a new one.
    """

    text: str
    text_hash: bytes
    story: Story
    author: User | None
    policy: str
    count_approved: Callable[[], int]
    written_at: datetime.datetime
    is_always_held: bool
    edited: int | None = None

    @cached_property
    def approved_before(self) -> int:
        return self.count_approved()


@dataclass(frozen=True)
class Verdict:
    """What one check says: strictness, a code for the reason, where, and from which inputs."""

    strictness: Strictness = Strictness.PASS
    code: str = ""
    score: float | None = None
    spans: tuple[tuple[int, int], ...] = ()
    inputs: dict[str, Any] = field(default_factory=dict)
    version: int = 1


#: Approved comments beyond which no check asks for the number.
ENOUGH_APPROVED = 10

Check = Callable[[Submission], Verdict]
#: What a check said, behind its name.
Named = tuple[str, Verdict]


def screen(submission: Submission) -> list[Named]:
    """Run every check of `settings.COMMENT_CHECKS` and return (name, verdict) pairs in order."""
    verdicts = []
    for dotted in settings.COMMENT_CHECKS:
        check: Check = import_string(dotted)
        name = dotted.rpartition(".")[2]
        try:
            verdict = check(submission)
        except Exception:
            # A broken check must not let anything through, nor lose what somebody wrote.
            logger.exception("The check %s failed; the comment is held.", dotted)
            verdict = Verdict(Strictness.HOLD, "check_failed")
        verdicts.append((name, verdict))
    return verdicts


def strictest(verdicts: list[Named]) -> Strictness:
    """The strictness that wins; without any check a comment is held."""
    return max((verdict.strictness for _name, verdict in verdicts), default=Strictness.HOLD)
