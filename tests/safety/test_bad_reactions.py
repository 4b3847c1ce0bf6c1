"""Issue 2, “Bad input”: a reaction that cannot be taken changes nothing and says why."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import publishing
from articles.models import Story
from comments.models import Reaction
from comments.views import reactions
from tests import factories as f

pytestmark = pytest.mark.django_db
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def story() -> Story:
    f.site()
    return f.published()


@pytest.fixture
def kind():
    return f.ReactionKindFactory()


def react(client: Client, story: Story, kind: object, **headers: str):
    path, sent = f"{story.get_absolute_url()}react/", {"kind": kind}
    response = client.post(path, sent, headers=headers or OURS)
    if response.status_code == 307:  # a new guest's, which the browser sends again with the cookie
        response = client.post(response["Location"], sent, headers=headers or OURS)
    return response


GARBAGE = ("", "agree", "-1", "1.0", "٣", "0x1", "1 or 1=1", "9" * 400, "<script>", "\0", "1\n")


@pytest.mark.parametrize("garbage", GARBAGE)
def test_a_kind_that_is_none_is_refused(story, kind, garbage):
    client = Client()

    response = react(client, story, garbage)

    assert response.status_code == 409
    assert "This reaction does not exist." in response.content.decode()
    assert not client.cookies
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("number", ["0", "4711", "999999999"])
def test_a_kind_that_there_is_not_is_a_404(story, kind, number):
    assert react(Client(), story, number).status_code == 404


def test_no_kind_at_all_is_refused(story):
    response = Client().post(f"{story.get_absolute_url()}react/", headers=OURS)

    assert response.status_code == 409


def test_a_kind_that_is_not_offered_here_is_refused(story):
    for kind in (
        f.ReactionKindFactory(is_active=False),
        f.ReactionKindFactory(for_stories=False),
    ):
        response = react(Client(), story, kind.pk)

        assert response.status_code == 409
        assert "not offered here" in response.content.decode()
    assert not Reaction.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": "https://evil.example"},
    ],
)
def test_a_foreign_form_is_refused_and_leaves_no_cookie(story, kind, headers):
    client = Client(enforce_csrf_checks=True)

    response = react(client, story, kind.pk, **headers)

    assert response.status_code == 403
    assert not client.cookies
    assert not Reaction.objects.exists()


def test_a_browser_that_says_nothing_is_asked_and_its_yes_counts(story, kind):
    client = Client(enforce_csrf_checks=True)
    silent = {"accept": "text/html"}
    page = react(client, story, kind.pk, **silent)

    assert page.status_code == 200
    assert "Did you send this?" in page.content.decode()
    assert not Reaction.objects.exists()
    answer = {
        "kind": kind.pk,
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        "confirmed_from_page": "yes",
    }
    done = client.post(f"{story.get_absolute_url()}react/", answer, follow=True)

    assert done.redirect_chain[-1][1] == 302
    assert Reaction.objects.count() == 1


def test_a_withdrawn_story_takes_none(story, kind):
    publishing.withdraw(story, None, "")

    assert react(Client(), story, kind.pk).status_code == 404
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("make", [f.held, f.rejected, f.spam, f.removed, f.deleted])
def test_a_comment_that_is_not_public_takes_none(story, kind, make):
    comment = make(story)

    response = Client().post(
        f"{story.get_absolute_url()}comments/{comment.pk}/react/", {"kind": kind.pk}, headers=OURS
    )

    assert response.status_code == 404
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z", "a" * 5000, "ImEi:1abc:def", "\\"])
def test_a_forged_cookie_is_nobody(story, kind, cookie):
    forger = Client()
    forger.cookies["guest"] = cookie

    assert react(forger, story, kind.pk).status_code == 302

    assert Reaction.objects.count() == 1
    assert forger.cookies["guest"].value != cookie


def test_looking_at_the_address_changes_nothing(story, client):
    response = client.get(f"{story.get_absolute_url()}react/")

    assert response.status_code == 405
    assert not Reaction.objects.exists()


# Limits -----------------------------------------------------------------


def test_guests_of_one_network_make_so_many_new_voices_only(story, kind, monkeypatch):
    monkeypatch.setattr(reactions, "NEW_GUESTS", 2)
    answers = [
        react(Client(headers={"x-forwarded-for": f"198.51.{n}.7"}), story, kind.pk)
        for n in range(3)
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= reactions.NEW_GUESTS_SECONDS
    assert "That was too much at once" in answers[-1].content.decode()
    assert not answers[-1].cookies
    assert Reaction.objects.count() == 2
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert react(elsewhere, story, kind.pk).status_code == 302


def test_one_guest_cannot_flip_a_count_all_day(story, kind, monkeypatch):
    monkeypatch.setattr(reactions, "REACTIONS", 2)
    client = Client()
    answers = [react(client, story, kind.pk).status_code for _ in range(3)]

    assert answers == [302, 302, 429]


def test_a_reader_with_an_account_is_limited_alone(story, kind, monkeypatch):
    monkeypatch.setattr(reactions, "REACTIONS", 1)
    rana, sam = Client(), Client()
    for client in (rana, sam):
        client.force_login(f.UserFactory())
    react(rana, story, kind.pk)

    assert react(rana, story, kind.pk).status_code == 429
    assert react(sam, story, kind.pk).status_code == 302


def test_a_long_wait_is_told_in_minutes(story, kind, monkeypatch):
    monkeypatch.setattr(reactions, "NEW_GUESTS", 1)
    react(Client(), story, kind.pk)

    answer = react(Client(), story, kind.pk)

    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "try again in 60 minutes" in answer.content.decode()
