"""Verbs of invitations: ask a colleague by mail, ask again, take it back, accept it.

The link is a key to the newsroom: 256 random bits, kept as a hash, for a week, for one use. It
proves the address, as the link of a sign-up does. Whoever has an account already must sign in as
well, so that a link in the wrong hands gives nobody's account away.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.chrome import current as chrome
from articles.models import Section, SectionLimit
from newsportal import roles
from newsportal.core import mail
from newsportal.core.models import User
from newsportal.people.giving import Refused, limit, may_give, roles_of
from newsportal.people.models import Invitation

State = Invitation.State

#: A holiday long; a mail that is found later is asked for again.
VALID_DAYS = 7
TOKEN_BYTES = 32


class Closed(Exception):
    """The link does not work; `why` is "unknown", "used", "revoked" or "expired"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _hashed(token: str) -> str:
    """A plain hash will do: nobody guesses 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def may_invite_to(actor: User) -> list[str]:
    """The roles that somebody may invite to; none for those who may not invite at all."""
    return may_give(actor) if actor.has_perm("people.add_invitation") else []


# Asking -----------------------------------------------------------------------------------------


@transaction.atomic
def invite(actor: User, email: str, role: str, sections: Iterable[Section] = ()) -> Invitation:
    """Ask somebody into the newsroom by a mail with a link.

    Args:
        actor: who invites; the role may not be above theirs.
        email: where the mail goes; it becomes the address of the account.
        role: of `roles.ROLES`.
        sections: to which the role is limited; none: everywhere.

    Raises:
        Refused: a role that the actor may not give, somebody who has it, or an open invitation.
    """
    email = User.objects.normalize_email(email)
    limits = list(sections)
    if role not in may_invite_to(actor):
        raise Refused(_("You can invite only to roles that are not above your own."), "role")
    if limits and role not in roles.LIMITABLE:
        raise Refused(_("Only editors and moderators can be limited to sections."), "sections")
    person = User.objects.filter(email=email).first()
    if person and role in roles_of(person):
        raise Refused(_("%(who)s has this role already.") % {"who": person}, "email")
    if person and not person.is_active:
        raise Refused(_("The account of this address is deactivated. Activate it first."), "email")
    Invitation.objects.expired().filter(email=email).update(
        state=State.REVOKED, settled_at=timezone.now()
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                role=role,
                invited_by=actor,
                token_hash=_hashed(token),
                expires_at=_a_week_from(timezone.now()),
            )
    except IntegrityError as error:
        raise Refused(
            _("An invitation to this address is open. Send it again, or take it back first."),
            "email",
        ) from error
    invitation.sections.set(limits)
    _send(invitation, token)
    return invitation


def _a_week_from(now: datetime.datetime) -> datetime.datetime:
    return now + datetime.timedelta(days=VALID_DAYS)


@transaction.atomic
def send_again(actor: User, invitation: Invitation) -> None:
    """Send a new link for a week; the former one works no more.

    Raises Refused when the invitation is used or taken back, or the role is above the actor's.
    """
    if invitation.role not in may_invite_to(actor):
        raise Refused(_("You can invite only to roles that are not above your own."))
    now, token = timezone.now(), secrets.token_urlsafe(TOKEN_BYTES)
    sent = Invitation.objects.filter(pk=invitation.pk, state=State.OPEN).update(
        token_hash=_hashed(token), sent_at=now, expires_at=_a_week_from(now), invited_by=actor
    )
    invitation.refresh_from_db()
    if not sent:
        raise Refused(_already(invitation))
    _send(invitation, token)


@transaction.atomic
def revoke(invitation: Invitation) -> None:
    """Take an open invitation back: its link works no more. Raises Refused when it is used."""
    taken = Invitation.objects.filter(pk=invitation.pk, state=State.OPEN).update(
        state=State.REVOKED, settled_at=timezone.now()
    )
    invitation.refresh_from_db()
    if not taken:
        raise Refused(_already(invitation))


def _already(invitation: Invitation) -> str:
    if invitation.state == State.USED:
        return _("This invitation was accepted meanwhile.")
    return _("This invitation was taken back meanwhile.")


def _send(invitation: Invitation, token: str) -> None:
    words = {
        "invitation": invitation,
        "who": invitation.invited_by,
        "role": roles.label(invitation.role),
        "meaning": roles.MEANINGS[invitation.role],
        "site_name": chrome.get().site.name,
        "site_url": settings.SITE_URL,
        "link": settings.SITE_URL + reverse("people:invitation", args=[token]),
        "days": VALID_DAYS,
    }
    subject = render_to_string("people/invitation_subject.txt", words)
    mail.send_later(
        " ".join(subject.split()),
        render_to_string("people/invitation.txt", words).strip() + "\n",
        invitation.email,
        html=render_to_string("people/invitation.html", words),
    )


# Accepting --------------------------------------------------------------------------------------


def find(token: str) -> Invitation:
    """The invitation that a link stands for.

    Raises Closed when the link does not work: unknown, used, revoked or expired. It is revoked
    too when who sent it may not invite to the role any more.
    """
    invitation = (
        Invitation.objects.select_related("invited_by").filter(token_hash=_hashed(token)).first()
    )
    if invitation is None:
        raise Closed("unknown")
    if invitation.state != State.OPEN:
        raise Closed(invitation.state)
    if invitation.has_expired():
        raise Closed("expired")
    inviter = invitation.invited_by
    if inviter is None or invitation.role not in may_invite_to(inviter):
        raise Closed(State.REVOKED)
    return invitation


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited address has already."""
    return User.objects.filter(email=invitation.email).first()


@transaction.atomic
def accept_as_new(token: str, display_name: str, password: str) -> User:
    """Make the account of somebody invited, with the address confirmed, and give the role.

    Raises:
        Closed: the link does not work (any more).
        Refused: the address got an account just now.
    """
    invitation = _take(token)
    try:
        with transaction.atomic():
            person = User.objects.create_user(invitation.email, password, display_name=display_name)
    except IntegrityError as error:
        raise Refused(
            _("This address has got an account just now. Sign in to accept the invitation.")
        ) from error
    _settle(invitation, person)
    return person


@transaction.atomic
def accept_as(token: str, person: User) -> None:
    """Give the role to an account that is there already; other roles of it stay.

    Raises:
        Closed: the link does not work (any more).
        Refused: the invitation is for another address, or the account is deactivated.
    """
    invitation = _take(token)
    if person.email != invitation.email or not person.is_active:
        raise Refused(_("The invitation is for %(email)s.") % {"email": invitation.email})
    _settle(invitation, person)


def _take(token: str) -> Invitation:
    """Use the link up: of two clicks at once one gets here, the other waits and is told."""
    invitation = find(token)
    taken = (
        Invitation.objects.usable()
        .filter(pk=invitation.pk, token_hash=_hashed(token))
        .update(state=State.USED, settled_at=timezone.now())
    )
    if not taken:
        invitation.refresh_from_db()
        raise Closed(State.REVOKED if invitation.state == State.OPEN else invitation.state)
    return invitation


def _settle(invitation: Invitation, person: User) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(person=person)
    EmailAddress.objects.filter(user=person).exclude(email=person.email).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    before = roles_of(person)
    # Limits hold for all roles of a person: who had one everywhere keeps it everywhere.
    may_be_limited = not before or SectionLimit.objects.filter(user=person).exists()
    roles.give(person, *before, invitation.role)
    wanted = list(invitation.sections.all())
    if wanted and may_be_limited:
        standing = Section.objects.filter(
            pk__in=SectionLimit.objects.filter(user=person).values("section")
        )
        limit(person, [*standing, *wanted])
