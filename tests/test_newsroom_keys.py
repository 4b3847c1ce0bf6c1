"""Features E25, R7: keys of the newsroom, told without script and switched off without script."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from newsportal import roles, shortcuts
from newsportal.core.models import User
from tests import factories as f

pytestmark = pytest.mark.django_db

PAGE = "/admin/keyboard/"
SCRIPT = "admin-js/keyboard.js"


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def edith() -> User:
    person = f.UserFactory(is_staff=True, display_name="Edith")
    roles.give(person, roles.EDITOR)
    return person


@pytest.fixture
def desk(edith) -> Client:
    client = Client()
    client.force_login(edith)
    return client


def read(client: Client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def test_every_page_of_the_newsroom_names_the_page_of_keys(desk):
    for address in ("/admin/", reverse("admin:articles_story_changelist"), "/admin/notices/"):
        assert f'href="{PAGE}"' in read(desk, address)
        assert SCRIPT in read(desk, address)


def test_the_page_tells_the_keys_of_ones_role_and_no_others(desk):
    moderation = reverse("moderation")
    assert "<kbd>g</kbd><kbd>s</kbd>" in read(desk)
    assert f'data-go="{moderation}"' not in read(desk)

    mina = f.UserFactory(is_staff=True)
    roles.give(mina, roles.MODERATOR)
    client = Client()
    client.force_login(mina)

    assert f'data-go="{moderation}"' in read(client)
    assert "New story" not in read(client)


def test_whoever_switches_them_off_gets_neither_script_nor_dialog_until_they_are_on_again(
    desk, edith
):
    assert desk.post(PAGE, {"off": "1"}, follow=True).status_code == 200
    page = read(desk)

    edith.refresh_from_db()
    assert edith.keyboard_shortcuts is False
    assert SCRIPT not in page
    assert "<dialog" not in page
    assert "The keys are off." in page
    assert "<kbd>g</kbd><kbd>s</kbd>" in page, "they are told all the same"
    assert "<kbd>Ctrl+S</kbd>" in page, "no single key"

    desk.post(PAGE, {"on": "1"})
    assert SCRIPT in read(desk)


def test_looking_changes_nothing_and_a_stranger_is_asked_to_sign_in(desk, edith):
    desk.get(f"{PAGE}?off=1")
    edith.refresh_from_db()

    assert edith.keyboard_shortcuts is True
    assert Client().get(PAGE).status_code == 302
    assert Client().post(PAGE, {"off": "1"}).status_code == 302


def test_the_choice_is_ones_own(desk):
    other = f.UserFactory(is_staff=True)

    desk.post(PAGE, {"off": "1"})

    other.refresh_from_db()
    assert other.keyboard_shortcuts is True


def test_no_keys_are_the_beginning_of_others_or_lead_nowhere():
    keys = [one.keys for one in shortcuts.SHORTCUTS]

    assert len(keys) == len(set(keys))
    for one in keys:
        assert [other for other in keys if other.startswith(f"{one} ")] == []
    for one in shortcuts.SHORTCUTS:
        if one.page:
            assert one.url.startswith("/admin/")
