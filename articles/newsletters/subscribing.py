"""Who gets which newsletter: asked for, confirmed, chosen, ended, forgotten (feature R11).

Anybody can type any address, so a form of the site only asks: a mail brings a link, and its button
subscribes (double opt-in). What the page answers never depends on what is known of the address.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Issue, Newsletter, Recipient, Subscriber, Subscription, Suppression
from articles.newsletters import confirming, suppressing
from articles.newsletters.tokens import VALID, key_of
from newsportal.core.mail import mailbox
from newsportal.core.models import User

State, Source = Subscription.State, Subscription.Source

#: How long an ended subscription can be taken up again by the links of old mails.
KEEP_ENDED = datetime.timedelta(days=30)
#: How long an address that nothing can be sent to is kept readable; its hash stays.
KEEP_SUSPENDED = datetime.timedelta(days=90)
#: How long it is known which address got which issue; the numbers stay.
KEEP_RECIPIENTS = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Confirmed:
    """What a confirmation did: the newsletters that come now, and what stood against it."""

    newsletters: list[Newsletter]
    lifted: Suppression | None


# Coming ------------------------------------------------------------------------------------------


@transaction.atomic
def ask(email: str, newsletters: Collection[Newsletter]) -> None:
    """Keep that somebody typed an address into a form, and mail it the link to confirm.

    Whoever gets all of these already is told so by mail, with the link to choose.

    Args:
        email: as it was typed.
        newsletters: offered ones, at least one.
    """
    subscriber = _subscriber(email)
    known = dict(subscriber.subscriptions.values_list("newsletter", "state"))
    asked = [one for one in newsletters if known.get(one.pk) != State.ACTIVE]
    for one in asked:
        Subscription.objects.update_or_create(
            subscriber=subscriber,
            newsletter=one,
            defaults={
                "state": State.UNCONFIRMED,
                "source": Source.FORM,
                "asked_at": timezone.now(),
                "ended_at": None,
            },
        )
    if not asked and suppressing.of(subscriber.email) is None:
        confirming.has_all(subscriber, newsletters)
    else:
        confirming.ask(subscriber, asked or newsletters)


@transaction.atomic
def confirm(subscriber: Subscriber, newsletters: Iterable[int]) -> Confirmed:
    """The button behind the link: what waits for it begins, once is enough.

    What was ended since the mail went out stays ended. A suspended address gets mails again.

    Args:
        newsletters: ids, as the link names them.
    """
    _lock(subscriber)
    named = subscriber.subscriptions.filter(newsletter__in=list(newsletters))
    named.filter(state=State.UNCONFIRMED).update(
        state=State.ACTIVE, confirmed_at=timezone.now(), ended_at=None
    )
    lifted = suppressing.lift(subscriber)
    active = named.active().select_related("newsletter").order_by("newsletter__order")
    return Confirmed([one.newsletter for one in active], lifted)


@transaction.atomic
def subscribe(
    email: str, newsletters: Iterable[Newsletter], source: str, confirmed_at: datetime.datetime
) -> int:
    """Subscribe an address whose owner is known to want it: an account's own, or an import's.

    An import brings back nobody who has left since, and nobody whose address is suspended.

    Args:
        source: `Subscription.Source`.
        confirmed_at: when its owner said so.

    Returns:
        How many newsletters it did not get before.
    """
    if suppressing.of(email) is not None:
        return 0
    subscriber = _subscriber(email)
    return sum(_begin(subscriber, one, source, confirmed_at) for one in newsletters)


def _begin(
    subscriber: Subscriber, newsletter: Newsletter, source: str, at: datetime.datetime
) -> bool:
    fields = {"state": State.ACTIVE, "source": source, "confirmed_at": at, "ended_at": None}
    row, is_new = Subscription.objects.get_or_create(
        subscriber=subscriber, newsletter=newsletter, defaults=fields
    )
    if is_new:
        return True
    has_left = row.state == State.ENDED and source == Source.IMPORT
    if row.state == State.ACTIVE or has_left:
        return False
    Subscription.objects.filter(pk=row.pk).update(**fields)
    return True


# Choosing and leaving ----------------------------------------------------------------------------


def chosen(subscriber: Subscriber) -> set[int]:
    """Ids of the newsletters that an address gets."""
    return set(subscriber.subscriptions.active().values_list("newsletter", flat=True))


@transaction.atomic
def choose(subscriber: Subscriber, wanted: Collection[int], source: str = Source.FORM) -> set[int]:
    """Let an address that is proven get exactly these of the offered newsletters.

    Args:
        wanted: ids; what is not offered begins for nobody, and what is not named ends.

    Returns:
        The ids that it got before: choosing these again takes it back.
    """
    _lock(subscriber)
    before = chosen(subscriber)
    end(subscriber, before - set(wanted))
    now = timezone.now()
    for one in Newsletter.objects.offered().filter(pk__in=set(wanted) - before):
        _begin(subscriber, one, source, now)
    return before


def end(subscriber: Subscriber, newsletters: Iterable[int] | None = None) -> set[int]:
    """Send these newsletters (ids; None: all) no more.

    Returns:
        The ids of those that it got.
    """
    rows = subscriber.subscriptions.exclude(state=State.ENDED)
    if newsletters is not None:
        rows = rows.filter(newsletter__in=list(newsletters))
    active = set(rows.active().values_list("newsletter", flat=True))
    rows.update(state=State.ENDED, ended_at=timezone.now())
    return active


# People ------------------------------------------------------------------------------------------


def is_proven(person: User) -> bool:
    """Whether a signed-in person has shown that the account's address is theirs."""
    return EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists()


@transaction.atomic
def of_person(person: User) -> Subscriber:
    """The subscriber of an account's own address, made where there is none."""
    return _subscriber(person.email)


def about(email: str) -> list[Subscription]:
    """All that is kept of an address, with or without an account (feature R15)."""
    rows = Subscription.objects.filter(subscriber__key=key_of(email))
    return list(rows.select_related("newsletter").order_by("asked_at", "pk"))


def erase(email: str) -> int:
    """Forget an address; that nothing may be sent to it stays as a hash.

    Returns:
        How many subscriptions there were.
    """
    gone = Subscriber.objects.filter(key=key_of(email)).delete()[1]
    return gone.get("articles.Subscription", 0)


# What time does ----------------------------------------------------------------------------------


def forget_old(now: datetime.datetime | None = None) -> int:
    """Forget what nobody confirmed, what ended a month ago, addresses that nothing can be sent to,
    and addresses without any subscription.

    Returns:
        How many addresses were forgotten.
    """
    now = now or timezone.now()
    Subscription.objects.filter(
        Q(state=State.UNCONFIRMED, asked_at__lt=now - VALID)
        | Q(state=State.ENDED, ended_at__lt=now - KEEP_ENDED)
    ).delete()
    suspended = Suppression.objects.filter(at__lt=now - KEEP_SUSPENDED).values("key")
    gone = Subscriber.objects.filter(
        Q(subscriptions=None, created_at__lt=now - VALID) | Q(key__in=suspended)
    )
    return gone.delete()[1].get("articles.Subscriber", 0)


def forget_recipients(now: datetime.datetime | None = None) -> int:
    """Forget who got which issue, a month after its end; the issue keeps the numbers."""
    oldest = (now or timezone.now()) - KEEP_RECIPIENTS
    over = Issue.objects.filter(ended_at__lt=oldest).values("pk")
    return Recipient.objects.filter(issue__in=over).delete()[0]


def _subscriber(email: str) -> Subscriber:
    """The row of an address, locked until the transaction ends."""
    email = mailbox(email)
    made, _is_new = Subscriber.objects.get_or_create(email=email, defaults={"key": key_of(email)})
    return _lock(made)


def _lock(subscriber: Subscriber) -> Subscriber:
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)
