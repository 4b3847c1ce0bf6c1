"""Appeals: an author objects to a decision, and somebody else looks again (features C14, M12).

Open to whoever wrote the comment, also under a ban: reading reasons and objecting to them is no
writing in discussions (M10). It is answered by a person other than the one who decided.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import rights as articles_rights
from comments import moderation, rights, sanctions
from comments.discussions import policies
from comments.models import Appeal, Comment, CommentEvent, Discussion, Sanction
from comments.models.appeal import AppealQuerySet
from comments.models.sanction import SanctionQuerySet
from comments.statements import APPEAL_FOR, Statement, statement_of
from newsportal.core.events import announce
from newsportal.core.models import User

State = Appeal.State
Status = Comment.Status

DECIDE = "comments.decide_appeal"


class Refused(Exception):
    """It cannot be appealed, or not be answered by this person; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


# The author ---------------------------------------------------------------------------------------


def appeal(comment: Comment, person: User, text: str) -> Appeal:
    """Object to the decision that a comment's state comes from.

    Args:
        person: who wrote the comment.
        text: cleaned by the form.

    Raises:
        Refused: not theirs, nothing was decided against them, six months are over, or this
            decision was appealed against before.
    """
    if comment.author_id != person.pk:
        raise Refused(_("Only who wrote a comment can appeal against a decision on it."))
    with transaction.atomic():
        # The lock of all verbs: the decision stays as it is while the appeal is written.
        Discussion.objects.select_for_update().get(story=comment.story_id)
        comment.refresh_from_db()
        statement = statement_of(comment)
        if statement.event is None or statement.appeal_until is None:
            raise Refused(_why_not(statement))
        return _make(person, text, comment=comment, event=statement.event)


@transaction.atomic
def appeal_sanction(sanction: Sanction, person: User, text: str) -> Appeal:
    """Object to a decision about oneself, in force or over: it stays on record.

    Raises:
        Refused: about somebody else, taken back already, six months are over, or appealed against
            before.
    """
    if sanction.person_id != person.pk:
        raise Refused(_("Only whom a decision is about can appeal against it."))
    standing = Sanction.objects.select_for_update(of=("self",)).get(pk=sanction.pk)
    if standing.lifted_at is not None:
        raise Refused(_("This decision does not hold any more."))
    if appeal_until(standing) is None:
        raise Refused(
            _("This decision is older than six months, so it cannot be appealed against.")
        )
    return _make(person, text, sanction=standing)


def appeal_until(sanction: Sanction) -> datetime.datetime | None:
    """Until when somebody can object to a sanction; None when they cannot, or not any more."""
    until = sanction.made_at + APPEAL_FOR
    return until if sanction.lifted_at is None and until > timezone.now() else None


@dataclass(frozen=True)
class SanctionStatement:
    """A decision about a person as they read it, with the way to object.

    Args:
        appeal: their objection, if there is one.
    """

    sanction: Sanction
    appeal: Appeal | None

    @property
    def appeal_until(self) -> datetime.datetime | None:
        """Until when an appeal is possible; None when it is not, or not any more."""
        return None if self.appeal else appeal_until(self.sanction)

    @property
    def answer_days(self) -> int:
        """Within how many days an answer is promised."""
        return policies.get().site.appeal_days


def sanction_statements(decided: Iterable[Sanction]) -> list[SanctionStatement]:
    """Decisions about a person with their appeals, in one query."""
    known = list(decided)
    appeals = {one.sanction_id: one for one in Appeal.objects.filter(sanction__in=known)}
    return [SanctionStatement(one, appeals.get(one.pk)) for one in known]


def _make(
    person: User,
    text: str,
    *,
    comment: Comment | None = None,
    event: CommentEvent | None = None,
    sanction: Sanction | None = None,
) -> Appeal:
    now = timezone.now()
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                comment=comment,
                event=event,
                sanction=sanction,
                person=person,
                text=text,
                made_at=now,
                due_at=now + datetime.timedelta(days=policies.get().site.appeal_days),
            )
    except IntegrityError:
        raise Refused(_("You have appealed against this decision already.")) from None
    announce("appeal.made", appeal=made.pk)
    return made


def _why_not(statement: Statement) -> str:
    if statement.appeal is not None:
        return _("You have appealed against this decision already.")
    if statement.comment.status == Status.ERASED:
        return _("The text was erased for legal reasons: nothing is left to publish.")
    if statement.is_refusal:
        return _("This decision is older than six months, so it cannot be appealed against.")
    return _("Nothing was decided against this comment.")


# Who answers --------------------------------------------------------------------------------------


def may_decide_any(user: Any) -> bool:
    """Whether somebody answers appeals at all."""
    return bool(user.has_perm(DECIDE))


def decidable(user: Any) -> AppealQuerySet:
    """The appeals that somebody may read: below stories that they moderate, and against decisions
    about people in their sections."""
    if not may_decide_any(user):
        return Appeal.objects.none()
    # By its key: "one of all comments" would be a list of all there are.
    comment = rights.decidable(user).order_by().filter(pk=OuterRef("comment"))
    return Appeal.objects.filter(Exists(comment) | Q(sanction__in=_sanctions_of(user)))


def _sanctions_of(user: Any) -> SanctionQuerySet:
    """The sanctions that somebody may take back after an appeal."""
    limits = articles_rights.sections_of(user)
    return Sanction.objects.all() if limits is None else Sanction.objects.filter(section__in=limits)


def open_for(user: Any) -> int:
    """How many appeals wait that somebody may read."""
    return decidable(user).open().count()


def why_not_by(found: Appeal, user: Any) -> str:
    """Why somebody who answers appeals may not answer this one, as a sentence; empty: they may."""
    first = found.decided_by
    if first is not None and first.pk == user.pk:
        return _("You made this decision yourself: somebody else looks at it again.")
    if user.pk == found.person_id:
        return _("This is about yourself: somebody else looks at it.")
    return ""


def deciders() -> list[User]:
    """Everybody who answers appeals by role or right, administrators and superusers included."""
    holders = ModelBackend().with_perm(DECIDE, include_superusers=True)
    return [person for person in holders if person.is_staff]


def deciders_of(found: Appeal, among: Iterable[User] | None = None) -> list[User]:
    """Who may answer one appeal.

    Args:
        among: the people who answer appeals, when the caller has them already.
    """
    people = deciders() if among is None else among
    return [
        person
        for person in people
        if not why_not_by(found, person) and decidable(person).filter(pk=found.pk).exists()
    ]


# The answer ---------------------------------------------------------------------------------------


@transaction.atomic
def decide(found: Appeal, actor: User, *, overturn: bool, answer: str) -> None:
    """Answer an appeal; when the decision is taken back, the comment is shown again with it, or the
    sanction lifted.

    Args:
        answer: what the author reads, in the answering person's words.

    Raises:
        Refused: the person may not, or somebody was faster.
        moderation.TooLate: the comment was moved meanwhile; nothing is written.
    """
    if not decidable(actor).filter(pk=found.pk).exists():
        raise Refused(_("You do not answer appeals here."))
    if reason := why_not_by(found, actor):
        raise Refused(reason)
    if found.comment is not None:
        Discussion.objects.select_for_update().get(story=found.comment.story_id)
    to = State.OVERTURNED if overturn else State.UPHELD
    if not _close([found.pk], to, actor, answer):
        raise Refused(_("Nothing changed: this appeal was answered meanwhile."))
    if overturn and found.sanction is not None:
        sanctions.overturn(found.sanction, actor)
    elif overturn and found.comment_id is not None:
        comment = Comment.objects.get(pk=found.comment_id)
        verb = moderation.restore if comment.status == Status.REMOVED else moderation.approve
        verb(comment, actor)
        Appeal.objects.filter(pk=found.pk).update(outcome=comment.events.last())
    found.refresh_from_db()
    announce("appeal.decided", appeal=found.pk)


def overtaken(*, comment: int, event: int, **_ids: int | None) -> None:
    """Close what is moot: a moderator took a decision back by themselves, the author deleted the
    comment, or the law had it erased (listener in the transaction of these verbs)."""
    waiting = Appeal.objects.filter(comment=comment, state=State.OPEN)
    moved = CommentEvent.objects.select_related("actor").get(pk=event)
    for found in waiting:
        if moved.to_status == Status.DELETED:
            _close([found.pk], State.WITHDRAWN, None, "")
        elif moved.to_status == Status.ERASED:
            answer = _("The text was erased for legal reasons: nothing is left to publish.")
            _close([found.pk], State.UPHELD, moved.actor, answer)
            announce("appeal.decided", appeal=found.pk)
        elif moved.to_status == Status.APPROVED:
            _close([found.pk], State.OVERTURNED, moved.actor, "")
            Appeal.objects.filter(pk=found.pk).update(outcome=moved)
            announce("appeal.decided", appeal=found.pk)


def overdue() -> AppealQuerySet:
    """Those whose answer was promised for an earlier moment."""
    return Appeal.objects.open().filter(due_at__lt=timezone.now())


def sanction_lifted(*, sanction: int) -> None:
    """Close what is moot: a moderator lifted a sanction that was objected to (listener in the
    transaction of the verb; what overturns it has closed the appeal before)."""
    lifted = Sanction.objects.get(pk=sanction)
    for found in Appeal.objects.filter(sanction=sanction, state=State.OPEN):
        _close([found.pk], State.OVERTURNED, lifted.lifted_by, "")
        announce("appeal.decided", appeal=found.pk)


def decision_undone(*, undone: int, **_ids: int | None) -> None:
    """Open again what a decision had closed by itself, for that is undone (listener in its
    transaction; an appeal that somebody answered is never undone this way)."""
    closed = Appeal.objects.filter(outcome=undone, state=State.OVERTURNED)
    closed.update(state=State.OPEN, answered_at=None, answered_by=None, outcome=None)


def withdraw_all(person: User) -> None:
    """Close what a person has open and take their words away: the account is being deleted."""
    theirs = Appeal.objects.filter(person=person)
    _close(list(theirs.open().values_list("pk", flat=True)), State.WITHDRAWN, None, "")
    theirs.update(text="")


def _close(appeals: list[int], to: str, actor: User | None, answer: str) -> int:
    """The one place that writes an appeal's state: compare and swap."""
    return Appeal.objects.filter(pk__in=appeals, state=State.OPEN).update(
        state=to, answered_at=timezone.now(), answered_by=actor, answer=answer
    )
