"""Feature R9: signing in and out, what stops guessing, and where a person comes to afterwards."""

from __future__ import annotations

import pytest
from django.contrib.auth import hashers
from django.test import Client

from newsportal.accounts import attempts
from tests import factories as f
from tests.accounts.people import RANAS, SIGN_IN, member, sign_in

pytestmark = pytest.mark.django_db
SIGN_OUT = "/accounts/logout/"


@pytest.fixture(autouse=True)
def newspaper():
    return f.site(name="The Meridian")


@pytest.fixture
def rana():
    return member(display_name="Rana Aziz")


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_lets_in_and_the_next_page_says_so(client, rana):
    response = sign_in(client, follow=True)
    assert response["Location"] == "/"

    page = client.get("/").content.decode()
    assert "You are signed in as Rana Aziz." in page
    assert "<bdi>Rana Aziz</bdi>" in page
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


@pytest.mark.parametrize("typed", ["RANA@example.org", " rana@example.org "])
def test_the_address_may_be_typed_in_any_case(client, rana, typed):
    assert sign_in(client, typed).status_code == 302


@pytest.mark.parametrize(
    ("email", "password"), [(RANAS, "wrong"), ("nobody@example.org", f.PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, rana, email, password):
    response = sign_in(client, email, password)

    assert response.status_code == 422
    page = response.content.decode()
    assert "The address or the password is not right." in page
    assert page.count("The address or the password is not right.") == 1
    assert f'value="{email}"' in page
    assert password not in page
    assert not is_in(client)


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(rana, monkeypatch):
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    counts = []
    for email in (RANAS, "nobody@example.org"):
        sign_in(Client(), email, "wrong")
        counts.append(len(hashed))
        hashed.clear()

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "fields", [{}, {"login": ""}, {"login": "x"}, {"login": "a\0@b.example", "password": "\0"}]
)
def test_what_is_missing_or_broken_is_told_beside_the_field(client, fields):
    response = client.post(SIGN_IN, fields)

    assert response.status_code == 422
    assert "error_1_id_login" in response.content.decode()


def test_an_account_that_is_switched_off_stays_out_and_says_so(client, rana):
    rana.is_active = False
    rana.save()

    response = sign_in(client)

    assert response["Location"] == "/accounts/inactive/"
    assert "switched off" in client.get("/accounts/inactive/").content.decode()
    assert not is_in(client)


# Guessing ------------------------------------------------------------


def test_guessing_is_stopped_with_an_honest_waiting_time(rana, monkeypatch):
    monkeypatch.setattr(attempts, "PASSWORDS", 2)
    for _ in range(2):
        assert sign_in(Client(), password="wrong").status_code == 422

    response = sign_in(Client())  # the right one at last, and too late

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= attempts.PASSWORDS_SECONDS
    assert f'value="{RANAS}"' in response.content.decode()
    assert "try again in" in response.content.decode()


def test_a_stranger_elsewhere_does_not_lock_rana_out_soon(rana, monkeypatch):
    monkeypatch.setattr(attempts, "PASSWORDS", 1)
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(3):
        sign_in(stranger, password="wrong")

    assert sign_in(Client()).status_code == 302


def test_guessing_from_everywhere_ends_too(rana, monkeypatch):
    monkeypatch.setattr(attempts, "PASSWORDS_OF_ALL", 3)
    for number in range(3):
        sign_in(Client(REMOTE_ADDR=f"203.0.{number}.9"), password="wrong")

    assert sign_in(Client(REMOTE_ADDR="203.0.200.9")).status_code == 429


def test_a_list_of_stolen_passwords_ends_too(rana, monkeypatch):
    monkeypatch.setattr(attempts, "PASSWORDS_OF_NETWORK", 3)
    for number in range(3):
        sign_in(Client(), f"number{number}@example.org", "wrong")

    assert sign_in(Client()).status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_nobody_escapes_the_limit_by_a_forged_address(rana, monkeypatch, header):
    monkeypatch.setattr(attempts, "PASSWORDS", 1)
    for number in range(2):
        forger = Client(headers={header: f"198.51.{number}.7"})
        response = sign_in(forger, password="wrong")

    assert response.status_code == 429


def test_behind_a_named_proxy_each_network_counts_for_itself(rana, monkeypatch, settings):
    from ipaddress import ip_network

    settings.TRUSTED_PROXIES = (ip_network("127.0.0.1"),)
    monkeypatch.setattr(attempts, "PASSWORDS", 1)
    answers = [
        sign_in(Client(headers={"X-Forwarded-For": address}), password="wrong").status_code
        for address in ("198.51.100.7", "192.0.2.7", "192.0.2.8")
    ]

    assert answers == [422, 422, 429]


# Where to ------------------------------------------------------------

FOREIGN = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "\t//evil.example",
    "http://127.0.0.1/",  # ours too, but not the one that was asked
)


@pytest.mark.parametrize("target", FOREIGN)
@pytest.mark.parametrize("in_query", [True, False])
def test_next_never_leads_to_another_host(client, rana, target, in_query):
    if in_query:
        page = client.get(SIGN_IN, {"next": target})
        response = client.post(
            page.wsgi_request.get_full_path(), {"login": RANAS, "password": f.PASSWORD}
        )
    else:
        response = sign_in(client, next=target)

    assert response["Location"] == "/"


@pytest.mark.parametrize("target", FOREIGN)
def test_next_after_signing_out_never_leads_to_another_host(client, rana, target):
    client.force_login(rana)

    assert client.post(SIGN_OUT, {"next": target})["Location"] == "/"


def test_next_leads_back_to_the_page_one_came_from(client, rana):
    assert sign_in(client, next="/world/?page=2")["Location"] == "/world/?page=2"


def test_the_way_back_survives_a_wrong_password_and_the_way_to_sign_up(client, rana):
    page = sign_in(client, password="wrong", next="/world/").content.decode()

    assert 'name="next" value="/world/"' in page
    assert 'href="/accounts/signup/?next=%2Fworld%2F"' in page


def test_who_is_in_already_is_sent_on(client, rana):
    client.force_login(rana)

    assert client.get(SIGN_IN, {"next": "/world/"})["Location"] == "/world/"


# Out ------------------------------------------------------------


def test_looking_at_the_page_signs_nobody_out(client, rana):
    client.force_login(rana)

    assert client.get(SIGN_OUT).status_code == 200
    assert is_in(client)


def test_signing_out_ends_the_session_and_the_next_page_leaves_no_cookie(client, rana):
    client.force_login(rana)
    old = client.cookies["sessionid"].value

    response = client.post(SIGN_OUT)

    assert response["Location"] == "/"
    page = client.get("/")
    assert "You are signed out." in page.content.decode()
    assert client.cookies["sessionid"].value == ""
    thief = Client()
    thief.cookies["sessionid"] = old
    assert not is_in(thief)


def test_the_session_is_a_new_one_after_signing_in(client, rana):
    """A session that a stranger planted (fixation) is worth nothing afterwards."""
    story = f.published()
    client.post(
        f"{story.get_absolute_url()}comments/",
        {"text": "Mine.", "post": "1"},
        headers={"sec-fetch-site": "same-origin"},
    )
    planted = client.cookies["sessionid"].value

    sign_in(client)

    assert client.cookies["sessionid"].value != planted


def test_the_newspapers_name_stands_on_the_pages_not_the_hosts(client):
    page = client.get(SIGN_IN).content.decode()

    assert "<title>Sign in – The Meridian</title>" in page
    assert "testserver" not in page
