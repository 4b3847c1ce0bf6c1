"""Feature R9: a forgotten password, and a changed one."""

from __future__ import annotations

import pytest
from django.test import Client

from newsportal.accounts import attempts
from tests import factories as f
from tests.accounts.people import RANAS, RESET, WORDS, link, member, post, sign_in

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"


@pytest.fixture(autouse=True)
def newspaper():
    return f.site(name="The Meridian")


@pytest.fixture
def rana():
    return member()


def ask(client: Client, email: str = RANAS):
    return client.post(RESET, {"email": email})


def the_link() -> str:
    (message,) = post()
    return link(message)


def test_a_forgotten_password_is_replaced_by_a_link(client, rana):
    assert ask(client)["Location"] == "/accounts/password/reset/done/"
    first = the_link()
    form = client.get(first, follow=True)
    assert form.status_code == 200
    place = form.redirect_chain[-1][0]
    assert first.split("-")[-1].strip("/") not in place  # nor in any Referer

    done = client.post(place, {"password1": WORDS, "password2": WORDS}, follow=True)

    assert "Your password is changed" in done.content.decode()
    assert sign_in(Client(), password=WORDS).status_code == 302
    assert sign_in(Client()).status_code == 422
    (notice,) = post()
    assert notice.to == [RANAS]
    assert notice.subject == "Your password for The Meridian was changed"


def test_looking_at_the_link_changes_nothing_and_signs_nobody_out(client, rana):
    ask(client)
    sam = f.UserFactory()
    other = Client()
    other.force_login(sam)

    assert other.get(the_link(), follow=True).status_code == 200

    assert other.session["_auth_user_id"] == str(sam.pk)
    assert sign_in(Client()).status_code == 302


def test_a_new_password_by_link_works_while_somebody_else_is_signed_in(client, rana):
    ask(client)
    shared = Client()
    shared.force_login(f.UserFactory())
    place = shared.get(the_link(), follow=True).redirect_chain[-1][0]

    shared.post(place, {"password1": WORDS, "password2": WORDS})

    assert sign_in(Client(), password=WORDS).status_code == 302
    assert "_auth_user_id" not in shared.session


def test_a_link_works_once(client, rana):
    ask(client)
    first = the_link()
    place = client.get(first, follow=True).redirect_chain[-1][0]
    client.post(place, {"password1": WORDS, "password2": WORDS})

    again = Client().get(first)

    assert again.status_code == 404
    assert "used already or is too old" in again.content.decode()


@pytest.mark.parametrize(
    "path", ["1-x", "zzzz-cafe-123", "1-set-password", "0-" + "a" * 300, "z" * 13 + "-x"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_invented_link_is_a_404(client, rana, path, method):
    response = getattr(client, method)(f"/accounts/password/reset/key/{path}/", {"password1": "x"})

    assert response.status_code == 404


def test_an_unknown_address_gets_the_same_page_and_another_mail(client, rana):
    known, unknown = ask(Client()), ask(Client(), "nobody@example.org")

    assert known["Location"] == unknown["Location"]
    assert sorted(known.headers) == sorted(unknown.headers)
    mails = {message.to[0]: message for message in post()}
    assert "No account" in mails["nobody@example.org"].subject
    assert link(mails["nobody@example.org"]) == "/accounts/signup/"


def test_a_new_password_must_be_a_good_one_typed_twice_alike(client, rana):
    ask(client)
    place = client.get(the_link(), follow=True).redirect_chain[-1][0]

    for fields, field in (
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password1": WORDS, "password2": "another"}, "password2"),
        ({}, "password1"),
    ):
        response = client.post(place, fields)
        assert response.status_code == 422
        assert f"error_1_id_{field}" in response.content.decode()

    assert sign_in(Client()).status_code == 302


def test_asking_in_masses_is_stopped_whether_there_is_an_account_or_not(rana, monkeypatch):
    monkeypatch.setattr(attempts, "MAILS", 1)
    for email in (RANAS, "nobody@example.org"):
        ask(Client(), email)
        response = ask(Client(REMOTE_ADDR="198.51.100.7"), email.upper())

        assert response.status_code == 429
        assert 1 <= int(response["Retry-After"]) <= attempts.MAILS_SECONDS
        assert f'value="{email.upper()}"' in response.content.decode()
    assert len(post()) == 2


def test_one_network_asks_for_so_many_links_only(rana, monkeypatch):
    monkeypatch.setattr(attempts, "RESETS", 1)
    ask(Client(), "one@example.org")

    assert ask(Client(), "two@example.org").status_code == 429


def test_links_in_mails_lead_to_the_site_whatever_host_was_asked(client, rana, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    settings.SITE_URL = "https://news.example.org"
    client.post(RESET, {"email": RANAS}, headers={"host": "other.example"})

    (message,) = post()

    assert "https://news.example.org/accounts/password/reset/key/" in message.body
    assert "other.example" not in message.body


# Changing it ------------------------------------------------------------


def change(client: Client, **fields: str):
    typed = {"oldpassword": f.PASSWORD, "password1": WORDS, "password2": WORDS, **fields}
    return client.post(CHANGE, typed)


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, rana):
    other = Client()
    for browser in (client, other):
        sign_in(browser)

    assert change(client).status_code == 302

    assert client.get(CHANGE).status_code == 200
    assert other.get(CHANGE)["Location"].startswith("/accounts/login/")
    (notice,) = post()
    assert notice.to == [RANAS]
    assert "127.0.0.1" in notice.body


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"oldpassword": "wrong"}, "oldpassword"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password2": "another one"}, "password2"),
    ],
)
def test_a_change_that_is_refused_changes_nothing(client, rana, fields, field):
    client.force_login(rana)

    response = change(client, **fields)

    assert response.status_code == 422
    assert f"error_1_id_{field}" in response.content.decode()
    assert sign_in(Client()).status_code == 302
    assert post() == []


def test_a_stranger_at_the_desk_cannot_guess_the_old_password(client, rana, monkeypatch):
    monkeypatch.setattr(attempts, "PASSWORDS", 1)
    client.force_login(rana)
    change(client, oldpassword="wrong")

    response = change(client)

    assert response.status_code == 429
    assert "Retry-After" in response


def test_guests_are_asked_to_sign_in(client):
    assert client.get(CHANGE)["Location"] == f"/accounts/login/?next={CHANGE}"
    assert change(client)["Location"] == f"/accounts/login/?next={CHANGE}"
