"""What an author is told of a decision: what, why, by which rule, by whom, and how to object.

The statement of reasons of the Digital Services Act, article 17 (features C14, M12): it names no
moderator, says whether a machine decided or found it, and until when an appeal is possible.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from comments import erasures
from comments.discussions import policies
from comments.models import Appeal, Comment, CommentEvent, Reason
from comments.rules import rule_of

Status = Comment.Status

#: States that somebody decided against the author.
REFUSED = (Status.REJECTED, Status.SPAM, Status.REMOVED, Status.ERASED)

#: What an author does: when it leads to a refusal, a check decided that.
BY_THE_AUTHOR = (CommentEvent.Kind.SUBMITTED, CommentEvent.Kind.EDITED, CommentEvent.Kind.CONFIRMED)

#: Six months, counted so that no six months of a calendar are longer (article 20 (1)).
APPEAL_FOR = datetime.timedelta(days=184)


@dataclass(frozen=True)
class Statement:
    """One decision as its author reads it.

    Args:
        event: the transition; None for comments that came with an import.
        appeal: the author's objection to this decision, if there is one.
    """

    comment: Comment
    event: CommentEvent | None
    appeal: Appeal | None = None

    @property
    def is_refusal(self) -> bool:
        return self.event is not None and self.event.to_status in REFUSED

    @property
    def decided(self) -> str:
        """What was decided, as a sentence."""
        status = self.event.to_status if self.event else self.comment.status
        return {
            Status.REJECTED: _("Your comment was not published."),
            Status.SPAM: _("Your comment was put away as advertising or repetition."),
            Status.REMOVED: _("Your comment was removed from the page."),
            Status.ERASED: _("Your comment was erased for legal reasons."),
            Status.HELD: _("Your comment waits for a moderator."),
            Status.APPROVED: _("Your comment is published."),
        }.get(Status(status), "")

    @property
    def is_automatic(self) -> bool:
        """Whether no person decided: the system did, or a check when it was handed in."""
        if self.event is None:
            return False
        nobody = self.event.actor_id is None and not self.event.by_former
        return nobody or self.event.kind in BY_THE_AUTHOR

    @property
    def decided_by(self) -> str:
        """Who, without a name."""
        if self.is_automatic:
            return _("Decided by an automatic check; no person has looked at it yet.")
        if self.event is not None and self.event.to_status == Status.ERASED:
            return _("Decided by a person.")
        return _("Decided by a moderator.")

    @property
    def reason(self) -> str:
        """Why, as a part of a sentence; empty where the decision says all."""
        return self.event.reason_words if self.event and self.event.reason else ""

    @property
    def words(self) -> str:
        """What the moderator says besides, to the author."""
        decision = getattr(self.event, "decision", None)
        return decision.words if decision else ""

    @property
    def rule(self) -> str:
        """The rule that was not kept, quoted."""
        if self.event is None or not self.is_refusal:
            return ""
        if self.event.to_status == Status.ERASED:
            return _(
                "The law asked for it, so the text is gone everywhere and cannot be brought back. "
                "The receipt is %(number)s. If you think that this is wrong, write to the "
                "newspaper and name the receipt, or turn to a court."
            ) % {"number": erasures.receipt_of(self.comment.pk)}
        is_spam = self.event.to_status == Status.SPAM and not self.event.reason
        return rule_of(Reason.OFF_TOPIC if is_spam else self.event.reason)

    @property
    def appeal_until(self) -> datetime.datetime | None:
        """Until when an appeal is possible; None when it is not, or not any more."""
        if self.event is None or not self.is_refusal or self.appeal is not None:
            return None
        if self.comment.status != self.event.to_status:
            return None  # decided anew since
        if self.comment.status == Status.ERASED:
            return None  # there are no words left to publish
        until: datetime.datetime = self.event.at + APPEAL_FOR
        return until if until > timezone.now() else None

    @property
    def answer_days(self) -> int:
        """Within how many days an answer is promised."""
        return policies.get().site.appeal_days


def statements_of(comments: Iterable[Comment]) -> dict[int, Statement]:
    """The decision that each comment's state comes from, by the comment's id; in two queries."""
    wanted = {comment.pk: comment for comment in comments}
    events: dict[int, CommentEvent] = {}
    moves = CommentEvent.objects.standing().moves().select_related("decision")
    for event in moves.filter(comment__in=wanted).order_by("at", "pk"):
        if event.to_status == wanted[event.comment_id].status:
            events[event.comment_id] = event
    appeals = {
        appeal.event_id: appeal
        for appeal in Appeal.objects.filter(event__in=[event.pk for event in events.values()])
    }
    return {
        pk: Statement(comment, event, appeals.get(event.pk) if event else None)
        for pk, comment in wanted.items()
        for event in [events.get(pk)]
    }


def statement_of(comment: Comment) -> Statement:
    """The decision that one comment's state comes from."""
    return statements_of([comment])[comment.pk]
