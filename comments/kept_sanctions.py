"""A sanction outlives the account that bore it: leaving is no way round one (feature M10).

When an account is deleted, what stands against it is kept under a keyed hash of its e-mail
addresses, and under nothing else that names the person. Who comes back with the address finds the
sanction where they left it; guests are asked by their address. Decision 34 says why, and how long.
"""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from comments import reader_notes, sanctions
from comments.models import KeptSanction, Sanction
from newsportal.core.models import User

Kind = Sanction.Kind

#: What has no end of its own is forgotten after this: long enough that nobody waits for it, and
#: short enough to be the sanction's time and not a person's.
LONGEST = datetime.timedelta(days=2 * 365)

#: A warning is for who reads it; nobody leaves to avoid one.
KINDS = (Kind.BAN, Kind.SUSPENSION, Kind.HOLD)


@transaction.atomic
def keep(person: User) -> int:
    """Keep what stands against a person whose account is being deleted; returns how many rows."""
    now = timezone.now()
    others = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    digests = {sanctions.digest(address) for address in (person.email, *others)}
    standing = Sanction.objects.standing(now).filter(person=person, kind__in=KINDS)
    rows = [
        KeptSanction(
            digest=one,
            kind=sanction.kind,
            section=sanction.section,
            reason=sanction.reason,
            ends_at=sanction.ends_at,
            until=min(sanction.ends_at or now + LONGEST, now + LONGEST),
        )
        for sanction in standing.select_related("section")
        for one in sorted(digests)
    ]
    kinds = {row.kind for row in rows}  # a worker that died has kept them already
    KeptSanction.objects.filter(digest__in=digests, kind__in=kinds).delete()
    return len(KeptSanction.objects.bulk_create(rows))


@transaction.atomic
def person_joined(*, person: int) -> None:
    """Let a new account begin where the one before it ended (listener of ``person.joined``)."""
    account = User.objects.get(pk=person)
    kept = KeptSanction.objects.standing().filter(digest=sanctions.digest(account.email))
    for row in kept.select_related("section"):
        order = sanctions.Order(row.kind, row.reason, row.section, ends_at=row.ends_at)
        reader_notes.came_back(sanctions.impose(account, order, None))
    kept.delete()


def forget_expired(now: datetime.datetime | None = None) -> int:
    """Forget what holds no more; returns how many rows."""
    return KeptSanction.objects.filter(until__lte=now or timezone.now()).delete()[0]
