"""A Host header that is not ours is refused with a page, and stands on none."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as f
from tests.accounts.people import member

pytestmark = pytest.mark.django_db

HOSTS = (
    "evil.example",
    "testserver.evil.example",
    "evil.example:80@testserver",
    "testserver@evil.example",
    "[::1",
    "a b",
    "<script>",
    "testserver, evil.example",
    "..",
    "x" * 300,
    "ü.example",
)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nothing/", "/search/?q=a"])
def test_a_foreign_host_gets_a_page_that_says_nothing_of_it(host, path):
    f.site(name="The Meridian")
    browser = Client(raise_request_exception=False)
    browser.force_login(member())

    for client in (Client(raise_request_exception=False), browser):
        response = client.get(path, headers={"host": host})

        assert response.status_code == 400
        assert "We could not read that request" in response.content.decode()
        assert "The Meridian" in response.content.decode()
        assert host not in response.content.decode()


def test_a_foreign_host_changes_nothing_in_mails(client):
    member()

    response = client.post(
        "/accounts/password/reset/",
        {"email": "rana@example.org"},
        headers={"host": "evil.example"},
    )

    assert response.status_code == 400
