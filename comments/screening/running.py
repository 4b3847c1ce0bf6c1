"""Running the checks: all of them, over new words or over a comment that is there already."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from comments.discussions import discussion_of, rule_for
from comments.models import Comment, Discussion
from comments.screening.submissions import Origin, Submission
from comments.screening.verdicts import Named, Strictness, Verdict

logger = logging.getLogger(__name__)

Check = Callable[[Submission], Verdict]


def screen(submission: Submission, checks: Sequence[str | Check] | None = None) -> list[Named]:
    """Run checks and return (name, verdict) pairs in their order.

    Args:
        checks: functions or their dotted paths; None for all of `settings.COMMENT_CHECKS`.
    """
    return [
        _run(one, submission) for one in (settings.COMMENT_CHECKS if checks is None else checks)
    ]


def _run(one: str | Check, submission: Submission) -> Named:
    name = one.rpartition(".")[2] if isinstance(one, str) else getattr(one, "__name__", repr(one))
    try:
        check: Check = import_string(one) if isinstance(one, str) else one
        return name, check(submission)
    except Exception:
        # A broken check must not let anything through, nor lose what somebody wrote.
        logger.exception("The check %s failed; the comment is held.", one)
        return name, Verdict(Strictness.HOLD, "check_failed")


def rerun(comment: Comment, checks: Sequence[str | Check] | None = None) -> list[Named]:
    """What checks would say of a comment that is there, had it come now; nothing is written.

    They see what they would have seen when its present words were written: the same words elsewhere
    and the author's record until then, under the policy and the lists that hold now.

    Args:
        comment: with its author and its story's discussion, where many are asked for.
        checks: as of `screen`.
    """
    return screen(submission_of(comment), checks)


def submission_of(comment: Comment) -> Submission:
    """A stored comment as checks see it. Whether its author is sanctioned now is left out: that
    says nothing of the words."""
    return Submission(
        text=comment.text,
        text_hash=bytes(comment.text_hash),
        story=comment.story,
        author=comment.author,
        rule=rule_for(comment.story, _discussion_of(comment)),
        origin=Origin(address=comment.address, email=comment.guest_email),
        written_at=comment.edited_at or comment.created_at,
        edited=comment.pk,
    )


def _discussion_of(comment: Comment) -> Discussion:
    """The row that came with the story, else one query."""
    in_hand: Discussion | None = comment.story._state.fields_cache.get("discussion")
    return in_hand or discussion_of(comment.story)
