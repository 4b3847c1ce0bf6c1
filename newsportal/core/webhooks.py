"""Tells other systems what happens, by signed messages (feature E28, part of X3).

A message follows Standard Webhooks (standardwebhooks.com): `webhook-id` names it and stays the
same however often it is tried, `webhook-timestamp` says when this try was made, in seconds, and
`webhook-signature` holds ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``. A
receiver that refuses old times and remembers ids cannot be fooled by a message sent again.

What a message says is worked out at each attempt, so that nothing leaves that has become secret
meanwhile, and nothing of it is kept.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_tasks import task

from newsportal.core import outgoing
from newsportal.core.events import announce
from newsportal.core.models import Notice, Webhook, WebhookDelivery
from newsportal.core.models.webhook import new_key
from newsportal.core.notice_kinds import Ids, Outline, kind_of
from newsportal.core.paper import absolute, speaking

#: Pauses before each further attempt, in seconds: a restart, a release, a night's sleep.
PAUSES = (60, 5 * 60, 30 * 60, 2 * 60 * 60, 6 * 60 * 60)
LAST_ATTEMPT = len(PAUSES) + 1

#: Seconds for one attempt as a whole; a receiver should answer first and work afterwards.
TIMEOUT_SECONDS = 10

#: Failed attempts in a row before a webhook is switched off: more than three messages given up.
GIVE_UP_AFTER = 20

#: The receiver's way to say “never again” (RFC 9110 section 15.5.11).
GONE = 410

#: How long messages are signed with the former secret too, so that a receiver can change over.
FORMER_SECRET_STANDS = datetime.timedelta(hours=24)

#: How long the log of deliveries is kept.
KEEP_DELIVERIES = datetime.timedelta(days=30)

#: Webhooks of one person; the newsroom's are not counted.
MOST_OF_ONE_PERSON = 5

#: The kind of a message that somebody sends to see whether it arrives.
TEST = "test"

SECRET_SALT = "newsportal.core.webhooks.secret"  # noqa: S105 — names the use, is no secret
SECRET_PREFIX = "whsec_"  # noqa: S105 — how Standard Webhooks spells a secret

State = WebhookDelivery.State
Post = Callable[..., int]


# Secrets and signatures ---------------------------------------------------------------------------


def secret_of(webhook: Webhook) -> str:
    """The secret that a webhook's messages are signed with, as its receiver is given it."""
    return SECRET_PREFIX + base64.b64encode(_raw_secret(webhook.key)).decode()


def rotate(webhook: Webhook) -> None:
    """Give a webhook a new secret; the former one signs beside it for a day."""
    webhook.former_key, webhook.key = webhook.key, new_key()
    webhook.rotated_at = timezone.now()
    webhook.save(update_fields=["former_key", "key", "rotated_at"])


def signature(webhook: Webhook, message_id: str, now: datetime.datetime, body: bytes) -> str:
    """What stands in `webhook-signature`: one signature, or two for a day after a rotation."""
    keys = [webhook.key]
    if webhook.rotated_at and now < webhook.rotated_at + FORMER_SECRET_STANDS:
        keys.append(webhook.former_key)
    signed = f"{message_id}.{int(now.timestamp())}.".encode() + body
    return " ".join(
        "v1," + base64.b64encode(hmac.digest(_raw_secret(key), signed, hashlib.sha256)).decode()
        for key in keys
    )


def _raw_secret(key: str) -> bytes:
    return salted_hmac(SECRET_SALT, key, algorithm="sha256").digest()


# Queueing -----------------------------------------------------------------------------------------


def queue(
    kind: str, *, occasion: str, ids: Ids, owners: Collection[int], to_newsroom: bool
) -> None:
    """Prepare a message for every webhook that hears of a kind, in the caller's transaction.

    Args:
        kind: the notice's kind.
        occasion: what happened; a webhook hears of it once.
        ids: what it is about.
        owners: ids of the people who are told; their own webhooks hear of it too.
        to_newsroom: whether the newsroom's webhooks hear of it.
    """
    whose = Q(owner__in=owners)
    if to_newsroom:
        whose |= Q(owner__isnull=True)
    for webhook in Webhook.objects.listening_to(kind).filter(whose):
        delivery, is_new = WebhookDelivery.objects.get_or_create(
            webhook=webhook, kind=kind, occasion=occasion, defaults={"ids": dict(ids)}
        )
        if is_new:
            attempt.enqueue(str(delivery.pk), 1)


@transaction.atomic
def send_test(webhook: Webhook) -> WebhookDelivery:
    """Prepare a message that says no more than that it is a test; it is tried once."""
    delivery = WebhookDelivery.objects.create(
        webhook=webhook, kind=TEST, occasion=f"test:{uuid.uuid4()}"
    )
    attempt.enqueue(str(delivery.pk), 1)
    return delivery


# Delivering ---------------------------------------------------------------------------------------


@task()
def attempt(delivery_id: str, number: int) -> None:
    """Try to deliver one message (the worker)."""
    deliver(delivery_id, number)


def deliver(
    delivery_id: str,
    number: int,
    *,
    post: Post = outgoing.post,
    now: Callable[[], datetime.datetime] = timezone.now,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Make the attempt of that number, once, and keep how it went.

    The row of the next attempt is written before this one is made: a worker that is killed in
    between has lost nothing.

    Args:
        delivery_id: the message.
        number: 1 for the first attempt.
        post, now, clock: the way out and the time, for tests.
    """
    delivery = _claim(delivery_id, number, now())
    if delivery is None:
        return
    webhook = delivery.webhook
    content = None
    if webhook.state == Webhook.State.ACTIVE or delivery.kind == TEST:
        content = _content(delivery)
    if content is None:
        _finish(delivery, _Result(State.DROPPED))
        return
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    began = clock()
    status, problem = _post(webhook, str(delivery.pk), body, now(), post)
    taken = max(0, round((clock() - began) * 1000))
    if not problem:
        _finish(delivery, _Result(State.DELIVERED, status, taken))
        return
    is_last = delivery.kind == TEST or number >= LAST_ATTEMPT or status == GONE
    state = State.FAILED if is_last else State.WAITING
    _finish(delivery, _Result(state, status, taken, problem))


@dataclass(frozen=True)
class _Result:
    """How an attempt went."""

    state: str
    answer: int | None = None
    milliseconds: int | None = None
    problem: str = ""


@transaction.atomic
def _claim(delivery_id: str, number: int, now: datetime.datetime) -> WebhookDelivery | None:
    """Take an attempt, so that nobody else makes it, and prepare the next; None when it is taken
    or not needed any more."""
    taken = WebhookDelivery.objects.filter(
        pk=delivery_id, state=State.WAITING, attempts=number - 1
    ).update(attempts=number, attempted_at=now)
    if not taken:
        return None
    delivery = WebhookDelivery.objects.select_related("webhook__owner").get(pk=delivery_id)
    if number < LAST_ATTEMPT and delivery.kind != TEST:
        later = now + datetime.timedelta(seconds=PAUSES[number - 1])
        attempt.using(run_after=later).enqueue(delivery_id, number + 1)
    return delivery


def _post(
    webhook: Webhook, message_id: str, body: bytes, now: datetime.datetime, post: Post
) -> tuple[int | None, str]:
    """Send a message. Returns the status, and the code of what went wrong or nothing."""
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(webhook, message_id, now, body),
    }
    try:
        return post(webhook.url, body, headers=headers, timeout_seconds=TIMEOUT_SECONDS), ""
    except outgoing.OutgoingError as error:
        return error.status, error.code


@transaction.atomic
def _finish(delivery: WebhookDelivery, result: _Result) -> None:
    """Keep the result in the log, and switch off a webhook that fails and fails."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=result.state,
        answer=result.answer,
        milliseconds=result.milliseconds,
        problem=result.problem,
    )
    locked = Webhook.objects.select_for_update(of=("self",)).filter(pk=delivery.webhook_id)
    webhook = locked.first()
    if webhook is None:  # deleted while the message was on its way
        return
    if result.state == State.DROPPED or delivery.kind == TEST:
        return
    if result.state == State.DELIVERED:
        Webhook.objects.filter(pk=webhook.pk, failures__gt=0).update(failures=0)
        return
    Webhook.objects.filter(pk=webhook.pk).update(failures=F("failures") + 1)
    if webhook.failures + 1 >= GIVE_UP_AFTER or result.answer == GONE:
        _switch_off(webhook, delivery)


def _switch_off(webhook: Webhook, delivery: WebhookDelivery) -> None:
    active = Webhook.objects.filter(pk=webhook.pk, state=Webhook.State.ACTIVE)
    if active.update(state=Webhook.State.FAILED):
        announce("webhook.failed", webhook=webhook.pk, delivery=str(delivery.pk))


def pause(webhook: Webhook) -> None:
    """Send nothing until somebody switches it on again; what is told meanwhile is not kept."""
    Webhook.objects.filter(pk=webhook.pk).update(state=Webhook.State.PAUSED)


def resume(webhook: Webhook) -> None:
    """Switch a webhook on, with its failures forgiven."""
    Webhook.objects.filter(pk=webhook.pk).update(state=Webhook.State.ACTIVE, failures=0)


def forget_old(now: datetime.datetime | None = None) -> int:
    """Delete the log of deliveries that were prepared more than 30 days ago.

    Returns:
        How many were deleted.
    """
    oldest = (now or timezone.now()) - KEEP_DELIVERIES
    return WebhookDelivery.objects.filter(created_at__lt=oldest).delete()[0]


# What a message says ------------------------------------------------------------------------------


def _content(delivery: WebhookDelivery) -> dict[str, Any] | None:
    """The message in the webhook's form; None when there is nothing (any more) to tell."""
    webhook = delivery.webhook
    with speaking() as site_name:
        if delivery.kind == TEST:
            line = _("A test of the webhook “%(name)s”. All is well.") % {"name": webhook}
            outline = Outline(f"{site_name}: {line}", "/", {})
        else:
            found = _outline(delivery)
            if found is None:
                return None
            outline = found
    may_name = outline.is_public or webhook.shows_headlines
    headline = outline.headline if may_name else ""
    if webhook.form == Webhook.Form.SLACK:
        return _slack(outline, headline)
    return {
        "type": delivery.kind,
        "timestamp": delivery.created_at.astimezone(datetime.UTC).isoformat(),
        "data": {
            **outline.data,
            "text": outline.line,
            "link": absolute(outline.url),
            **({"headline": headline} if headline else {}),
        },
    }


def _outline(delivery: WebhookDelivery) -> Outline | None:
    kind, owner = kind_of(delivery.kind), delivery.webhook.owner
    if kind is None or kind.outline is None:
        return None
    if owner is not None:
        if not owner.is_active or not kind.offered_to(owner):
            return None
        notice = Notice(recipient=owner, kind=kind.code, ids=delivery.ids)
        if kind.tell([notice], owner) == [None]:
            return None
    return kind.outline(kind.code, delivery.ids)


def _slack(outline: Outline, headline: str) -> dict[str, Any]:
    """Slack's own form, which Mattermost and Rocket.Chat read too: a line and a link."""
    link = f"<{absolute(outline.url)}|{_for_slack(headline or _('Open'))}>"
    # A preview of a page of the newsroom would show the sign-in page.
    return {"text": f"{_for_slack(outline.line)}: {link}", "unfurl_links": False}


def _for_slack(text: str) -> str:
    """Escape the three characters that Slack's markup knows."""
    escapes: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    return "".join(escapes.get(character, character) for character in text)
