"""Links in mails that are their own proof (house rule 10), and the keyed hash of an address.

A link to stop or to choose never ends: whoever finds a mail of last year must be able to leave. A
link to confirm ends after some days.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Subscriber, Suppression
from newsportal.core.mail import mailbox
from newsportal.core.paper import absolute

#: How long a link to confirm works, and how long what nobody confirmed is kept.
VALID = datetime.timedelta(days=7)

SALT = "articles.newsletters"
CONFIRM, MINE, STOP = (f"{SALT}.{name}" for name in ("confirm", "mine", "stop"))


def key_of(email: str) -> str:
    """The keyed hash of an address: it is known again, and cannot be read back or guessed."""
    return salted_hmac(SALT, mailbox(email), algorithm="sha256").hexdigest()


def confirm_address(subscriber: Subscriber, newsletters: Iterable[int]) -> str:
    """Where an address confirms that it wants these newsletters."""
    now = timezone.now().timestamp()
    token = signing.dumps([subscriber.pk, sorted(newsletters), now], salt=CONFIRM)
    return absolute(reverse("articles:newsletters-confirm", args=[token]))


def read_confirm(token: str) -> tuple[Subscriber, list[int]] | None:
    """Whom and which newsletters (ids) a link to confirm names; None when it has ended.

    A complaint ends it too: an old mail that is opened again must not undo that.
    """
    try:
        pk, newsletters, mailed = signing.loads(token, salt=CONFIRM, max_age=VALID)
        mailed_at = datetime.datetime.fromtimestamp(mailed, datetime.UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    subscriber = Subscriber.objects.filter(pk=pk).first()
    if subscriber is None:
        return None
    complaints = Suppression.objects.filter(reason=Suppression.Reason.COMPLAINT, at__gt=mailed_at)
    return None if complaints.filter(key=subscriber.key).exists() else (subscriber, newsletters)


def mine_address(subscriber: int) -> str:
    """Where an address (by id) chooses all that it gets."""
    token = signing.dumps(subscriber, salt=MINE)
    return absolute(reverse("articles:newsletters-mine", args=[token]))


def read_mine(token: str) -> Subscriber | None:
    """Whose subscriptions a link is about; None when it is forged or the address is forgotten."""
    try:
        pk = signing.loads(token, salt=MINE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscriber.objects.filter(pk=pk).first()


def stop_address(subscriber: int, newsletter: int) -> str:
    """Where an address (by id) leaves one newsletter, by one POST of a mail program (RFC 8058)."""
    token = signing.dumps([subscriber, newsletter], salt=STOP)
    return absolute(reverse("articles:newsletters-stop", args=[token]))


def read_stop(token: str) -> tuple[Subscriber, int] | None:
    """Whom and which newsletter (id) a link to stop names; None as for `read_mine`."""
    try:
        pk, newsletter = signing.loads(token, salt=STOP)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    subscriber = Subscriber.objects.filter(pk=pk).first()
    return (subscriber, newsletter) if subscriber else None
