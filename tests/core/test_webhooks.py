"""Feature E28: webhooks that a receiver can trust, and that do no harm to anybody."""

from __future__ import annotations

import datetime
import json
from ipaddress import ip_address

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsportal import roles
from newsportal.core import notices, webhooks
from newsportal.core.models import Notice, Webhook, WebhookDelivery
from tests import factories as f
from tests.accounts.people import post as work
from tests.core.notice_samples import CODE, register_sample
from tests.core.webhook_receiver import HOST, OK, PUBLIC, URL, Receiver, Refused, answer, check

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)
State = WebhookDelivery.State


@pytest.fixture(autouse=True)
def sample(monkeypatch):
    f.site(name="The Meridian")
    return register_sample(monkeypatch)


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


def hook(**fields) -> Webhook:
    return Webhook.objects.create(**{"name": "Desk", "url": URL, "kinds": [CODE], **fields})


def ring(people=(), bell: int = 7) -> None:
    notices.send(CODE, people, occasion=f"bell:{bell}", ids={"bell": bell})


def deliver(receiver: Receiver, number: int = 1, now: datetime.datetime = NOW, **options):
    delivery = WebhookDelivery.objects.latest("created_at")
    webhooks.deliver(
        str(delivery.pk), number, **{"post": receiver.post, "now": lambda: now, **options}
    )
    delivery.refresh_from_db()
    return delivery


# What a receiver can rely on ----------------------------------------------------------------------


def test_a_message_is_signed_so_that_its_receiver_can_believe_it(receiver, settings):
    webhook = hook()
    ring()

    delivery = deliver(receiver)

    (message,) = receiver.messages
    check(message, webhooks.secret_of(webhook), NOW, set())
    assert message.line == "POST /in?from=news HTTP/1.1"
    assert message.headers["content-type"] == "application/json"
    assert message.headers["webhook-id"] == str(delivery.pk)
    assert json.loads(message.body) == {
        "type": CODE,
        "timestamp": delivery.created_at.isoformat(),
        "data": {
            "bell": 7,
            "text": "A bell <rang> & rang",
            "link": f"{settings.SITE_URL}/bells/7/",
        },
    }
    assert (delivery.state, delivery.answer, delivery.problem) == (State.DELIVERED, 200, "")
    assert receiver.opened == [(PUBLIC, 443)]


def test_a_changed_body_and_a_wrong_secret_are_not_believed(receiver):
    webhook, other = hook(), hook(name="Other")
    ring()
    deliver(receiver)
    message = receiver.messages[0]

    own = WebhookDelivery.objects.get(pk=message.headers["webhook-id"]).webhook
    wrong = webhooks.secret_of(other if own == webhook else webhook)

    with pytest.raises(Refused, match="signature"):
        check(message, wrong, NOW, set())
    message.body += b" "
    for one in (webhook, other):
        with pytest.raises(Refused, match="signature"):
            check(message, webhooks.secret_of(one), NOW, set())


def test_a_message_that_somebody_sends_again_is_not_believed(receiver):
    secret = webhooks.secret_of(hook())
    ring()
    deliver(receiver)
    message, seen = receiver.messages[0], set()
    check(message, secret, NOW, seen)

    with pytest.raises(Refused, match="again"):
        check(message, secret, NOW, seen)
    with pytest.raises(Refused, match="old"):
        check(message, secret, NOW + datetime.timedelta(minutes=6), set())
    message.headers["webhook-timestamp"] = str(int(NOW.timestamp()) + 360)
    with pytest.raises(Refused, match="signature"):
        check(message, secret, NOW + datetime.timedelta(minutes=6), set())


def test_a_further_attempt_has_the_same_id_and_a_time_of_its_own():
    receiver = Receiver(answer("503 Busy"), OK)
    secret = webhooks.secret_of(hook())
    ring()
    later = NOW + datetime.timedelta(hours=1)

    deliver(receiver)
    delivery = deliver(receiver, 2, later)
    receiver.close()

    first, second = receiver.messages
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    check(second, secret, later, set())
    assert (delivery.state, delivery.attempts, delivery.answer) == (State.DELIVERED, 2, 200)


def test_after_a_rotation_both_secrets_sign_for_a_day(receiver):
    webhook = hook()
    former = webhooks.secret_of(webhook)
    webhooks.rotate(webhook)
    rotated = webhook.rotated_at
    assert webhooks.secret_of(webhook) != former
    within, after = (rotated + datetime.timedelta(hours=hours) for hours in (23, 25))

    for bell, now in enumerate((within, after)):
        ring(bell=bell)
        deliver(receiver, now=now)

    early, late = receiver.messages
    check(early, former, within, set())
    check(early, webhooks.secret_of(webhook), within, set())
    check(late, webhooks.secret_of(webhook), after, set())
    with pytest.raises(Refused, match="signature"):
        check(late, former, after, set())


def test_the_secret_stands_nowhere_in_the_database(settings):
    webhook = hook()
    secret = webhooks.secret_of(webhook)

    assert secret.removeprefix("whsec_") not in str(Webhook.objects.values().get())
    settings.SECRET_KEY = "another"
    assert webhooks.secret_of(webhook) != secret


def test_slack_hears_a_line_with_a_link_and_none_of_it_is_markup(receiver, sample, settings):
    hook(form=Webhook.Form.SLACK, shows_headlines=True)
    sample.headline = "<!channel> Ferry & co"
    ring()

    deliver(receiver)

    assert json.loads(receiver.messages[0].body) == {
        "text": "A bell &lt;rang&gt; &amp; rang: "
        f"<{settings.SITE_URL}/bells/7/|&lt;!channel&gt; Ferry &amp; co>",
        "unfurl_links": False,
    }


@pytest.mark.parametrize(
    ("is_public", "shows", "is_told"),
    [(False, False, False), (False, True, True), (True, False, True)],
)
def test_a_headline_goes_out_when_it_is_public_or_wanted(
    receiver, sample, is_public, shows, is_told
):
    sample.is_public = is_public
    hook(shows_headlines=shows)
    ring()

    deliver(receiver)

    assert (b"The ferry is late" in receiver.messages[0].body) == is_told


def test_what_is_gone_before_it_is_sent_is_not_sent(receiver, sample):
    hook()
    ring()
    sample.is_gone = True

    assert deliver(receiver).state == State.DROPPED
    assert receiver.messages == []


# Who hears ----------------------------------------------------------------------------------------


def test_a_webhook_hears_its_kinds_once_an_occasion():
    hook()
    hook(name="Deaf", kinds=["other.kind"])
    hook(name="Asleep", state=Webhook.State.PAUSED)

    ring()
    ring()
    ring(bell=8)

    assert list(WebhookDelivery.objects.values_list("webhook__name", flat=True)) == ["Desk"] * 2


def test_ones_own_webhook_hears_what_its_owner_is_told(receiver):
    edith, cho = f.UserFactory(is_staff=True), f.UserFactory(is_staff=True)
    hook(owner=edith, name="Edith’s")
    hook(owner=cho, name="Cho’s")

    ring([edith])

    assert WebhookDelivery.objects.get().webhook.owner == edith
    assert deliver(receiver).state == State.DELIVERED


@pytest.mark.parametrize("change", ["no role", "inactive", "may not see"])
def test_ones_own_webhook_is_silent_when_its_owner_may_not_hear_any_more(receiver, sample, change):
    edith = f.UserFactory(is_staff=True)
    hook(owner=edith)
    ring([edith])
    if change == "no role":
        edith.is_staff = False
    elif change == "inactive":
        edith.is_active = False
    else:
        sample.hidden_from.add(edith.pk)
    edith.save()

    assert deliver(receiver).state == State.DROPPED
    assert receiver.messages == []


def test_a_webhook_that_was_paused_meanwhile_is_left_alone(receiver):
    webhook = hook()
    ring()
    webhooks.pause(webhook)

    assert deliver(receiver).state == State.DROPPED
    webhooks.resume(webhook)
    ring(bell=8)
    assert deliver(receiver).state == State.DELIVERED


# What goes wrong ----------------------------------------------------------------------------------


def waiting_attempts() -> list[tuple[int, datetime.datetime]]:
    rows = DBTaskResult.objects.filter(task_path="newsportal.core.webhooks.attempt")
    return sorted((row.args_kwargs["args"][1], row.run_after) for row in rows)


def test_attempts_are_repeated_with_growing_pauses_and_end():
    receiver = Receiver(answer("500 Broken"))
    hook()
    ring()

    for number in range(1, webhooks.LAST_ATTEMPT + 1):
        assert WebhookDelivery.objects.get().state == State.WAITING
        delivery = deliver(receiver, number)
    receiver.close()

    pauses = [
        (number + 2, NOW + datetime.timedelta(seconds=seconds))
        for number, seconds in enumerate(webhooks.PAUSES)
    ]
    assert waiting_attempts()[1:] == pauses
    assert list(webhooks.PAUSES) == sorted(set(webhooks.PAUSES))
    assert (delivery.state, delivery.answer, delivery.problem) == (State.FAILED, 500, "status")
    assert len(receiver.messages) == webhooks.LAST_ATTEMPT


def test_an_attempt_is_made_once_whoever_asks_for_it(receiver):
    hook()
    ring()

    deliver(receiver)
    deliver(receiver)
    deliver(receiver, 2)

    assert len(receiver.messages) == 1


def test_a_worker_that_is_killed_while_it_sends_loses_nothing(receiver):
    hook()
    ring()

    def killed(*_args, **_options):
        raise SystemExit

    with pytest.raises(SystemExit):
        deliver(receiver, post=killed)

    assert [number for number, _at in waiting_attempts()] == [1, 2]
    assert deliver(receiver, 2).state == State.DELIVERED


@pytest.mark.parametrize(
    "location", ["https://169.254.169.254/latest/", "https://127.0.0.1/", URL, ""]
)
def test_a_redirect_is_not_followed(location):
    receiver = Receiver(answer("307 Elsewhere", f"Location: {location}\r\n".encode()))
    hook()
    ring()

    delivery = deliver(receiver)
    receiver.close()

    assert (delivery.problem, delivery.answer) == ("redirects", 307)
    assert receiver.opened == [(PUBLIC, 443)]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1"])
def test_an_inner_address_is_never_called(receiver, address):
    hook()
    ring()
    receiver.resolves_to = [PUBLIC, ip_address(address)]

    assert deliver(receiver).problem == "inner_address"
    assert receiver.opened == []


@pytest.mark.parametrize("url", [f"http://{HOST}/", "https://10.0.0.1/", "file:///etc/passwd"])
def test_an_address_that_should_never_have_been_kept_is_never_called(receiver, url):
    hook(url=url)
    ring()

    assert deliver(receiver).problem in ("scheme", "inner_address")
    assert receiver.opened == []


@pytest.mark.parametrize("garbage", [b"SSH-2.0-sorry\r\n\r\n", b"\x00\xff" * 600, b""])
def test_garbage_for_an_answer_is_a_failure_that_is_tried_again(garbage):
    receiver = Receiver(garbage)
    hook()
    ring()

    delivery = deliver(receiver)
    receiver.close()

    assert (delivery.state, delivery.problem, delivery.answer) == (State.WAITING, "broken", None)


def test_a_receiver_that_takes_too_long_is_left():
    receiver = Receiver()
    ticks = iter([0.0, 1.0, 2.0, 30.0, 31.0, 32.0, 33.0, 34.0])
    hook()
    ring()

    def slow(url, body, **options):
        return receiver.post(url, body, clock=lambda: next(ticks), **options)

    seconds = iter([5.0, 17.25])
    delivery = deliver(receiver, post=slow, clock=lambda: next(seconds))
    receiver.close()

    assert (delivery.problem, delivery.state) == ("timeout", State.WAITING)
    assert delivery.milliseconds == 12_250


def test_a_webhook_that_fails_and_fails_is_switched_off_and_administrators_hear_of_it():
    receiver = Receiver(answer("500 Broken"))
    webhook = hook(name="Desk <&>", failures=webhooks.GIVE_UP_AFTER - 1)
    ada, edith = f.UserFactory(), f.UserFactory()
    roles.give(ada, roles.ADMINISTRATOR)
    roles.give(edith, roles.EDITOR)
    ring()

    deliver(receiver)
    receiver.close()
    mails = work()

    webhook.refresh_from_db()
    assert webhook.state == Webhook.State.FAILED
    assert [notice.recipient for notice in Notice.objects.all()] == [ada]
    (mail,) = mails
    assert mail.to == [ada.email]
    assert mail.subject == "The webhook “Desk <&>” was switched off after failures"
    assert f"/admin/webhooks/{webhook.pk}/" in mail.body
    ring(bell=9)
    assert WebhookDelivery.objects.count() == 1


def test_whoever_owns_a_webhook_hears_that_it_was_switched_off():
    receiver = Receiver(answer("410 Gone"))
    cho = f.UserFactory(is_staff=True)
    webhook = hook(owner=cho)
    ring([cho])

    delivery = deliver(receiver)
    receiver.close()
    work()

    webhook.refresh_from_db()
    assert (webhook.state, delivery.state) == (Webhook.State.FAILED, State.FAILED)
    assert Notice.objects.filter(kind="webhook.failed").get().recipient == cho


def test_a_success_forgives_failures(receiver):
    webhook = hook(failures=webhooks.GIVE_UP_AFTER - 1)
    ring()

    deliver(receiver)

    webhook.refresh_from_db()
    assert (webhook.failures, webhook.state) == (0, Webhook.State.ACTIVE)


def test_a_webhook_that_is_deleted_while_a_message_is_on_its_way_troubles_nobody(receiver):
    webhook = hook()
    ring()
    delivery = WebhookDelivery.objects.get()

    def and_gone(*args, **options):
        webhook.delete()
        return receiver.post(*args, **options)

    webhooks.deliver(str(delivery.pk), 1, post=and_gone)

    assert not WebhookDelivery.objects.exists()


# Tests and the log --------------------------------------------------------------------------------


def test_a_test_is_sent_once_even_to_one_that_is_switched_off():
    receiver = Receiver(answer("500 Broken"))
    webhook = hook(state=Webhook.State.FAILED)

    webhooks.send_test(webhook)
    delivery = deliver(receiver)
    receiver.close()

    assert json.loads(receiver.messages[0].body)["type"] == "test"
    assert (delivery.state, delivery.answer) == (State.FAILED, 500)
    assert [number for number, _at in waiting_attempts()] == [1]
    webhook.refresh_from_db()
    assert webhook.failures == 0


def test_the_log_keeps_no_text_and_is_forgotten_after_a_month(receiver, sample):
    sample.is_public = True
    hook()
    ring()
    deliver(receiver)
    row = str(WebhookDelivery.objects.values().get())

    assert "ferry" not in row
    assert webhooks.forget_old() == 0
    assert webhooks.forget_old(timezone.now() + datetime.timedelta(days=31)) == 1
