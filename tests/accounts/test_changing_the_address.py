"""Feature R9: an account moves to another address when its owner has shown to read mail there."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from newsportal.accounts import attempts
from tests import factories as f
from tests.accounts.people import RANAS, link, member, post, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/accounts/email/"
NEW = "rana.aziz@example.net"


@pytest.fixture(autouse=True)
def newspaper():
    return f.site(name="The Meridian")


@pytest.fixture
def rana(client: Client):
    person = member()
    sign_in(client)
    return person


def move(client: Client, email: str = NEW, password: str = f.PASSWORD):
    """Ask for the change and type the password again, as the page wants it."""
    first = client.post(PAGE, {"email": email, "action_add": ""})
    if first.status_code != 302:
        return first
    return client.post(first["Location"], {"password": password})


def test_the_address_changes_when_its_link_is_confirmed(client, rana):
    response = move(client)

    assert response["Location"] == PAGE
    assert "A link is on its way to rana.aziz@example.net." in client.get(PAGE).content.decode()
    (message,) = post()
    assert message.to == [NEW]
    rana.refresh_from_db()
    assert rana.email == RANAS
    assert client.get(link(message)).status_code == 200
    rana.refresh_from_db()
    assert rana.email == RANAS

    client.post(link(message))

    rana.refresh_from_db()
    assert rana.email == NEW
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(NEW, True)]
    (notice,) = post()
    assert notice.to == [RANAS]
    assert NEW in notice.body
    assert sign_in(Client(), NEW).status_code == 302
    assert sign_in(Client(), RANAS).status_code == 422


def test_an_open_session_alone_changes_no_address(client, rana):
    response = move(client, password="wrong")

    assert response.status_code == 422
    assert "This is not your password." in response.content.decode()
    assert EmailAddress.objects.count() == 1
    assert post() == []


def test_a_taken_address_is_not_told_and_not_taken(client, rana):
    member("sam@example.org")

    response = move(client, "sam@example.org")

    assert response["Location"] == PAGE
    (message,) = post()
    assert message.to == ["sam@example.org"]
    question = Client().get(link(message))
    assert "Another account has confirmed" in question.content.decode()
    Client().post(link(message))
    rana.refresh_from_db()
    assert rana.email == RANAS


@pytest.mark.parametrize("email", ["", "nothing", RANAS, "RANA@example.org", "a@b.c\nBcc: x@y.z"])
def test_what_is_no_new_address_is_told_beside_the_field(client, rana, email):
    response = move(client, email)

    assert response.status_code == 422
    assert "error_1_id_email" in response.content.decode()
    assert post() == []


def test_the_change_can_be_called_off(client, rana):
    move(client)
    post()

    client.post(PAGE, {"email": NEW, "action_remove": ""})

    assert list(EmailAddress.objects.values_list("email", flat=True)) == [RANAS]


@pytest.mark.parametrize("act", ["action_remove", "action_send", "action_primary"])
def test_nobody_touches_the_address_of_another(client, rana, act):
    move(client)  # signs in anew
    post()
    sam = member("sam@example.org")

    client.post(PAGE, {"email": sam.email, act: ""})

    assert EmailAddress.objects.filter(user=sam, verified=True, primary=True).exists()
    assert post() == []


def test_changing_in_masses_is_stopped(client, rana, monkeypatch):
    monkeypatch.setattr(attempts, "ADDRESSES", 1)
    move(client)

    response = move(client, "another@example.net")

    assert response.status_code == 429
    assert 'value="another@example.net"' in response.content.decode()
    assert "Retry-After" in response


def test_no_page_of_an_account_may_be_stored(client, rana):
    for path in (PAGE, "/accounts/password/change/", "/accounts/logout/", "/accounts/inactive/"):
        assert "no-store" in client.get(path)["Cache-Control"], path
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        assert "no-store" in Client().get(path)["Cache-Control"], path
