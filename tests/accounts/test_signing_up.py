"""Feature R9: signing up by e-mail, with verification and without a CAPTCHA."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.test import Client

from newsportal.accounts import attempts
from newsportal.core.models import User
from newsportal.core.templatetags import core_tags
from tests import factories as f
from tests.accounts.people import (
    RANAS,
    SIGN_IN,
    SIGN_UP,
    WORDS,
    later,
    link,
    member,
    post,
    sign_in,
    sign_up_form,
)

pytestmark = pytest.mark.django_db
SENT = "/accounts/confirm-email/"


@pytest.fixture(autouse=True)
def newspaper():
    return f.site(name="The Meridian")


@pytest.fixture
def typed(client: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Rana has filled in the form, at a person's pace."""
    fields = sign_up_form(client)
    later(monkeypatch)
    return fields


def test_signing_up_confirming_and_being_in(client, typed):
    response = client.post(SIGN_UP, typed)

    assert response["Location"] == SENT
    rana = User.objects.get()
    assert (rana.email, rana.display_name, rana.is_staff) == (RANAS, "Rana Aziz", False)
    assert not client.session.get("_auth_user_id")
    (message,) = post()
    assert message.to == [RANAS]
    assert message.subject == "Confirm your address for The Meridian"

    question = client.get(link(message))

    assert question.status_code == 200
    assert RANAS in question.content.decode()
    assert not EmailAddress.objects.get().verified

    done = client.post(link(message), follow=True)

    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(rana.pk)
    assert "You are signed in as Rana Aziz." in done.content.decode()


def test_looking_at_the_link_changes_nothing_however_often(client, typed):
    client.post(SIGN_UP, typed)
    (message,) = post()
    sam = f.UserFactory()
    stranger = Client()
    stranger.force_login(sam)

    for browser in (Client(), stranger, client):
        for method in (browser.get, browser.head, browser.get):
            assert method(link(message)).status_code == 200

    assert not EmailAddress.objects.get(user__email=RANAS).verified
    assert stranger.session["_auth_user_id"] == str(sam.pk)


def test_a_link_confirms_in_another_browser_and_lets_nobody_in(client, typed):
    client.post(SIGN_UP, typed)
    (message,) = post()
    phone = Client()

    response = phone.post(link(message))

    assert response["Location"] == SIGN_IN
    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" not in phone.session
    assert sign_in(phone, password=WORDS)["Location"] == "/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("key", ["gone", "MQ:1abcde:x", "-", "1" * 500])
def test_a_dead_link_says_so(client, method, key):
    response = getattr(client, method)(f"/accounts/confirm-email/{key}/")

    assert response.status_code == 404
    assert "too old or was used already" in response.content.decode()


def test_a_link_works_once_and_a_second_press_says_so(client, typed):
    client.post(SIGN_UP, typed)
    (message,) = post()
    client.post(link(message))

    assert Client().post(link(message)).status_code == 404


def test_without_confirming_nobody_gets_in_and_another_mail_is_sent(client, typed, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "confirm_email": None}
    client.post(SIGN_UP, typed)
    post()
    other = Client()

    response = sign_in(other, password=WORDS)

    assert response["Location"] == SENT
    assert "_auth_user_id" not in other.session
    (again,) = post()
    assert again.to == [RANAS]


# A taken address ------------------------------------------------------------


def answer(response, fields: dict[str, str]) -> tuple[object, ...]:
    """All of an answer that a stranger could compare."""
    cookies = {name: sorted(morsel.items()) for name, morsel in response.cookies.items()}
    for properties in cookies.values():
        properties[:] = [(name, value) for name, value in properties if name != "expires"]
    return response.status_code, response["Location"], sorted(response.headers), cookies


def test_a_taken_address_gets_the_same_answer_and_a_mail_that_says_so(client, typed):
    member()
    taken = client.post(SIGN_UP, typed)
    other = Client()
    fields = sign_up_form(other) | {"shown_at": typed["shown_at"], "email": "sam@example.org"}
    free = other.post(SIGN_UP, fields)

    assert answer(taken, typed) == answer(free, fields)
    pages = [one.get(SENT).content.decode() for one in (client, other)]
    assert pages[0] == pages[1]
    assert User.objects.count() == 2
    mails = {message.to[0]: message for message in post()}
    assert "You have an account at The Meridian already" in mails[RANAS].subject
    assert link(mails[RANAS]) == "/accounts/password/reset/"
    assert "Confirm" in mails["sam@example.org"].subject


def test_a_taken_address_costs_as_much_hashing_as_a_free_one(client, typed, monkeypatch):
    hashed = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    other = Client()
    client.post(SIGN_UP, typed)
    free = len(hashed)
    hashed.clear()

    other.post(SIGN_UP, sign_up_form(other) | {"shown_at": typed["shown_at"]})

    assert len(hashed) == free == 1


def test_a_taken_address_in_other_case_is_taken_too(client, typed):
    member()

    client.post(SIGN_UP, typed | {"email": "Rana@EXAMPLE.org"})

    assert User.objects.count() == 1


# Robots ------------------------------------------------------------


def test_a_filled_trap_gets_the_usual_answer_and_no_account(client, typed):
    response = client.post(SIGN_UP, typed | {"website": "http://pills.example"})

    assert response["Location"] == SENT
    assert not User.objects.exists()
    assert post() == []


def test_the_trap_is_hidden_from_people_with_and_without_eyes(client):
    page = client.get(SIGN_UP).content.decode()

    assert '<div class="visually-hidden" aria-hidden="true"><label for="id_website">' in page
    assert 'name="website" id="id_website" tabindex="-1" autocomplete="off"' in page


def test_haste_is_asked_to_look_again_and_then_passes(client, monkeypatch):
    fields = sign_up_form(client)

    response = client.post(SIGN_UP, fields)

    assert response.status_code == 422
    page = response.content.decode()
    assert "That was fast." in page
    assert f'value="{RANAS}"' in page
    assert not User.objects.exists()
    later(monkeypatch)
    again = fields | {"shown_at": response.context["form"]["shown_at"].value()}
    assert client.post(SIGN_UP, again)["Location"] == SENT


@pytest.mark.parametrize("token", ["", "now", "1732420000", "x:y:z"])
def test_a_form_that_we_did_not_show_is_asked_for_again(client, typed, token):
    response = client.post(SIGN_UP, typed | {"shown_at": token})

    assert response.status_code == 422
    assert "open for long" in response.content.decode()
    assert not User.objects.exists()


def test_a_form_of_yesterday_is_asked_for_again(client, monkeypatch):
    fields = sign_up_form(client)
    later(monkeypatch, 25 * 60 * 60)

    assert client.post(SIGN_UP, fields).status_code == 422


# Bad input ------------------------------------------------------------

BAD = {
    "no address": ("email", "", "Enter your e-mail"),
    "no address at all": ("email", "rana", "valid email"),
    "address with a line break": ("email", "rana@example.org\r\nBcc: sam@example.org", "valid"),
    "address with a null": ("email", "rana\0@example.org", "Null characters"),
    "address longer than the column": ("email", "a@" + "b" * 60 + ".x" * 98, "at most 254"),
    "no name": ("display_name", "", "Choose the name"),
    "name too long": ("display_name", "R" * 61, "at most 60"),
    "name of a role": ("display_name", "Mоderator", "newsroom"),
    "damaged name": ("display_name", "Ra\ufffdna", "damaged"),
    "no password": ("password1", "", "Choose a password"),
    "short password": ("password1", "ferries", "at least 10"),
    "common password": ("password1", "1q2w3e4r5t", "common"),
    "password of digits": ("password1", "738291648201", "numeric"),
    "password like the address": ("password1", "rana@example", "similar"),
    "endless password": ("password1", "x" * 300, "at most 256"),
}


@pytest.mark.parametrize(("field", "value", "words"), BAD.values(), ids=BAD)
def test_bad_input_is_told_beside_the_field_and_loses_nothing(client, typed, field, value, words):
    fields = typed | {field: value}

    response = client.post(SIGN_UP, fields)

    assert response.status_code == 422
    page = response.content.decode()
    form = response.context["form"]
    assert any(words in error for error in form.errors[field]), form.errors
    assert f'id="error_1_id_{field}"' in page
    assert f'href="#id_{field}"' in page
    for kept in {"email", "display_name"} - {field}:
        assert f'value="{fields[kept]}"' in page
    assert WORDS not in page
    assert not User.objects.exists()
    assert post() == []


def test_a_byline_is_taken_too(client, typed):
    f.AuthorFactory(name="Mina Holt")

    response = client.post(SIGN_UP, typed | {"display_name": "Mína HoIt"})

    assert response.status_code == 422


def test_forged_fields_make_nobody_staff(client, typed):
    client.post(SIGN_UP, typed | {"is_staff": "on", "is_superuser": "1", "groups": "1", "id": "9"})

    rana = User.objects.get()
    assert not rana.is_staff
    assert not rana.is_superuser
    assert rana.pk != 9


def test_a_network_that_signs_up_in_masses_is_told_when_to_go_on(client, typed, monkeypatch):
    monkeypatch.setattr(attempts, "SIGN_UPS", 1)
    client.post(SIGN_UP, typed)
    fields = typed | {"email": "sam@example.org"}

    response = Client().post(SIGN_UP, fields)

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= attempts.SIGN_UPS_SECONDS
    page = response.content.decode()
    assert "try again in" in page
    assert 'value="sam@example.org"' in page
    assert User.objects.count() == 1
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post(SIGN_UP, fields)["Location"] == SENT


def test_one_address_is_not_mailed_in_masses(client, typed, monkeypatch):
    monkeypatch.setattr(attempts, "MAILS", 1)
    client.post(SIGN_UP, typed)

    other_spelling = typed | {"email": typed["email"].replace("@e", "@ｅ")}
    for number, again in enumerate((typed, other_spelling)):
        response = Client(REMOTE_ADDR=f"198.51.100.{number}").post(SIGN_UP, again)

        assert response.status_code == 429, again["email"]


def test_what_is_refused_counts_for_nothing(client, typed, monkeypatch):
    monkeypatch.setattr(attempts, "SIGN_UPS", 1)
    for _ in range(3):
        client.post(SIGN_UP, typed | {"display_name": ""})

    assert client.post(SIGN_UP, typed)["Location"] == SENT


def test_a_summary_puts_no_colon_behind_a_question():
    assert core_tags.before_words("E-mail address") == "E-mail address:"
    assert core_tags.before_words("What is wrong with it?") == "What is wrong with it?"
