"""Feature E28: a notice reaches the right person, by the ways that this person has chosen."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail as django_mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsportal import roles
from newsportal.core import notices
from newsportal.core.models import Notice, NoticeChoice, User
from newsportal.core.notices import Wish
from tests import factories as f
from tests.accounts.people import post as work
from tests.core.notice_samples import CODE, register_sample

pytestmark = pytest.mark.django_db


class BrokenServer:
    """A mail backend whose server refuses every connection."""

    def __init__(self, *_args, **_kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("the mail server is down")


@pytest.fixture(autouse=True)
def sample(monkeypatch):
    f.site(name="The Meridian <&>")
    return register_sample(monkeypatch)


@pytest.fixture
def edith() -> User:
    return f.UserFactory(display_name="Edith", is_staff=True)


def ring(*people: User, bell: int = 7) -> int:
    return notices.send(CODE, people, occasion=f"bell:{bell}", ids={"bell": bell})


def test_without_a_choice_it_comes_by_inbox_and_mail(edith):
    assert ring(edith) == 1

    (line,) = notices.inbox(edith, before=None, size=9)
    (mail,) = work()
    assert line.told.title == "Bell 7 rang"
    assert mail.to == [edith.email]
    assert mail.subject == "Bell 7 rang"


@pytest.mark.parametrize(
    ("wish", "in_inbox", "mails"),
    [(Wish(True, False), 1, 0), (Wish(False, True), 0, 1), (Wish(False, False), 0, 0)],
)
def test_each_way_can_be_chosen_alone(edith, wish, in_inbox, mails):
    notices.choose(edith, CODE, wish)

    ring(edith)

    assert len(work()) == mails
    assert len(notices.inbox(edith, before=None, size=9)) == in_inbox
    assert notices.unread_count(edith) == in_inbox


def test_the_same_occasion_is_told_once_however_often_the_task_runs(edith):
    ring(edith, edith)
    ring(edith)
    ring(edith, bell=8)

    assert notices.unread_count(edith) == 2
    assert len(work()) == 2
    assert work() == []


def test_a_kind_that_is_not_offered_to_somebody_is_not_told(edith):
    assert ring(f.UserFactory(), edith) == 1
    assert Notice.objects.get().recipient == edith


@pytest.mark.parametrize("change", ["role", "inactive", "hidden", "choice"])
def test_what_has_changed_since_is_asked_again_when_the_mail_goes(edith, sample, change):
    ring(edith)
    if change == "role":
        edith.is_staff = False
    elif change == "inactive":
        edith.is_active = False
    elif change == "hidden":
        sample.hidden_from.add(edith.pk)
    else:
        notices.set_mail(edith, [CODE], by_mail=False)
    edith.save()

    assert work() == []
    assert not DBTaskResult.objects.failed().exists()


def test_a_mail_says_the_same_in_text_and_html_and_how_to_stop_it(edith, settings):
    ring(edith)

    (mail,) = work()

    html, kind = mail.alternatives[0]
    assert kind == "text/html"
    for body in (mail.body, html):
        assert "Bell 7 rang" in body
        assert f"{settings.SITE_URL}/bells/7/" in body
        assert f"{settings.SITE_URL}/admin/notices/choices/" in body
        assert mail.extra_headers["List-Unsubscribe"].strip("<>") in body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "The Meridian <&>" in mail.body
    assert "The Meridian &lt;&amp;&gt;" in html
    assert "<img" not in html
    assert mail.from_email == settings.DEFAULT_FROM_EMAIL


def test_a_mail_speaks_the_newspapers_language(edith):
    f.site(name="Der Bote", language="ar")
    ring(edith)

    (mail,) = work()

    assert 'dir="rtl"' in mail.alternatives[0][0]


def test_a_line_break_in_a_name_makes_no_header(edith, sample, monkeypatch):
    monkeypatch.setattr(
        notices,
        "kind_of",
        lambda code: notices.Kind(
            code=CODE,
            label="Bells",
            hint="",
            template="comments/mail/queue",
            offered_to=lambda _person: True,
            tell=lambda told, _person: (
                [notices.Told("Bell\r\nBcc: x@example.org", "/")] * len(told)
            ),
        ),
    )
    ring(edith)

    (mail,) = work()

    assert mail.subject == "Bell Bcc: x@example.org"
    assert mail.recipients() == [edith.email]


def test_a_mail_server_that_is_down_is_asked_again_with_growing_pauses(edith, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    ring(edith)
    notice = Notice.objects.get()

    for attempt in range(1, len(notices.MAIL_PAUSES) + 1):
        notices.mail_one.call(notice.pk, attempt)
    with pytest.raises(ConnectionRefusedError):
        notices.mail_one.call(notice.pk, len(notices.MAIL_PAUSES) + 1)

    tasks = DBTaskResult.objects.filter(task_path="newsportal.core.notices.mail_one")
    further = sorted(
        (row.args_kwargs["args"][1], row.run_after)
        for row in tasks.exclude(args_kwargs__args=[notice.pk])
    )
    assert [number for number, _at in further] == [2, 3, 4, 5]
    for (_number, at), seconds in zip(further, notices.MAIL_PAUSES, strict=True):
        assert abs((at - timezone.now()).total_seconds() - seconds) < 60
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notices.mail_one.call(notice.pk, 2)
    notices.mail_one.call(notice.pk, 3)
    assert len(django_mail.outbox) == 1


def test_a_worker_that_is_killed_while_it_sends_loses_no_mail(edith, monkeypatch):
    def killed(**_letter):
        raise KeyboardInterrupt

    ring(edith)
    notice = Notice.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(notices.mail, "send", killed)
        with pytest.raises(KeyboardInterrupt):
            notices.mail_one.call(notice.pk)
    notice.refresh_from_db()
    assert notice.mailed_at is None

    notices.mail_one.call(notice.pk)

    assert len(django_mail.outbox) == 1


def test_what_was_read_is_forgotten_after_ninety_days_and_the_rest_after_a_year(edith):
    for bell in range(4):
        ring(edith, bell=bell)
    read, unread, mailed, _young = Notice.objects.order_by("pk")
    now = timezone.now()
    Notice.objects.exclude(pk=_young.pk).update(at=now - datetime.timedelta(days=100))
    Notice.objects.filter(pk=read.pk).update(read_at=now - datetime.timedelta(days=91))
    Notice.objects.filter(pk=mailed.pk).update(in_inbox=False)

    assert notices.forget_old(now) == 2
    assert set(Notice.objects.all()) == {unread, _young}
    assert notices.forget_old(now + datetime.timedelta(days=300)) == 1


def test_choosing_the_sites_own_minutes_follows_the_site(edith):
    kind = notices.Kind(
        code="sample.waits",
        label="Waits",
        hint="",
        template="",
        offered_to=lambda _person: True,
        tell=lambda told, _person: [None] * len(told),
        minutes=lambda: 60,
    )
    assert notices.minutes_of(kind, [edith]) == {edith.pk: 60}

    notices.choose(edith, kind.code, Wish(True, True, 5))
    assert notices.minutes_of(kind, [edith]) == {edith.pk: 5}
    assert NoticeChoice.objects.get().minutes == 5


def test_administrators_look_after_the_newsrooms_webhooks():
    ada, edith = f.UserFactory(), f.UserFactory()
    roles.give(ada, roles.ADMINISTRATOR)
    roles.give(edith, roles.EDITOR)

    assert notices.keepers() == [ada]
