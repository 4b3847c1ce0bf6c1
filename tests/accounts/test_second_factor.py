"""A code from the phone beside the password, and the ways back when the phone is lost (R9)."""

from __future__ import annotations

import re
import time
from hashlib import sha256

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from newsportal import roles
from newsportal.accounts import attempts
from newsportal.accounts.factors import checking, resetting
from tests import factories as f
from tests.accounts.people import RANAS, member, post, sign_in

pytestmark = pytest.mark.django_db

ACTIVATE, CODES = (
    "/accounts/second-factor/totp/activate/",
    "/accounts/second-factor/recovery-codes/",
)
CHALLENGE = "/accounts/second-factor/authenticate/"


@pytest.fixture(autouse=True)
def newspaper():
    return f.site()


@pytest.fixture(autouse=True)
def a_clock_that_stands_still(monkeypatch):
    """Ten seconds into a step of the app, so that no step ends between two lines of a test."""
    now = int(time.time()) // 30 * 30 + 10
    monkeypatch.setattr(time, "time", lambda: now)


@pytest.fixture
def rana():
    return member(display_name="Rana Aziz")


def confirm(client: Client, address: str) -> str:
    """Open a page that asks for the password again, and give it."""
    page = client.get(address)
    if page.status_code == 302:
        page = client.post(page["Location"], {"password": f.PASSWORD}, follow=True)
    return page.content.decode()


def code(person, steps: int = 0) -> str:
    """What the app on the phone shows now, or some steps of half a minute later."""
    kept = Authenticator.objects.get(user=person, type="totp")
    step = int(time.time()) // 30 + steps
    secret = checking.decrypt(kept.data["secret"])
    return totp.format_hotp_value(totp.hotp_value(secret, step))


def set_up(client: Client, person) -> list[str]:
    """Set the second factor up as a person does; the recovery codes come back."""
    confirm(client, ACTIVATE)
    secret = client.session["mfa.totp.secret"]
    now = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    shown = client.post(ACTIVATE, {"code": now}, follow=True).content.decode()
    return re.findall(r"<code dir=\"ltr\">(\d{8})</code>", shown)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def protected(client, rana):
    """Rana, who has set her phone up and is signed out."""
    sign_in(client)
    codes = set_up(client, rana)
    client.post(CODES)
    client.post(reverse("account_logout"))
    post()
    return codes


def test_the_page_draws_the_key_without_a_picture_and_writes_it_too(client, rana):
    sign_in(client)

    page = confirm(client, ACTIVATE)

    secret = client.session["mfa.totp.secret"]
    assert " ".join(re.findall(".{4}", secret)) in page
    assert re.search(r'<path class="qr-ink" d="M[\dMhvz -]+"/>', page)
    assert "data:image" not in page
    assert "otpauth://totp/rana%40example.org?secret=" in page
    assert "issuer=The%20Test" in page


def test_setting_it_up_asks_for_the_password_and_a_right_code_and_tells_by_mail(
    client, rana, django_capture_on_commit_callbacks
):
    sign_in(client)
    assert "/accounts/reauthenticate/" in client.get(ACTIVATE)["Location"]
    confirm(client, ACTIVATE)
    wrong = client.post(ACTIVATE, {"code": "000000"})
    assert wrong.status_code == 422
    assert not checking.has_factor(rana)

    with django_capture_on_commit_callbacks(execute=True):
        codes = set_up(client, rana)

    assert checking.has_factor(rana)
    assert len(set(codes)) == 10
    [told] = [one for one in post() if "second factor" in one.subject]
    assert told.to == [RANAS]
    kept = Authenticator.objects.get(user=rana, type="totp")
    assert "secret" in kept.data
    assert len(kept.data["secret"]) > 60, "encrypted, not as it is"


def test_the_codes_are_shown_until_they_are_kept_and_then_never_again(client, rana):
    sign_in(client)
    codes = set_up(client, rana)
    again = client.get(CODES).content.decode()
    file = client.get(f"{CODES}download/")
    assert all(one in again and one in file.content.decode() for one in codes)
    assert "attachment" in file["Content-Disposition"]

    client.post(CODES)

    shown = client.get(CODES)
    assert not any(one in shown.content.decode() for one in codes)
    assert "no-store" in shown["Cache-Control"]
    assert client.get(f"{CODES}download/").status_code == 404


def test_signing_in_asks_for_a_code_and_takes_each_once(client, rana, protected):
    first = sign_in(client)
    assert first["Location"] == CHALLENGE
    assert not is_in(client)
    assert client.post(CHALLENGE, {"code": "12 34 56"}).status_code == 422
    assert client.post(CHALLENGE, {"code": code(rana)}).status_code == 422, (
        "used when it was set up"
    )

    client.post(CHALLENGE, {"code": code(rana, 1)})

    assert is_in(client)
    other = Client()
    sign_in(other)
    assert other.post(CHALLENGE, {"code": code(rana, 1)}).status_code == 422
    assert not is_in(other)


def test_a_recovery_code_opens_once_and_is_told_by_mail(client, rana, protected):
    sign_in(client)
    client.post(CHALLENGE, {"code": f"{protected[0][:4]} {protected[0][4:]}"})
    assert is_in(client)
    assert checking.codes_left(rana) == 9
    assert [one.subject for one in post()] == ["A recovery code for The Test was used"]

    other = Client()
    sign_in(other)

    assert other.post(CHALLENGE, {"code": protected[0]}).status_code == 422


def test_guessing_ends_soon_and_says_when_to_try_again(client, rana, protected):
    sign_in(client)
    for _number in range(attempts.CODES - 1):  # setting it up took one
        assert client.post(CHALLENGE, {"code": "000000"}).status_code == 422

    refused = client.post(CHALLENGE, {"code": code(rana, 1)})

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert not is_in(client)


def test_new_codes_end_the_old_ones(client, rana, protected):
    sign_in(client)
    client.post(CHALLENGE, {"code": code(rana, 1)})
    confirm(client, f"{CODES}generate/")

    shown = client.post(f"{CODES}generate/", follow=True).content.decode()

    new = re.findall(r"<code dir=\"ltr\">(\d{8})</code>", shown)
    assert len(new) == 10
    assert not set(new) & set(protected)
    assert checking.use(rana, protected[1]) is None


def test_switching_it_off_asks_again_and_tells_by_mail(client, rana, protected):
    sign_in(client)
    client.post(CHALLENGE, {"code": code(rana, 1)})
    client.get(reverse("core:me"))
    address = reverse("mfa_deactivate_totp")
    assert "reauthenticate" in client.get(address)["Location"]

    confirm(client, address)
    client.post(address)

    assert not Authenticator.objects.filter(user=rana).exists()
    assert any("is off" in one.subject for one in post())


def test_a_changed_secret_key_lets_nobody_in_and_breaks_nothing(client, rana, protected, settings):
    settings.SECRET_KEY = "another " * 8
    sign_in(client)

    assert client.post(CHALLENGE, {"code": "123456"}).status_code == 422


# Staff -------------------------------------------------------------------------------------------


@pytest.fixture
def edith(settings):
    settings.REQUIRE_STAFF_MFA = True
    edith = member("edith@example.org", display_name="Edith Moreau")
    roles.give(edith, roles.EDITOR)
    return edith


def test_the_newsroom_opens_to_staff_with_a_second_factor_only(client, edith):
    sign_in(client, "edith@example.org")
    for address in ("/admin/", "/admin/moderation/", "/admin/articles/story/"):
        assert client.get(address)["Location"] == ACTIVATE, address
    assert client.post("/admin/articles/story/add/")["Location"] == ACTIVATE
    assert "The newsroom opens to you once this is done." in confirm(client, ACTIVATE)

    set_up(client, edith)

    assert client.post(CODES)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_session_without_the_code_is_asked_for_it_at_the_door(client, edith):
    sign_in(client, "edith@example.org")
    set_up(client, edith)
    without = Client()
    without.force_login(edith)

    asked = without.get("/admin/articles/story/?q=ferry")

    assert asked["Location"].startswith("/accounts/second-factor/reauthenticate/?next=")
    passed = without.post(asked["Location"], {"code": code(edith, 1)})
    assert passed["Location"] == "/admin/articles/story/?q=ferry"
    assert without.get("/admin/").status_code == 200


def test_readers_and_strangers_need_none_and_the_switch_turns_it_off(client, edith, rana, settings):
    assert "login/?next=/admin/" in client.get("/admin/")["Location"]
    client.force_login(rana)
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get(reverse("core:me")).status_code == 200

    settings.REQUIRE_STAFF_MFA = False
    client.force_login(edith)

    assert client.get("/admin/").status_code == 200


# Lost phones -------------------------------------------------------------------------------------


@pytest.fixture
def ada(client):
    ada = member("ada@example.org", display_name="Ada Sorensen")
    roles.give(ada, roles.ADMINISTRATOR)
    return ada


def test_an_administrator_takes_a_lost_factor_away_and_its_owner_hears_of_it(
    client, rana, protected, ada
):
    desk = Client()
    desk.force_login(ada)
    address = reverse("admin:person-factor", args=[rana.pk])
    assert address in desk.get(reverse("admin:core_user_change", args=[rana.pk])).content.decode()
    assert desk.get(address).status_code == 200
    assert checking.has_factor(rana), "looking changes nothing"

    desk.post(address)

    assert not checking.has_factor(rana)
    assert "second factor" in LogEntry.objects.get(user=ada, object_id=str(rana.pk)).change_message
    [told] = post()
    assert told.to == [RANAS]
    sign_in(client)
    assert is_in(client)
    assert desk.post(address).status_code == 409


def test_nobody_takes_their_own_or_a_superusers_away(client, rana, protected, ada):
    with pytest.raises(resetting.Refused):
        resetting.reset(rana, rana)
    rana.is_superuser = True
    rana.save()
    with pytest.raises(resetting.Refused):
        resetting.reset(ada, rana)
    assert checking.has_factor(rana)


def test_whoever_has_the_server_has_a_command_for_it(client, rana, protected, capsys):
    with pytest.raises(CommandError, match="No account"):
        call_command("reset_second_factor", "nobody@example.org")

    call_command("reset_second_factor", "Rana@Example.org")

    assert not checking.has_factor(rana)
    with pytest.raises(CommandError, match="no second factor"):
        call_command("reset_second_factor", RANAS)


# Security keys (what a key says is tried in tests/browser) --------------------------------------


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"id": "x", "response": {}}', "no JSON", "7"])
def test_what_no_key_has_said_is_refused_and_breaks_nothing(client, rana, said):
    sign_in(client)
    address = reverse("mfa_add_webauthn")
    page = confirm(client, address)
    assert "challenge" in page
    assert 'data-security-key="create"' in page

    refused = client.post(address, {"credential": said, "name": "Blue"})

    assert refused.status_code == 422
    assert 'value="Blue"' in refused.content.decode()
    assert not checking.has_factor(rana)


def what_a_key_said() -> dict[str, object]:
    """What the database keeps of a key, as a browser would have sent it."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    known = AttestedCredentialData.create(bytes(16), b"the blue one", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    spoke = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, known)
    client_data = CollectedClientData.create("webauthn.create", bytes(32), "http://testserver")
    return {
        "id": websafe_encode(b"the blue one"),
        "rawId": websafe_encode(b"the blue one"),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(client_data),
            "attestationObject": websafe_encode(AttestationObject.create("none", spoke, {})),
        },
    }


def test_an_account_with_a_key_alone_is_asked_for_it_and_opens_by_recovery_codes_too(client, rana):
    sign_in(client)
    codes = set_up(client, rana)
    Authenticator.objects.filter(user=rana, type="totp").update(type="webauthn")
    Authenticator.objects.filter(user=rana, type="webauthn").update(
        data={"name": "Blue", "credential": what_a_key_said()}
    )
    other = Client()
    sign_in(other)
    page = other.get(CHALLENGE).content.decode()
    assert "Ask my security key" in page
    assert other.post(CHALLENGE, {"credential": "{}"}).status_code == 422

    other.post(CHALLENGE, {"code": codes[0]})

    assert is_in(other)
    address = reverse("mfa_list_webauthn")
    assert "Blue" in other.get(address).content.decode()
    assert "Blue" in other.get(reverse("mfa_index")).content.decode()
