"""Feature E28: one click stops mails (RFC 8058), without signing in, and only for who got them."""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import Client

from newsportal import roles
from newsportal.core import notices
from newsportal.core.models import NoticeChoice, User
from tests import factories as f
from tests.accounts.people import post as work
from tests.core.notice_samples import CODE, register_sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sample(monkeypatch):
    f.site()
    return register_sample(monkeypatch)


@pytest.fixture
def edith() -> User:
    return f.UserFactory(is_staff=True, email="edith@example.org")


@pytest.fixture
def address(edith, settings) -> str:
    """The path that the mail's header names."""
    notices.send(CODE, [edith], occasion="bell:1", ids={"bell": 1})
    (mail,) = work()
    named = mail.extra_headers["List-Unsubscribe"]
    assert named.startswith(f"<{settings.SITE_URL}/me/notices/stop/")
    return named.strip("<>").removeprefix(settings.SITE_URL)


def stranger() -> Client:
    """A mail program: no cookie, no token, no page of ours before."""
    return Client(enforce_csrf_checks=True)


def wants_mail(person: User) -> bool:
    kind = notices.kind_of(CODE)
    assert kind is not None
    return notices.wish_of(person, kind).by_mail


def test_a_look_changes_nothing(address, edith):
    for method in (stranger().get, stranger().head):
        response = method(address)
        assert response.status_code == 200
        assert response.cookies == {}
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
    assert "Bells" in stranger().get(address).content.decode()
    assert wants_mail(edith)


def test_the_mail_programs_own_button_stops_the_kind(address, edith):
    response = stranger().post(address, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert not wants_mail(edith)
    chosen = NoticeChoice.objects.get()
    assert (chosen.kind, chosen.in_inbox) == (CODE, True)
    notices.send(CODE, [edith], occasion="bell:2", ids={"bell": 2})
    assert work() == []
    assert notices.unread_count(edith) == 2


def test_a_second_click_and_a_change_of_mind_are_fine(address, edith):
    for _again in range(2):
        stranger().post(address, {"do": "stop"})
    assert not wants_mail(edith)

    assert "again" in stranger().post(address, {"do": "again"}).content.decode()
    assert wants_mail(edith)


def test_all_notices_by_mail_can_be_stopped_at_once(address, edith):
    roles.give(edith, roles.EDITOR)

    stranger().post(address, {"do": "stop_all"})

    wishes = {kind.code: wish for kind, wish in notices.wishes_of(User.objects.get())}
    assert len(wishes) > 3
    assert not any(wish.by_mail for wish in wishes.values())
    assert wishes[CODE].in_inbox


@pytest.mark.parametrize("forge", ["cut", "changed", "other person", "other salt", "nonsense"])
def test_a_link_that_we_did_not_make_is_no_link(address, edith, forge):
    cho = f.UserFactory(is_staff=True)
    token = address.rstrip("/").rpartition("/")[2]
    forged = {
        "cut": token[:-3],
        "changed": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "other person": signing.dumps([cho.pk, CODE], key="guess", salt=notices.STOP_SALT),
        "other salt": signing.dumps([edith.pk, CODE]),
        "nonsense": "%00%F0%9F%98%80",
    }[forge]

    for client in (stranger().get, stranger().post):
        assert client(f"/me/notices/stop/{forged}/").status_code == 404
    assert not NoticeChoice.objects.exists()


def test_a_link_of_a_kind_that_is_gone_still_answers(edith):
    address = "/" + notices.stop_address(edith, "gone.kind").split("/", 3)[3]

    assert stranger().get(address).status_code == 200
    assert stranger().post(address).status_code == 200
