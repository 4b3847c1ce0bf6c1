"""Feature C11: a reader's inbox and choices stand on the reader's own pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsportal.core import digests, notices
from newsportal.core.models import Notice, NoticeChoice, User
from tests import factories as f
from tests.accounts.people import post as work
from tests.core.notice_samples import CODE, register_sample

pytestmark = pytest.mark.django_db

INBOX, READ, CHOICES = "/me/notices/", "/me/notices/read/", "/me/notices/choices/"


@pytest.fixture(autouse=True)
def sample(monkeypatch):
    f.site()
    return register_sample(monkeypatch, offered_to=lambda _person: True, for_readers=True)


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana")


@pytest.fixture
def desk(rana) -> Client:
    client = Client()
    client.force_login(rana)
    return client


def ring(person: User, bells: int = 1) -> list[Notice]:
    for bell in range(bells):
        notices.send(CODE, [person], occasion=f"bell:{bell}", ids={"bell": bell})
    return list(Notice.objects.filter(recipient=person).order_by("pk"))


def test_a_reader_reads_marks_and_is_led_on(desk, rana):
    first, second, third = ring(rana, 3)
    shown = desk.get(INBOX)
    assert "no-store" in shown["Cache-Control"]
    assert shown.content.decode().count("is-unread") == 3

    assert desk.post(READ, {"notice": first.pk})["Location"] == "/bells/0/"
    assert desk.post(READ, {"notice": second.pk, "stay": "1"})["Location"] == INBOX
    assert list(Notice.objects.unread()) == [third]
    assert f'name="until" value="{third.pk}"' in desk.get(INBOX).content.decode()
    desk.post(READ, {"until": third.pk})
    assert not Notice.objects.unread().exists()
    assert desk.get(READ).status_code == 405
    assert desk.post(READ, {"notice": "x"}).status_code == 404
    assert desk.get(f"{INBOX}?before=x")["Location"] == INBOX


def test_an_empty_inbox_says_what_will_stand_there(desk):
    assert "Nothing yet" in desk.get(INBOX).content.decode()


def test_the_masthead_counts_for_the_signed_in_in_one_query_and_for_no_guest(desk, rana):
    story = f.published()
    address = story.get_absolute_url()
    guest = Client().get(address).content
    assert 'class="unread"' not in desk.get(address).content.decode()

    ring(rana, 3)
    with CaptureQueriesContext(connection) as captured:
        shown = desk.get(address).content.decode()

    assert "3 unread notices" in shown
    assert sum("core_notice" in query["sql"] for query in captured.captured_queries) == 1
    assert Client().get(address).content == guest


@pytest.mark.parametrize("bells", [3, 120])
def test_the_inbox_costs_the_same_at_any_size_and_goes_on(desk, rana, bells):
    ring(rana, bells)
    desk.get(INBOX)

    with CaptureQueriesContext(connection) as captured:
        first = desk.get(INBOX).content.decode()

    assert len(captured) <= 12, [query["sql"] for query in captured]
    assert ("Older" in first) == (bells > 50)
    if bells > 50:
        oldest = Notice.objects.order_by("-pk")[49]
        assert f"Bell {bells - 51} rang" in desk.get(f"{INBOX}?before={oldest.pk}").content.decode()


def test_each_kind_comes_at_once_gathered_or_never(desk, rana):
    shown = desk.get(CHOICES).content.decode()
    assert f'name="{CODE}-mail"' in shown
    assert "webhook.failed" not in shown

    desk.post(CHOICES, {f"{CODE}-inbox": "on", f"{CODE}-mail": "digest", "weekly": "1"})
    ring(rana)
    assert work() == []
    assert Notice.objects.get().in_digest
    assert digests.is_weekly(rana)

    desk.post(CHOICES, {f"{CODE}-mail": ""})
    chosen = NoticeChoice.objects.get(kind=CODE)
    assert (chosen.in_inbox, chosen.by_mail, chosen.in_digest) == (False, False, True)
    assert not digests.is_weekly(rana)
    response = desk.post(CHOICES, {f"{CODE}-mail": "by pigeon"})
    assert response.status_code == 422


def test_mails_of_the_discussion_lead_to_the_readers_own_pages(rana, settings):
    ring(rana)

    (mail,) = work()

    assert f"{settings.SITE_URL}{CHOICES}" in mail.body
    assert "/admin/" not in mail.body


def test_strangers_are_asked_to_sign_in_and_forged_forms_refused(rana):
    (notice,) = ring(rana)
    for address in (INBOX, CHOICES):
        assert "/accounts/login/" in Client().get(address)["Location"]
    assert "/accounts/login/" in Client().post(READ, {"notice": notice.pk})["Location"]
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(rana)
    for address in (READ, CHOICES):
        assert forger.post(address, {"notice": notice.pk}).status_code == 403
    sam = Client()
    sam.force_login(f.UserFactory())
    assert sam.post(READ, {"notice": notice.pk}).status_code == 404
    assert notices.unread_count(rana) == 1
