"""Reporting a comment, and settling what was reported (feature C9): the only writer of reports.

Anyone may report, once for the same words after the same decision. A moderator settles all that is
open on a comment by one decision: keeping it dismisses, taking it from the page accepts. Both
counters on the comment move here, under the discussion's lock (house rule 6).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import moderation, sanctions
from comments.discussions import policies
from comments.models import Comment, CommentEvent, Discussion, Report
from comments.models.report import ANSWER_LENGTH
from comments.moderation import Drift
from newsportal.core.events import announce
from newsportal.core.models import User

State = Report.State

#: What a report counts when moderators are shown what to read first. A guest may be anybody; a
#: member stands for it with a name; one whose reports were mostly right has shown judgement, and
#: one whose reports were mostly dismissed counts as little as a guest.
GUEST_WEIGHT, MEMBER_WEIGHT, PROVEN_WEIGHT = 1, 2, 3
#: Settled reports from which a record is told.
RECORD_FROM = 3

#: Events by which readers see other words, or the same by a new decision.
SHOWING = (
    CommentEvent.Kind.SUBMITTED,
    CommentEvent.Kind.IMPORTED,
    CommentEvent.Kind.EDITED,
    CommentEvent.Kind.APPROVED,
    CommentEvent.Kind.RESTORED,
)

#: How long it is known that guests' reports came from one network (house rule 23).
KEEP_NETWORK = datetime.timedelta(days=90)


NOT_PUBLIC = gettext_lazy("This comment is not public any more, so there is nothing to report.")


class NotPossible(Exception):
    """The comment cannot be reported, or not again; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Reporter:
    """Who reports: a member, else the guests of a network (see `sealed_network`) as one."""

    user: User | None = None
    network: str = ""

    def rows(self) -> dict[str, User | str]:
        """The filter that finds their reports."""
        return {"reporter": self.user} if self.user else {"network": self.network}


@transaction.atomic
def report(comment: Comment, reporter: Reporter, reason: str, words: str = "") -> Report:
    """Ask a moderator to look at a public comment.

    Args:
        reason: of `Report.Reason`.
        words: plain text, cleaned by the form.

    Raises:
        NotPossible: it is not public, the reporter's own, or reported by them as it stands now.
        sanctions.MayNotWrite: who may write nothing reports nothing under their name; a notice of
            illegal content stays possible.
    """
    if reporter.user is not None:
        sanctions.check_may_write(reporter.user, comment.story)
    Discussion.objects.select_for_update().get(story=comment.story_id)
    now = Comment.objects.get(pk=comment.pk)
    if not now.is_public:
        raise NotPossible(str(NOT_PUBLIC))
    if reporter.user is not None and now.author_id == reporter.user.pk:
        raise NotPossible(_("This is your own comment."))
    approval = _approval_of(now)
    before = Report.objects.filter(
        comment=now, revision=now.revision, approval=approval, **reporter.rows()
    ).first()
    if before is not None:
        raise NotPossible(_said_before(before))
    made = Report.objects.create(
        comment=now,
        revision=now.revision,
        approval=approval,
        reporter=reporter.user,
        network="" if reporter.user else reporter.network,
        reason=reason,
        words=words,
        weight=_weight_of(reporter),
    )
    Comment.objects.filter(pk=now.pk).update(
        open_reports=F("open_reports") + 1, report_weight=F("report_weight") + made.weight
    )
    if _is_to_be_hidden(now):
        moderation.hold(now, None)
    return made


def _approval_of(comment: Comment) -> int:
    """The event by which readers see the comment; 0 where none is known."""
    shown = comment.events.filter(to_status=Comment.Status.APPROVED, kind__in=SHOWING)
    return shown.order_by("-pk").values_list("pk", flat=True).first() or 0


def _said_before(before: Report) -> str:
    if before.state == State.DISMISSED:
        return _("A moderator has read your report and kept the comment as it stands.")
    if before.reporter_id is None:
        return _(
            "This comment has been reported from your network already. A moderator will read it."
        )
    return _("You have reported this comment already. A moderator will read it.")


def _weight_of(reporter: Reporter) -> int:
    if reporter.user is None:
        return GUEST_WEIGHT
    record = Report.objects.filter(reporter=reporter.user).aggregate(
        right=Count("pk", filter=Q(state=State.ACCEPTED)),
        wrong=Count("pk", filter=Q(state=State.DISMISSED)),
    )
    right, wrong = record["right"], record["wrong"]
    if right + wrong < RECORD_FROM or right == wrong:
        return MEMBER_WEIGHT
    return PROVEN_WEIGHT if right > wrong else GUEST_WEIGHT


def _is_to_be_hidden(comment: Comment) -> bool:
    """Whether so many members have reported it that it waits to be read, where the site says so.

    What a moderator has kept after a report stays: a crowd can ask for one more look, not for two.
    """
    limit = policies.get().site.hide_after_reports
    if limit is None:
        return False
    reports = Report.objects.filter(comment=comment, revision=comment.revision)
    counted = reports.aggregate(
        members=Count(
            "reporter", filter=Q(state=State.OPEN, weight__gte=MEMBER_WEIGHT), distinct=True
        ),
        kept=Count("pk", filter=Q(state=State.DISMISSED)),
    )
    return counted["members"] >= limit and not counted["kept"]


# Settling -----------------------------------------------------------------------------------------


@transaction.atomic
def dismiss(comment: Comment, actor: User, *, answer: str = "") -> int:
    """Keep a comment as it stands: settles its open reports; returns how many.

    Args:
        answer: what its reporters are told besides.

    Raises:
        moderation.TooLate: none is open any more.
    """
    event = moderation.decide(comment, "keep", actor, words=answer)
    return event.settled_reports.count()


@transaction.atomic
def settle(event: CommentEvent, state: str, *, answer: str = "") -> int:
    """Give every open report of a comment its end, in the transaction of what decided it.

    Args:
        event: the decision; its caller holds the lock of the discussion.
        state: accepted, dismissed or lapsed.
        answer: what the reporters are told besides.

    Returns:
        How many were open.
    """
    now = timezone.now()
    actor = None if state == State.LAPSED else event.actor_id
    number = (
        Report.objects.filter(comment=event.comment_id)
        .open()
        .update(state=state, settled_by=actor, settled_at=now, settled_with=event.pk, answer=answer)
    )
    if number:
        _count_open(event.comment_id)
        announce("reports.settled", comment=event.comment_id, at=now.isoformat())
    return number


def _count_open(comment: int) -> None:
    Comment.objects.filter(pk=comment).update(**_true_counts(comment))


def _true_counts(comment: int) -> dict[str, int]:
    return (
        Report.objects.filter(comment=comment)
        .open()
        .aggregate(open_reports=Count("pk"), report_weight=Coalesce(Sum("weight"), 0))
    )


def comment_refused(*, event: int, **_ids: int | None) -> None:
    """Those who reported it were right (listener of what takes a comment from the page)."""
    settle(CommentEvent.objects.get(pk=event), State.ACCEPTED)


def comment_kept(*, event: int, **_ids: int | None) -> None:
    """A moderator has read it with its reports and shows it (listener of ``comment.approved``).

    What the system shows again, as after an edit, nobody has read: its reports stay open.
    """
    decided = CommentEvent.objects.get(pk=event)
    if decided.actor_id is not None:
        settle(decided, State.DISMISSED)


def comment_kept_after_reports(*, event: int, **_ids: int | None) -> None:
    """A moderator keeps it as it stands (listener of ``comment.kept``)."""
    decided = CommentEvent.objects.select_related("decision").get(pk=event)
    settle(decided, State.DISMISSED, answer=decided.decision.words[:ANSWER_LENGTH])


def comment_deleted(*, event: int, **_ids: int | None) -> None:
    """There is nothing left to decide (listener of ``comment.deleted``)."""
    settle(CommentEvent.objects.get(pk=event), State.LAPSED)


def decision_undone(*, comment: int, undone: int, **_ids: int | None) -> None:
    """What a decision settled is open again (listener of ``comment.undone``)."""
    settled = Report.objects.filter(settled_with=undone)
    again = {"settled_by": None, "settled_at": None, "settled_with": None, "answer": ""}
    if settled.update(state=State.OPEN, **again):
        _count_open(comment)


# Care ---------------------------------------------------------------------------------------------


def forget_expired(now: datetime.datetime | None = None) -> int:
    """Forget from which network guests reported 90 days ago; returns of how many reports."""
    old = (now or timezone.now()) - KEEP_NETWORK
    return Report.objects.filter(at__lt=old).exclude(network="").update(network="")


def forget_person(person: User) -> int:
    """Forget who reported: the account is being deleted.

    The words go with the person, for they may tell who wrote them; the reason stays, for it was
    decided on or is still to be looked at.

    Returns:
        How many reports lost their words.
    """
    theirs = Report.objects.filter(reporter=person)
    theirs.exclude(state=State.OPEN).update(answer="")
    return theirs.update(words="", reporter=None)


def recount(*, repair: bool) -> list[Drift]:
    """Compare the counters of reports with the truth (feature C16).

    Args:
        repair: also write the truth.
    """
    is_open = Q(reports__state=State.OPEN)
    suspects = Comment.objects.filter(Q(open_reports__gt=0) | Q(report_weight__gt=0) | is_open)
    drifts: list[Drift] = []
    for comment in suspects.order_by("pk").distinct().only("pk", "story").iterator(chunk_size=500):
        with transaction.atomic():
            Discussion.objects.select_for_update().get(story=comment.story_id)
            drifts += _recount_one(comment.pk, repair=repair)
    return drifts


def _recount_one(pk: int, *, repair: bool) -> list[Drift]:
    stored = Comment.objects.only("story", "open_reports", "report_weight").get(pk=pk)
    true = _true_counts(pk)
    found = [
        Drift(stored.story_id, name, getattr(stored, name), number)
        for name, number in true.items()
        if getattr(stored, name) != number
    ]
    if repair and found:
        Comment.objects.filter(pk=pk).update(**true)
    return found
