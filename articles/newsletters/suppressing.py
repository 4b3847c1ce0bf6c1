"""Addresses that get nothing any more: refused for good, back too often, or complained (R11).

A suppression is a keyed hash with a reason, so it stays when the address is forgotten. Who confirms
anew by the link of a mail has shown that the address works and that its owner wants it: that alone
lifts it.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Subscriber, Subscription, Suppression
from articles.newsletters.tokens import key_of

Reason = Suppression.Reason

#: Mails that came back for the time being before nothing more is sent; and a pause between two
#: after which the count begins anew: a full mailbox is emptied, a dead one stays full.
MOST_SOFT = 5
SOFT_FORGOTTEN_AFTER = datetime.timedelta(days=30)


def of(email: str) -> Suppression | None:
    """Why an address gets nothing; None: it does."""
    return Suppression.objects.filter(key=key_of(email)).first()


@transaction.atomic
def suspend(email: str, reason: str, code: str = "") -> None:
    """Send nothing more to an address. A complaint also ends all that it had asked for.

    Args:
        email: of a subscriber or of anybody.
        reason: one of `Suppression.Reason`; a complaint is never made less of.
        code: what the server said in numbers.
    """
    key = key_of(email)
    made, is_new = Suppression.objects.get_or_create(
        key=key, defaults={"reason": reason, "code": code}
    )
    if reason != Reason.COMPLAINT:
        return
    if not is_new and made.reason != reason:
        Suppression.objects.filter(pk=key).update(reason=reason, code=code, at=timezone.now())
    Subscription.objects.filter(subscriber__key=key).exclude(state=Subscription.State.ENDED).update(
        state=Subscription.State.ENDED, ended_at=timezone.now()
    )


@transaction.atomic
def came_back(email: str, code: str = "", now: datetime.datetime | None = None) -> None:
    """Count a mail that came back for the time being; after `MOST_SOFT` nothing more is sent."""
    now = now or timezone.now()
    found = Subscriber.objects.select_for_update().filter(key=key_of(email)).first()
    if found is None:
        return
    last = found.soft_bounced_at
    is_new_count = last is None or last < now - SOFT_FORGOTTEN_AFTER
    count = 1 if is_new_count else F("soft_bounces") + 1
    Subscriber.objects.filter(pk=found.pk).update(soft_bounces=count, soft_bounced_at=now)
    found.refresh_from_db(fields=["soft_bounces"])
    if found.soft_bounces >= MOST_SOFT:
        suspend(found.email, Reason.SOFT, code)


def lift(subscriber: Subscriber) -> Suppression | None:
    """Send to an address again whose owner has confirmed it; returns what stood against it."""
    found = Suppression.objects.filter(key=subscriber.key).first()
    if found is not None:
        Suppression.objects.filter(key=subscriber.key).delete()
    Subscriber.objects.filter(pk=subscriber.pk).update(soft_bounces=0, soft_bounced_at=None)
    return found
