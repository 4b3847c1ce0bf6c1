"""What a mail provider tells of mails that came back or were complained about (feature R11).

The message is signed as Standard Webhooks has it, as all webhooks of the house: `webhook-id` names
it, `webhook-timestamp` says when it was signed, `webhook-signature` holds ``v1,`` and the base64 of
HMAC-SHA256 over ``id.timestamp.body``. docs/running.md says how a provider's own form is turned
into this one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from articles.models import Suppression
from articles.newsletters import suppressing
from newsportal.core import limits
from newsportal.core.plain_text import SURROGATES

Reason = Suppression.Reason

#: Seconds that a message may be old or ahead, as Standard Webhooks has it: a copy that somebody
#: took down is worth nothing later.
CLOCKS_DIFFER = 5 * 60
#: Events and bytes of one message: providers gather some hundred.
MOST_EVENTS, MOST_BYTES = 1000, 512 * 1024
#: The longest spelling of a time in seconds, and of a message's name.
LONGEST_STAMP, LONGEST_NAME = 11, 200

HARD, SOFT, COMPLAINT = KINDS = ("hard", "soft", "complaint")
#: A code is kept when it is one; words of servers often hold the address.
CODE = re.compile(r"[245][0-9]{2}( [245]\.[0-9]{1,3}\.[0-9]{1,3})?")


class NotSigned(Exception):
    """Nobody who knows the secret has sent this, or it was sent long ago."""


class NotUnderstood(Exception):
    """Signed, but not in our form; the message says what is missing."""


@dataclass(frozen=True)
class Event:
    """One mail that came back, or one complaint."""

    email: str
    kind: str
    code: str


def check(headers: Mapping[str, str], body: bytes, now: float | None = None) -> None:
    """Believe a message that bears the secret's signature and a fresh time.

    Args:
        now: seconds since 1970, for tests.

    Raises:
        NotSigned: it does not, or no secret is set.
    """
    secret: bytes = settings.NEWSLETTER_BOUNCE_SECRET
    name = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "").split()
    if not secret or not name or len(name) > LONGEST_NAME:
        raise NotSigned
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= LONGEST_STAMP):
        raise NotSigned
    right = signature(secret, name, stamp, body)
    if not any(hmac.compare_digest(one.encode(), right.encode()) for one in given):
        raise NotSigned
    if abs((time.time() if now is None else now) - int(stamp)) > CLOCKS_DIFFER:
        raise NotSigned


def signature(secret: bytes, name: str, stamp: str, body: bytes) -> str:
    """What stands in `webhook-signature`."""
    signed = f"{name}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def read(body: bytes) -> list[Event]:
    """The events of a message: one object ``{"email", "kind", "code"?}``, or a list of them.

    Raises:
        NotUnderstood: it is something else.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("The body is no JSON.") from error
    rows = found if isinstance(found, list) else [found]
    if len(rows) > MOST_EVENTS:
        raise NotUnderstood(f"At most {MOST_EVENTS} events at once.")
    return [_event(row) for row in rows]


def _event(row: object) -> Event:
    match row:
        case {"email": str(email), "kind": str(kind), **rest} if (
            kind in KINDS and "@" in email and not SURROGATES.search(email)
        ):
            code = rest.get("code")
            is_code = isinstance(code, str) and CODE.fullmatch(code)
            return Event(email, kind, str(code) if is_code else "")
    kinds = ", ".join(KINDS)
    raise NotUnderstood(f"Each event is an object with an email and a kind: {kinds}.")


@transaction.atomic
def take(name: str, events: list[Event]) -> bool:
    """Do what the events ask for, each message once.

    Args:
        name: the message's own name (`webhook-id`).

    Returns:
        False when the message was taken before.
    """
    # Counted in the transaction on purpose: what fails is not counted, and may come again.
    once = limits.hit("newsletter bounces", name, limit=1, per_seconds=2 * CLOCKS_DIFFER)
    if not once.allowed:
        return False
    for event in events:
        if event.kind == SOFT:
            suppressing.came_back(event.email, event.code)
        else:
            reason = Reason.HARD if event.kind == HARD else Reason.COMPLAINT
            suppressing.suspend(event.email, reason, event.code)
    return True
