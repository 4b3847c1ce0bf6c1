"""A security key is added and opens the account: only a browser knows how to ask one (R9)."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories as f
from tests.accounts.people import member
from tests.browser.newspaper import Newspaper

pytestmark = pytest.mark.browser

#: What Chromium pretends is in the computer's port, and touched at once.
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_key_is_added_under_our_policy_and_opens_the_account_after_the_password(
    browser: Browser, server: LiveServer, paper: Newspaper
) -> None:
    rana = member("rana.keys@example.org", display_name="Rana Keys")
    # Keys know sites by their name, and an address in numbers is none.
    context = browser.new_context(base_url=server.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    port = context.new_cdp_session(page)
    port.send("WebAuthn.enable")
    port.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    def give_password(button: str) -> None:
        page.get_by_label("Password").fill(f.PASSWORD)
        page.get_by_role("button", name=button).click()

    def sign_in() -> None:
        page.goto("/accounts/login/")
        page.get_by_label("E-mail address").fill(rana.email)
        give_password("Sign in")

    sign_in()
    page.goto("/accounts/second-factor/webauthn/add/")
    give_password("Go on")
    page.get_by_label("What you call it").fill("The blue one")
    page.get_by_role("button", name="Ask the key").click()

    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("The blue one")).to_be_visible()
    assert Authenticator.objects.get(user=rana, type="webauthn").data["name"] == "The blue one"

    context.clear_cookies()
    sign_in()
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    page.get_by_role("button", name="Ask my security key").click()

    expect(page.locator(".account-menu summary")).to_contain_text("Rana Keys")
    assert Authenticator.objects.get(user=rana, type="webauthn").last_used_at
    assert complaints == []
    context.close()
