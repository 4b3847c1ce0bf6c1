"""Who gives notices of illegal content: trusted flaggers, and those who misuse them (feature M12).

Articles 22 and 23 of the Digital Services Act. A trusted flagger's notices are read first when they
come from the account with that address: an address alone anybody can type. Whoever often gives
notices that are manifestly unfounded is warned, and suspended for a time when it goes on; notices
are then taken and set aside, so that nothing is lost that a moderator may still want to read.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import desk_log, legal_mails
from comments.desk_log import About
from comments.models import LegalNotice, NoticeGiver
from newsportal.core.models import User

#: Manifestly unfounded notices within `LOOK_BACK` from which somebody gives them often.
OFTEN = 3
LOOK_BACK = datetime.timedelta(days=365)

#: Days of a suspension, with their words: article 23 asks for a reasonable time.
LASTS = {30: gettext_lazy("30 days"), 90: gettext_lazy("90 days"), 180: gettext_lazy("180 days")}

#: How long a warning, or a suspension that is over, is remembered.
KEEP = datetime.timedelta(days=365)


class Refused(Exception):
    """The verb is not possible now; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Record:
    """What is known of who gave a notice.

    Args:
        given: how many notices in a year, `unfounded` of them manifestly so.
        since_warning: how many of those came after the warning.
    """

    giver: NoticeGiver
    given: int
    unfounded: int
    since_warning: int

    @property
    def may_be_warned(self) -> bool:
        return self.unfounded >= OFTEN and self.giver.warned_at is None

    @property
    def may_be_suspended(self) -> bool:
        """After a warning, when it goes on."""
        warned = self.giver.warned_at is not None
        return warned and self.since_warning > 0 and not self.giver.is_suspended()


def record_of(notice: LegalNotice, now: datetime.datetime | None = None) -> Record | None:
    """What is known of the address that a notice came from; None where it gave none."""
    email = notice.email.lower()
    if not email:
        return None
    giver = NoticeGiver.objects.filter(email=email).first() or NoticeGiver(email=email)
    since = (now or timezone.now()) - LOOK_BACK
    given = LegalNotice.objects.filter(email__iexact=email, at__gte=since)
    unfounded = given.filter(decisions__is_unfounded=True).distinct()
    after = unfounded.filter(at__gt=giver.warned_at).count() if giver.warned_at else 0
    return Record(giver, given.count(), unfounded.count(), after)


def is_trusted(user: User | None) -> bool:
    """Whether whoever is signed in is a trusted flagger."""
    if user is None or not user.email:
        return False
    known = NoticeGiver.objects.filter(email=user.email.lower(), trusted_since__isnull=False)
    return known.exists()


def suspended_until(email: str, user: User | None) -> datetime.datetime | None:
    """Until when notices of this address, or of this account, are set aside; None: they are not."""
    addresses = {email.lower(), user.email.lower() if user else ""} - {""}
    standing = NoticeGiver.objects.filter(
        email__in=addresses, suspended_until__gt=timezone.now()
    ).order_by("-suspended_until")
    return standing.values_list("suspended_until", flat=True).first()


# Verbs --------------------------------------------------------------------------------------------


def trust(notice: LegalNotice, actor: User) -> None:
    """Read first from now on what comes from the account with this address."""
    _change(notice, actor, "notifier_trusted", trusted_since=timezone.now(), suspended_until=None)


def untrust(notice: LegalNotice, actor: User) -> None:
    """Read what comes from this address in its turn again."""
    _change(notice, actor, "notifier_untrusted", trusted_since=None)


@transaction.atomic
def warn(notice: LegalNotice, actor: User) -> None:
    """Tell a notifier by mail that notices like these lead to a suspension.

    Raises:
        Refused: too few were unfounded, or they were warned before.
    """
    known = record_of(notice)
    if known is None or not known.may_be_warned:
        raise Refused(
            _("A warning follows %(often)d manifestly unfounded notices within a year, once.")
            % {"often": OFTEN}
        )
    _change(notice, actor, "notifier_warned", warned_at=timezone.now(), trusted_since=None)
    legal_mails.warning(notice)


@transaction.atomic
def suspend(notice: LegalNotice, actor: User, days: int) -> None:
    """Set aside for a time what comes from this address, and tell by mail why and until when.

    Args:
        days: one of `LASTS`.

    Raises:
        Refused: no warning came before, or nothing unfounded after it.
    """
    known = record_of(notice)
    if known is None or not known.may_be_suspended or days not in LASTS:
        raise Refused(
            _("A suspension follows a warning, and another unfounded notice given after it.")
        )
    until = timezone.now() + datetime.timedelta(days=days)
    _change(notice, actor, "notifier_suspended", suspended_until=until, trusted_since=None)
    legal_mails.suspension(notice, until)


def readmit(notice: LegalNotice, actor: User) -> None:
    """End a suspension before its time, and take up again what was set aside meanwhile."""
    with transaction.atomic():
        _change(notice, actor, "notifier_readmitted", suspended_until=None)
        aside = LegalNotice.objects.filter(
            email__iexact=notice.email, state=LegalNotice.State.SET_ASIDE
        )
        aside.update(state=LegalNotice.State.RECEIVED)


@transaction.atomic
def _change(notice: LegalNotice, actor: User, kind: str, **fields: object) -> None:
    """Write what is known of an address, and who changed it."""
    if not notice.email:
        raise Refused(_("This notice came without an address."))
    giver, _made = NoticeGiver.objects.update_or_create(email=notice.email.lower(), defaults=fields)
    desk_log.record(kind, actor, About(person=notice.user_id), subject=giver)


#: The verbs by their names, for the page of a notice.
VERBS = {"trust": trust, "untrust": untrust, "warn": warn, "readmit": readmit}


# Care ---------------------------------------------------------------------------------------------


def forget_expired(now: datetime.datetime | None = None) -> int:
    """Forget addresses of which nothing holds any more; returns how many."""
    then = (now or timezone.now()) - KEEP
    old = NoticeGiver.objects.filter(trusted_since=None).filter(
        Q(warned_at=None) | Q(warned_at__lt=then),
        Q(suspended_until=None) | Q(suspended_until__lt=then),
    )
    number, _by_model = old.delete()
    return number


def forget_person(person: User) -> None:
    """Forget the address of an account that is being deleted; a suspension lasts as long as it
    does, or deleting the account would end it."""
    own = NoticeGiver.objects.filter(email=person.email.lower())
    own.exclude(suspended_until__gt=timezone.now()).delete()
