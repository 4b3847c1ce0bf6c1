"""Feature C11: what need not come at once comes in one mail, once, at breakfast, or not at all."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from newsportal.core import digests, notices
from newsportal.core.models import Notice, NoticeChoice, User
from newsportal.core.notice_kinds import Told
from newsportal.core.notices import Wish
from tests import factories as f
from tests.accounts.people import post as work
from tests.core.notice_samples import CODE, register_sample

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
#: A Wednesday, after the paper's seven o'clock, which is the evening before in London.
MORNING = datetime.datetime(2026, 11, 25, 7, 30, tzinfo=SEOUL)
DAY = datetime.timedelta(days=1)
GATHERED = Wish(in_inbox=True, by_mail=True, in_digest=True)


@pytest.fixture(autouse=True)
def sample(monkeypatch):
    f.site(name="The Meridian <&>", time_zone="Asia/Seoul")
    return register_sample(monkeypatch)


@pytest.fixture
def edith() -> User:
    person = f.UserFactory(display_name="Edith", is_staff=True)
    notices.choose(person, CODE, GATHERED)
    return person


def ring(person: User, *bells: int, at: datetime.datetime = MORNING - DAY / 2) -> None:
    for bell in bells:
        notices.send(CODE, [person], occasion=f"bell:{bell}", ids={"bell": bell})
    Notice.objects.filter(mailed_at__isnull=True).update(at=at)


@pytest.mark.parametrize(
    ("now", "weekly", "closed"),
    [
        (MORNING, False, datetime.datetime(2026, 11, 25, 7, tzinfo=SEOUL)),
        (MORNING - DAY / 24, False, datetime.datetime(2026, 11, 24, 7, tzinfo=SEOUL)),
        (MORNING, True, datetime.datetime(2026, 11, 23, 7, tzinfo=SEOUL)),
        (
            datetime.datetime(2026, 11, 23, 6, tzinfo=SEOUL),
            True,
            datetime.datetime(2026, 11, 16, 7, tzinfo=SEOUL),
        ),
    ],
)
def test_an_edition_closes_at_seven_where_the_newsroom_is(now, weekly, closed):
    assert digests.edition(now.astimezone(datetime.UTC), weekly=weekly) == closed


def test_what_was_gathered_comes_in_one_mail_and_once(edith, settings):
    ring(edith, 1, 2, 3)
    assert work() == []  # nothing at once

    assert digests.send_due(MORNING) == 1
    assert digests.send_due(MORNING) == 1  # a second worker, or a beat before the first was done
    (mail,) = work()

    html, _kind = mail.alternatives[0]
    for body in (mail.body, html):
        for bell in (1, 2, 3):
            assert f"Bell {bell} rang" in body
            assert f"{settings.SITE_URL}/bells/{bell}/" in body
        assert mail.extra_headers["List-Unsubscribe"].strip("<>") in body
    assert mail.subject == "The Meridian <&>: 3 things for you"
    assert mail.to == [edith.email]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert digests.send_due(MORNING + DAY / 24) == 0
    assert notices.unread_count(edith) == 3  # the inbox is as it was


def test_what_comes_after_the_edition_waits_for_the_next(edith):
    ring(edith, 1)
    ring(edith, 2, at=MORNING - DAY / 2)
    Notice.objects.filter(ids__bell=2).update(at=MORNING)

    digests.send_due(MORNING)
    assert "Bell 2" not in work()[0].body
    assert digests.send_due(MORNING + DAY / 24) == 0
    assert digests.send_due(MORNING + DAY) == 1
    assert "Bell 2" in work()[0].body


def test_a_weekly_digest_waits_for_monday(edith):
    digests.choose_rhythm(edith, weekly=True)
    ring(edith, 1)

    for days in range(5):
        assert digests.send_due(MORNING + days * DAY) == 0, days
    assert digests.send_due(MORNING + 5 * DAY) == 1


def test_nothing_to_tell_is_no_mail_and_is_done_with(edith, sample, monkeypatch):
    ring(edith, 1)
    sample.hidden_from.add(edith.pk)
    digests.send_due(MORNING)
    assert work() == []
    assert digests.send_due(MORNING) == 0

    sample.hidden_from.clear()
    ring(edith, 2)
    notices.choose(edith, CODE, Wish(True, False, in_digest=True))  # stopped meanwhile
    digests.send_due(MORNING)
    assert work() == []

    notices.choose(edith, CODE, GATHERED)
    ring(edith, 3)
    monkeypatch.setattr(
        sample, "tell", lambda told, _person: [Told("Old bell", "/", is_over=True) for _ in told]
    )
    register_sample(monkeypatch, tell=sample.tell)
    digests.send_due(MORNING)
    assert work() == []
    assert digests.send_due(MORNING) == 0


def test_who_is_gone_gets_none(edith):
    ring(edith, 1)
    digests.send_due(MORNING)
    User.objects.update(is_active=False)

    assert work() == []
    assert digests.send_due(MORNING) == 0


def test_a_worker_that_is_killed_loses_nothing_and_sends_nothing_twice(edith, monkeypatch):
    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    ring(edith, 1)
    closed = digests.edition(MORNING, weekly=False).isoformat()
    with monkeypatch.context() as patch:
        patch.setattr(digests, "_letter", killed)
        with pytest.raises(KeyboardInterrupt):
            digests.mail_digest.call(edith.pk, closed)
    assert digests.send_due(MORNING) == 1  # nothing had happened yet

    digests.mail_digest.call(edith.pk, closed)
    assert digests.send_due(MORNING) == 0  # marked in the transaction of the mail's row …
    digests.mail_digest.call(edith.pk, closed)
    assert len(work()) == 1  # … which is one


def test_a_mail_server_that_is_down_gets_the_same_digest_later(edith, monkeypatch):
    def down(**_letter):
        raise ConnectionRefusedError

    ring(edith, 1)
    digests.send_due(MORNING)
    with monkeypatch.context() as patch:
        patch.setattr(digests.mail, "send", down)
        assert work() == []

    waiting = DBTaskResult.objects.get(status="READY", task_path__endswith="digests.deliver")
    letter, attempt = waiting.args_kwargs["args"]
    digests.deliver.call(letter, attempt)
    digests.deliver.call(letter, attempt)
    once, again = django_mail.outbox
    assert waiting.run_after > waiting.enqueued_at
    assert once.message()["Message-ID"] == again.message()["Message-ID"]


def test_a_long_one_says_how_much_is_left_out(edith, monkeypatch):
    monkeypatch.setattr(digests, "MOST", 2)
    ring(edith, 1, 2, 3)

    digests.send_due(MORNING)
    (mail,) = work()

    assert "Bell 3" not in mail.body
    assert "And 1 more" in mail.body


def test_one_click_stops_the_digest_and_nothing_else(edith, settings):
    ring(edith, 1)
    notices.choose(edith, "webhook.failed", Wish(True, True))
    digests.send_due(MORNING)
    (mail,) = work()
    address = mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    stranger = Client(enforce_csrf_checks=True)

    assert "digest" in stranger.get(address).content.decode()
    assert NoticeChoice.objects.get(kind=CODE).by_mail
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert not NoticeChoice.objects.get(kind=CODE).by_mail
    assert NoticeChoice.objects.get(kind="webhook.failed").by_mail
    stranger.post(address, {"do": "again"})
    again = NoticeChoice.objects.get(kind=CODE)
    assert (again.by_mail, again.in_digest) == (True, True)
