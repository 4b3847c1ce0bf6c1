"""Appeals: an author objects to a decision, and somebody else looks again (features C14, M12).

Open to whoever wrote the comment, also under a ban: reading reasons and objecting to them is no
writing in discussions (M10). It is answered by a person other than the one who decided.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import moderation, rights
from comments.discussions import policies
from comments.models import Appeal, Comment, CommentEvent, Discussion
from comments.models.appeal import AppealQuerySet
from comments.statements import Statement, statement_of
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
        now = timezone.now()
        try:
            with transaction.atomic():
                made = Appeal.objects.create(
                    comment=comment,
                    event=statement.event,
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
    if statement.is_refusal:
        return _("This decision is older than six months, so it cannot be appealed against.")
    return _("Nothing was decided against this comment.")


# Who answers --------------------------------------------------------------------------------------


def may_decide_any(user: Any) -> bool:
    """Whether somebody answers appeals at all."""
    return bool(user.has_perm(DECIDE))


def decidable(user: Any) -> AppealQuerySet:
    """The appeals that somebody may read: below stories that they moderate."""
    if not may_decide_any(user):
        return Appeal.objects.none()
    return Appeal.objects.filter(comment__in=rights.decidable(user))


def why_not_by(found: Appeal, user: Any) -> str:
    """Why somebody who answers appeals may not answer this one, as a sentence; empty: they may."""
    if found.event.actor_id == user.pk:
        return _("You made this decision yourself: somebody else looks at it again.")
    if user.pk in (found.person_id, found.comment.author_id):
        return _("This is your own comment: somebody else looks at it.")
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
        if not why_not_by(found, person)
        and rights.decidable(person).filter(pk=found.comment_id).exists()
    ]


# The answer ---------------------------------------------------------------------------------------


@transaction.atomic
def decide(found: Appeal, actor: User, *, overturn: bool, answer: str) -> None:
    """Answer an appeal; when the decision is taken back, the comment is shown again with it.

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
    Discussion.objects.select_for_update().get(story=found.comment.story_id)
    to = State.OVERTURNED if overturn else State.UPHELD
    if not _close([found.pk], to, actor, answer):
        raise Refused(_("Nothing changed: this appeal was answered meanwhile."))
    if overturn:
        comment = Comment.objects.get(pk=found.comment_id)
        verb = moderation.restore if comment.status == Status.REMOVED else moderation.approve
        verb(comment, actor)
        Appeal.objects.filter(pk=found.pk).update(outcome=comment.events.last())
    found.refresh_from_db()
    announce("appeal.decided", appeal=found.pk)


def overtaken(*, comment: int, event: int, **_ids: int | None) -> None:
    """Close what is moot: a moderator took a decision back by themselves, or the author deleted the
    comment (listener in the transaction of these verbs)."""
    waiting = Appeal.objects.filter(comment=comment, state=State.OPEN)
    moved = CommentEvent.objects.select_related("actor").get(pk=event)
    for found in waiting:
        if moved.to_status == Status.DELETED:
            _close([found.pk], State.WITHDRAWN, None, "")
        elif moved.to_status == Status.APPROVED:
            _close([found.pk], State.OVERTURNED, moved.actor, "")
            Appeal.objects.filter(pk=found.pk).update(outcome=moved)
            announce("appeal.decided", appeal=found.pk)


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
