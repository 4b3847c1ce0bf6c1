"""Feature E28: a queue older than somebody wants is told once a crossing, not every minute."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import moderation, notifications
from comments.models import Comment, QueueAlarm, SiteDiscussion
from newsportal import roles
from newsportal.core import notices, versions, webhooks
from newsportal.core.models import Notice, User, Webhook, WebhookDelivery
from newsportal.core.notices import Wish
from newsportal.people import giving
from tests import factories as f
from tests.accounts.people import post as work

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def paper():
    f.site()
    f.policy("hold_all", queue_minutes=60)


def moderator(name: str = "Mina", minutes: int | None = None) -> User:
    person = f.UserFactory(display_name=name)
    roles.give(person, roles.MODERATOR)
    if minutes is not None:
        notices.choose(person, notifications.QUEUE, Wish(True, True, minutes))
    return person


def waiting(minutes: int) -> Comment:
    """A held comment that was written that long before noon."""
    comment = f.held()
    Comment.objects.filter(pk=comment.pk).update(
        created_at=NOON - datetime.timedelta(minutes=minutes)
    )
    return comment


def check(minutes_after_noon: int = 0) -> int:
    return notifications.check_queue(NOON + datetime.timedelta(minutes=minutes_after_noon))


def told() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("recipient__display_name", flat=True))


def test_an_empty_queue_and_a_young_one_are_no_news():
    moderator()
    assert check() == 0
    waiting(59)

    assert check() == 0
    assert told() == []


def test_a_crossing_is_told_once_and_not_every_minute():
    moderator()
    waiting(59)

    for minute in range(2, 30):
        check(minute)

    assert told() == ["Mina"]


def test_it_is_told_again_after_the_queue_was_young():
    moderator()
    first, second = waiting(61), waiting(10)
    check()
    moderation.approve(first, None)
    check(1)
    assert told() == ["Mina"]

    check(52)

    assert told() == ["Mina", "Mina"]
    moderation.approve(second, None)
    assert check(53) == 0
    assert not QueueAlarm.objects.exists()


def test_another_comment_that_grows_old_meanwhile_is_no_new_crossing():
    moderator()
    first, _second = waiting(90), waiting(80)
    check()
    moderation.approve(first, None)

    check(1)

    assert told() == ["Mina"]


def test_everybody_has_a_time_of_their_own():
    moderator("Mina")
    moderator("Sam", minutes=10)
    moderator("Ada", minutes=600)
    waiting(11)

    check()
    assert told() == ["Sam"]
    check(55)
    assert told() == ["Sam", "Mina"]


def test_a_site_without_a_time_tells_only_who_chose_one():
    f.policy("hold_all", queue_minutes=None)
    moderator("Mina")
    moderator("Sam", minutes=10)
    waiting(10_000)

    check()

    assert told() == ["Sam"]


def test_before_anybody_set_a_policy_the_sites_time_is_an_hour():
    SiteDiscussion.objects.all().delete()
    versions.bump("discussion-policies")
    moderator()
    waiting(61)

    check()

    assert told() == ["Mina"]


def test_only_those_who_decide_are_told():
    moderator()
    edith = f.UserFactory(display_name="Edith")
    roles.give(edith, roles.EDITOR)
    gone = moderator("Gone")
    roles.give(gone)
    waiting(61)

    check()

    assert told() == ["Mina"]


def test_who_is_limited_to_sections_hears_of_what_waits_there():
    old, young = waiting(200), waiting(90)
    giving.limit(moderator("Gil"), [young.story.section])
    giving.limit(moderator("Lena"), [f.section("quiet")])
    moderator("Mina", minutes=150)

    check()
    work()

    assert sorted(told()) == ["Gil", "Mina"]
    moderation.approve(young, None)
    [mina, gil] = Notice.objects.order_by("recipient__display_name").reverse()
    assert notifications.tell([mina], mina.recipient)[0].title.startswith("1 comment waits")
    assert "none does now" in notifications.tell([gil], gil.recipient)[0].title
    assert old.status == "held"


def test_only_waiting_comments_count():
    moderator()
    waiting(100)
    Comment.objects.update(status="spam")

    assert check() == 0


def test_the_mail_leads_to_the_queue_and_tells_how_it_is_now(settings):
    moderator()
    comment = waiting(61)
    Comment.objects.filter(pk=comment.pk).update(
        created_at=timezone.now() - datetime.timedelta(minutes=185)
    )
    notifications.check_queue()

    (mail,) = work()

    assert mail.subject == "1 comment waits, the oldest for 3 hours"
    assert f"{settings.SITE_URL}/admin/moderation/" in mail.body
    assert "Open the queue" in mail.alternatives[0][0]


def test_a_notice_read_after_the_queue_was_emptied_says_so():
    mina = moderator()
    comment = waiting(61)
    check()
    moderation.approve(comment, None)

    (line,) = notices.inbox(mina, before=None, size=5)

    assert line.told.title == "Comments waited too long; none does now"


def test_the_newsrooms_webhook_hears_by_the_sites_time_and_once(monkeypatch):
    bodies = []
    monkeypatch.setattr(
        webhooks.outgoing, "post", lambda _url, body, **_options: bodies.append(body) or 200
    )
    deliver = webhooks.deliver
    monkeypatch.setattr(
        webhooks, "deliver", lambda *args: deliver(*args, post=webhooks.outgoing.post)
    )
    Webhook.objects.create(name="Desk", url="https://hooks.example/", kinds=["comments.queue"])
    moderator("Sam", minutes=5)
    waiting(10)
    check()
    assert not WebhookDelivery.objects.exists()

    check(55)
    check(56)
    work()

    assert WebhookDelivery.objects.count() == 1
    assert b'"waiting":1' in bodies[0]


def test_ones_own_webhook_hears_by_ones_own_time():
    sam = moderator("Sam", minutes=5)
    Webhook.objects.create(
        owner=sam, name="Sam’s", url="https://hooks.example/", kinds=["comments.queue"]
    )
    waiting(10)

    check()

    assert WebhookDelivery.objects.get().webhook.owner == sam


def test_the_beat_looks_at_the_queue(capsys):
    moderator()
    comment = waiting(61)
    Comment.objects.filter(pk=comment.pk).update(
        created_at=timezone.now() - datetime.timedelta(minutes=61)
    )

    call_command("beat")
    call_command("beat")

    assert told() == ["Mina"]
    assert "comments.notifications.check_queue" in capsys.readouterr().out
