"""Notices of illegal content: given by anybody, decided by a person, told to who gave them (C9).

The shape is that of articles 16, 17 and 20 of the Digital Services Act: a receipt without delay, a
reasoned decision, another look by another person. A decision that removes a comment calls the
moderators' verb in the same transaction, so that what is said is true. Whoever gave a notice
follows it by a signed link; a reference alone opens nothing.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import legal_mails, moderation, notice_givers
from comments.content_addresses import Content
from comments.models import Comment, LegalDecision, LegalNotice, LegalNoticeEvent, Reason
from newsportal.core import limits
from newsportal.core.client_network import SEALED_LENGTH
from newsportal.core.events import announce
from newsportal.core.models import User

Act = LegalDecision.Act
State = LegalNotice.State
Step = LegalNoticeEvent.Kind

#: No letters that are taken for one another: references are read out on the telephone.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS_OF_A_REFERENCE = 8

SALT = "newsportal.comments.legal_notices"

#: The same words again within this time are a button that was pressed twice.
TWICE_WITHIN = datetime.timedelta(hours=1)
#: Receipts to one address a day: nobody has confirmed it, so it may be a stranger's.
RECEIPTS, RECEIPTS_SECONDS = 5, 24 * 60 * 60

#: How long it is known from which network a notice came, and after the last decision who gave it.
KEEP_NETWORK = datetime.timedelta(days=90)
KEEP_NOTIFIER = datetime.timedelta(days=365)


class Refused(Exception):
    """The verb is not possible now; `message` is a sentence, `field` where it belongs."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Said:
    """What the notifier says, cleaned by the form."""

    ground: str
    law: str
    explanation: str
    name: str
    email: str


# The link -----------------------------------------------------------------------------------------


def address_of(notice: LegalNotice) -> str:
    """The page on which its notifier follows a notice: a path with a signature in it."""
    return reverse("comments:legal-notice", args=[notice.reference, _token(notice.reference)])


def _token(reference: str) -> str:
    return signing.Signer(salt=SALT).signature(reference)


def find(reference: str, token: str) -> LegalNotice | None:
    """The notice of a signed link; None for any other, whether or not the reference is known."""
    try:
        signing.Signer(salt=SALT).unsign(f"{reference}:{token}")
    except signing.BadSignature:
        return None
    return LegalNotice.objects.filter(reference=reference).first()


# Giving -------------------------------------------------------------------------------------------


def give(content: Content, said: Said, *, user: User | None, network: str) -> LegalNotice:
    """Take a notice, and send its receipt where there is an address for it.

    Args:
        content: what it is about, as readers see it now.
        user: who is signed in; a banned person may give notice like everybody.
        network: sealed, of a guest; see `sealed_network`.
    """
    network = "" if user else network[:SEALED_LENGTH]
    again = _given_before(content, said, user, network)
    if again is not None:
        return again
    may_mail = bool(said.email) and _may_mail(said.email)
    is_aside = notice_givers.suspended_until(said.email, user) is not None
    with transaction.atomic():
        notice = LegalNotice.objects.create(
            reference=_new_reference(),
            address=content.address,
            story=content.story,
            comment=content.comment,
            revision=content.comment.revision if content.comment else None,
            ground=said.ground,
            law=said.law,
            explanation=said.explanation,
            name=said.name,
            email=said.email,
            user=user,
            network=network,
            is_trusted=notice_givers.is_trusted(user),
            state=State.SET_ASIDE if is_aside else State.RECEIVED,
        )
        notice.events.create(kind=Step.RECEIVED)
        if may_mail:
            legal_mails.receipt(notice, address_of(notice))
            notice.events.create(kind=Step.RECEIPT)
        if is_aside:
            notice.events.create(kind=Step.SET_ASIDE)
        else:
            announce("legal_notice.received", notice=notice.pk)
    return notice


def _given_before(
    content: Content, said: Said, user: User | None, network: str
) -> LegalNotice | None:
    """The same notice by the same person a moment ago, so that a second press makes no second."""
    who = {"user": user} if user else {"user": None, "network": network}
    return LegalNotice.objects.filter(
        address=content.address,
        explanation=said.explanation,
        ground=said.ground,
        email=said.email,
        at__gt=timezone.now() - TWICE_WITHIN,
        **who,
    ).first()


def _may_mail(email: str) -> bool:
    return limits.hit(
        "legal receipt", email.lower(), limit=RECEIPTS, per_seconds=RECEIPTS_SECONDS
    ).allowed


def _new_reference() -> str:
    """A name that tells nothing of how many there are; 39 bits, and the column is unique."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LETTERS_OF_A_REFERENCE))
    return f"{letters[:4]}-{letters[4:]}"


# Deciding -----------------------------------------------------------------------------------------


@transaction.atomic
def decide(
    notice: LegalNotice,
    actor: User,
    act: str,
    ground: str,
    text: str,
    *,
    is_unfounded: bool = False,
) -> LegalDecision:
    """Decide on a notice or, after an appeal, once more; the notifier is told by mail.

    Args:
        act: of `LegalDecision.Act`; what it says is done here for a comment, and must be so
            already for a story, which editors withdraw.
        ground: of `LegalDecision.Ground`.
        text: the reasons, which the notifier reads.
        is_unfounded: the notice was manifestly unfounded (article 23); only where nothing is done.

    Raises:
        Refused: nothing waits, the appeal is of the actor's own decision, or the act is not true.
    """
    locked = LegalNotice.objects.select_for_update().get(pk=notice.pk)
    if not locked.may_be_decided:
        last = locked.decisions.select_related("by").last()
        who = (last.by if last else None) or _("Somebody")
        raise Refused(_("%(who)s has decided already.") % {"who": who})
    is_of_appeal = locked.state == State.APPEALED
    if is_of_appeal and locked.decisions.filter(by=actor).exists():
        raise Refused(_("An appeal is decided by another person than the first decision."))
    if (act == Act.NOTHING) != (ground == LegalDecision.Ground.NEITHER):
        raise Refused(_("What was done and why do not go together."), "ground")
    if not text:
        raise Refused(_("Give the reasons: the notifier reads them."), "text")
    if is_unfounded and act != Act.NOTHING:
        raise Refused(_("What leads to a measure was not unfounded."), "is_unfounded")
    _do(locked, actor, act)
    decision = locked.decisions.create(
        is_of_appeal=is_of_appeal,
        act=act,
        ground=ground,
        text=text,
        is_unfounded=is_unfounded,
        by=actor,
    )
    _move(locked, State.CLOSED if is_of_appeal else State.DECIDED)
    locked.events.create(kind=Step.DECIDED, actor=actor)
    if locked.email:
        legal_mails.decision(locked, decision, address_of(locked))
        locked.events.create(kind=Step.TOLD)
    notice.refresh_from_db()
    return decision


def _do(notice: LegalNotice, actor: User, act: str) -> None:
    """Make true what the decision says of the content, or refuse it."""
    comment = notice.comment
    if comment is not None:
        _do_to_comment(comment, actor, act)
    elif notice.story is not None and act == Act.REMOVED and notice.story.is_live():
        raise Refused(
            _("Readers still see the story. An editor withdraws it first, then this can be said."),
            "act",
        )


def _do_to_comment(comment: Comment, actor: User, act: str) -> None:
    seen = comment.status
    try:
        if act == Act.REMOVED and seen == Comment.Status.APPROVED:
            moderation.remove(comment, actor, reason=Reason.ILLEGAL)
        elif act == Act.REMOVED and seen == Comment.Status.HELD:
            moderation.reject(comment, actor, reason=Reason.ILLEGAL)
        elif act == Act.RESTRICTED and seen == Comment.Status.APPROVED:
            moderation.hold(comment, actor, reason=Reason.ILLEGAL)
    except moderation.TooLate as late:
        raise Refused(late.message, "act") from late
    is_seen = comment.status == Comment.Status.APPROVED
    is_held = comment.status == Comment.Status.HELD
    if is_seen != (act == Act.NOTHING) or is_held != (act == Act.RESTRICTED):
        raise Refused(
            _("This is not so: the comment is “%(status)s”.")
            % {"status": comment.get_status_display()},
            "act",
        )


def _move(notice: LegalNotice, state: str) -> None:
    notice.state = state
    notice.save(update_fields=["state"])


@transaction.atomic
def appeal(notice: LegalNotice, words: str) -> None:
    """Ask for another look by another person: once, within six months of the decision.

    Raises Refused when it is too late or was done before.
    """
    locked = LegalNotice.objects.select_for_update().get(pk=notice.pk)
    if locked.appealed_at is not None:
        raise Refused(_("You have appealed already. Another person decides."))
    if not locked.may_be_appealed():
        raise Refused(_("An appeal is possible within six months of the decision."))
    LegalNotice.objects.filter(pk=locked.pk).update(appeal=words, appealed_at=timezone.now())
    _move(locked, State.APPEALED)
    locked.events.create(kind=Step.APPEALED)
    announce("legal_notice.received", notice=locked.pk)
    notice.refresh_from_db()


# Care ---------------------------------------------------------------------------------------------


def forget_networks(now: datetime.datetime | None = None) -> int:
    """Forget from which network notices came 90 days ago; returns of how many."""
    old = LegalNotice.objects.filter(at__lt=(now or timezone.now()) - KEEP_NETWORK)
    return old.exclude(network="").update(network="")


def forget_notifiers(now: datetime.datetime | None = None) -> int:
    """Forget who gave a notice a year after its last decision; returns of how many."""
    then = (now or timezone.now()) - KEEP_NOTIFIER
    recent = LegalDecision.objects.filter(at__gte=then).values("notice")
    old = LegalNotice.objects.exclude(state__in=LegalNotice.WAITING).exclude(pk__in=recent)
    return _forget(old)


def forget_person(person: User) -> int:
    """Forget a person in all decided notices of theirs: the account is being deleted.

    One that waits loses its account alone and keeps name and address until it was decided and a
    year longer, as everybody's: the law wants its notifier to be told.
    """
    theirs = LegalNotice.objects.filter(Q(user=person) | Q(email__iexact=person.email))
    forgotten = _forget(theirs.exclude(state__in=LegalNotice.WAITING))
    LegalNotice.objects.filter(user=person).update(user=None)
    return forgotten


def _forget(notices: QuerySet[LegalNotice]) -> int:
    named = notices.filter(~Q(name="") | ~Q(email="") | Q(user__isnull=False))
    with transaction.atomic():
        forgotten = list(named.select_for_update(of=("self",)).values_list("pk", flat=True))
        LegalNotice.objects.filter(pk__in=forgotten).update(name="", email="", user=None)
        LegalNoticeEvent.objects.bulk_create(
            LegalNoticeEvent(notice_id=pk, kind=Step.FORGOTTEN) for pk in forgotten
        )
    return len(forgotten)
