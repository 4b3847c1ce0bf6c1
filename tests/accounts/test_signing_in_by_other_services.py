"""Signing in by a service of the environment; a stand-in answers, no real one was ever met (R9)."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from newsportal import roles
from newsportal.accounts.social.adapter import GuardedTransport, SocialAdapter
from newsportal.core.models import User
from newsportal.environment import SocialLogin
from tests import factories as f
from tests.accounts.people import RANAS, SIGN_IN, SIGN_UP, member, post, sign_in
from tests.accounts.test_second_factor import CHALLENGE, set_up

pytestmark = pytest.mark.django_db

AWAY = "/accounts/oidc/openid-1/login/"
BACK = f"{AWAY}callback/"
NEW, CONNECTED = "/accounts/connected/signup/", "/accounts/connected/"


class CityPass:
    """The stand-in: an OpenID provider as our side of the line sees it."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {
            "sub": "4711",
            "email": RANAS,
            "email_verified": True,
            "name": "Rana Aziz",
        }
        self.asked: list[str] = []
        self.is_down = False

    def send(self, request: Any, **_options: Any) -> requests.Response:
        self.asked.append(f"{request.method} {request.url}")
        if self.is_down:
            raise requests.ConnectionError("down")
        at = "https://id.example"
        answer = {
            f"{at}/.well-known/openid-configuration": {
                "issuer": at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/me",
                "jwks_uri": f"{at}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            f"{at}/token": {"access_token": "a", "token_type": "Bearer"},
            f"{at}/me": self.person,
        }[request.url]
        response = requests.Response()
        response.status_code = 200
        response.headers["Content-Type"] = "application/json"
        response._content = json.dumps(answer).encode()
        response.request = request
        response.url = request.url
        return response


@pytest.fixture(autouse=True)
def newspaper():
    return f.site()


@pytest.fixture
def city_pass(settings, monkeypatch):
    service = SocialLogin("openid-1", "City Pass", "https://id.example", "news", "secret")
    settings.SOCIAL_LOGINS = (service,)
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [service.as_allauth_wants_it()], "OAUTH_PKCE_ENABLED": True}
    }
    stand_in = CityPass()
    monkeypatch.setattr(GuardedTransport, "send", stand_in.send)
    return stand_in


def go(client: Client, process: str = "login") -> Any:
    """Click the button, sign in at the service, and come back."""
    leaving = client.post(f"{AWAY}?process={process}").content.decode()
    match = re.search(r'url=(https://id\.example/authorize[^"]+)"', leaving)
    assert match, leaving
    asked = parse_qs(urlsplit(unescape(match[1])).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(BACK, {"code": "c", "state": asked["state"][0]})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_nothing_is_offered_where_nothing_is_configured(client):
    for page in (SIGN_IN, SIGN_UP):
        assert "oidc" not in client.get(page).content.decode()
    assert client.post(AWAY).status_code == 404
    client.force_login(f.UserFactory())
    assert client.get(CONNECTED).status_code == 404


def test_nobody_is_asked_before_a_click_and_no_policy_is_loosened(client, city_pass):
    page = client.get(SIGN_IN)
    assert "Go on with City Pass" in page.content.decode()
    assert client.get(AWAY).status_code == 200
    assert city_pass.asked == []

    leaving = client.post(AWAY)

    assert "form-action 'self'" in leaving["Content-Security-Policy"]
    assert "no-store" in leaving["Cache-Control"]
    assert 'http-equiv="refresh"' in leaving.content.decode()
    assert city_pass.asked == ["GET https://id.example/.well-known/openid-configuration"]


def test_a_newcomer_chooses_a_name_that_is_checked_and_is_in(client, city_pass):
    roles.give(f.UserFactory(display_name="Edith Moreau"), roles.EDITOR)
    city_pass.person["name"] = "Edith Moreau"
    assert go(client)["Location"] == NEW
    form = client.get(NEW).content.decode()
    assert 'value="Edith Moreau"' in form
    assert client.post(NEW, {"email": RANAS, "display_name": "Edith Moreau"}).status_code == 422

    client.post(NEW, {"email": RANAS, "display_name": "Rana Aziz"})

    assert is_in(client)
    rana = User.objects.get(email=RANAS)
    assert not rana.has_usable_password()
    assert EmailAddress.objects.get(user=rana).verified, "the service has said so"
    again = Client()
    go(again)
    assert is_in(again)


@pytest.mark.parametrize("said", [False, "false", "true", None])
def test_an_address_that_the_service_did_not_check_gets_our_link_first(client, city_pass, said):
    city_pass.person["email_verified"] = said
    go(client)

    client.post(NEW, {"email": RANAS, "display_name": "Rana Aziz"})

    assert not is_in(client)
    assert not EmailAddress.objects.get(email=RANAS).verified
    assert [one.subject for one in post()] == ["Confirm your address for The Test"]


@pytest.mark.parametrize("is_verified", [True, False])
def test_an_address_alone_opens_no_account_that_exists(client, city_pass, is_verified):
    """Whoever holds Rana's address at a service is not Rana until her password says so."""
    rana = member()
    city_pass.person["email_verified"] = is_verified
    go(client)

    client.post(NEW, {"email": RANAS, "display_name": "Rana Too"})

    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.get(email=RANAS) == rana
    assert [one.subject for one in post()] == ["You have an account at The Test already"]


def test_an_account_is_connected_after_signing_in_to_it_and_let_go_again(client, city_pass):
    rana = member()
    sign_in(client)
    assert "Connect" in client.get(CONNECTED).content.decode()
    asked = go(client, "connect")
    assert "/accounts/reauthenticate/" in asked["Location"]
    client.post(asked["Location"], {"password": f.PASSWORD})
    account = SocialAccount.objects.get(user=rana)
    assert any("Another way" in one.subject for one in post())
    elsewhere = Client()
    go(elsewhere)
    assert is_in(elsewhere)

    client.post(CONNECTED, {"account": account.pk})

    assert not SocialAccount.objects.exists()
    assert any("One way less" in one.subject for one in post())


def test_the_last_way_in_is_not_let_go(client, city_pass):
    go(client)
    client.post(NEW, {"email": RANAS, "display_name": "Rana Aziz"})

    refused = client.post(CONNECTED, {"account": SocialAccount.objects.get().pk})

    assert refused.status_code == 422
    assert "Set a password first" in refused.content.decode()
    assert SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_here_too(client, city_pass):
    rana = member()
    sign_in(client)
    set_up(client, rana)
    SocialAccount.objects.create(user=rana, provider="openid-1", uid="4711")

    other = Client()

    assert go(other)["Location"] == CHALLENGE
    assert not is_in(other)


def test_a_service_that_is_down_or_a_way_back_that_nobody_took_is_told(client, city_pass):
    assert client.get(BACK, {"code": "c", "state": "made up"}).status_code in (200, 401)
    assert client.get(BACK, {"error": "access_denied"}).status_code in (200, 302, 401)
    city_pass.is_down = True

    told = client.post(AWAY)

    assert told.status_code == 503
    assert "That did not work" in told.content.decode()


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://10.0.0.7/x", "http://id.example/"])
def test_no_service_sends_us_into_our_own_network(url):
    with pytest.raises(requests.ConnectionError):
        SocialAdapter().get_requests_session().get(url)
