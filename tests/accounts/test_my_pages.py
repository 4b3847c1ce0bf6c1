"""A person's own pages stand in one frame, behind a sign-in, for nobody else's eyes (R9)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from newsportal.core.my_pages import my_pages
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_overview_leads_to_every_page_and_the_frame_marks_the_present_one(client):
    client.force_login(UserFactory())

    overview = client.get(reverse("core:me"))

    assert overview.status_code == 200
    assert "no-store" in overview["Cache-Control"]
    for page in my_pages():
        assert f'href="{page.url}"' in overview.content.decode()
        shown = client.get(page.url, follow=True)
        assert shown.status_code == 200, page.url_name
    password = client.get(reverse("account_change_password"))
    assert f'href="{reverse("account_change_password")}" aria-current="page"' in (
        password.content.decode()
    )


def test_a_stranger_is_asked_to_sign_in_first(client):
    for page in my_pages():
        assert client.get(page.url).status_code == 302, page.url_name
    assert reverse("account_login") in client.get(reverse("core:me"))["Location"]
