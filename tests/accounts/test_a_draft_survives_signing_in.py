"""Feature C4: what a guest typed is there again after signing in, or signing up."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import publishing
from articles.models import Story
from comments.models import Comment
from tests import factories as f
from tests.accounts.people import (
    SIGN_UP,
    later,
    link,
    member,
    post,
    sign_in,
    sign_up_form,
)

pytestmark = pytest.mark.django_db
TYPED = "I rowed past it <b>this morning</b>.\n\nNobody waved."
SHOWN = "I rowed past it &lt;b&gt;this morning&lt;/b&gt;.\n\nNobody waved."


@pytest.fixture
def story() -> Story:
    f.site()
    return f.published()


def type_as_guest(client: Client, place: str) -> str:
    """Send the words; returns where the portal asks who it is."""
    response = client.post(
        place, {"text": TYPED, "post": "1"}, headers={"sec-fetch-site": "same-origin"}
    )
    location: str = response["Location"]
    assert location.startswith("/accounts/login/?next=")
    return location


def test_after_signing_in_the_words_stand_in_the_form(client, story):
    member()
    place = f"{story.get_absolute_url()}comments/"
    page = client.get(type_as_guest(client, place)).content.decode()
    assert "Your comment is kept." in page

    response = sign_in(client, next=place)

    assert response["Location"] == place
    form = client.get(place)
    assert SHOWN in form.content.decode()
    key = form.context["form"]["form_key"].value()
    client.post(place, {"text": TYPED, "post": "1", "form_key": key})
    assert Comment.objects.get().text == TYPED
    assert SHOWN not in client.get(place).content.decode().partition("<form")[2]


def test_an_answer_comes_back_below_the_comment_that_it_answers(client, story):
    member()
    place = f"{f.approved(story).get_absolute_url()}reply/"
    type_as_guest(client, place)

    sign_in(client, next=place)

    assert SHOWN in client.get(place).content.decode()
    assert SHOWN not in client.get(f"{story.get_absolute_url()}comments/").content.decode()


def test_without_an_address_to_go_to_the_draft_is_where_one_comes_to(client, story):
    member()
    root = f.approved(story)
    type_as_guest(client, f"{root.get_absolute_url()}reply/")

    assert sign_in(client)["Location"] == f"{root.get_absolute_url()}reply/#write"


def test_a_new_reader_finds_the_words_after_confirming_the_address(client, story, monkeypatch):
    place = f"{story.get_absolute_url()}comments/"
    type_as_guest(client, place)
    fields = sign_up_form(client)
    later(monkeypatch)
    client.post(SIGN_UP, fields | {"next": place})

    (message,) = post()
    response = client.post(link(message), follow=True)

    assert response.redirect_chain[-1][0] == place
    assert SHOWN in response.content.decode()


def test_a_draft_of_a_story_that_is_gone_leads_to_the_front(client, story):
    member()
    type_as_guest(client, f"{story.get_absolute_url()}comments/")
    publishing.withdraw(story, None, "")

    assert sign_in(client)["Location"] == "/"


def test_the_draft_of_one_person_is_not_shown_to_the_next_at_the_same_computer(client, story):
    member()
    type_as_guest(client, f"{story.get_absolute_url()}comments/")
    sign_in(client)
    client.post("/accounts/logout/")
    sam = member("sam@example.org")

    sign_in(client, sam.email)

    assert SHOWN not in client.get(f"{story.get_absolute_url()}comments/").content.decode()
