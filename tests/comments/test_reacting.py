"""Feature F4: one reaction per person and target, switchable, withdrawable, exactly counted."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from comments import reacting
from comments.models import Comment, Discussion, Reaction, ReactionKind
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    f.site()
    return f.published()


@pytest.fixture
def kinds():
    return [f.ReactionKindFactory(), f.ReactionKindFactory()]


def counts(story):
    return {
        key: count
        for key, count in Discussion.objects.get(story=story).reaction_counts.items()
        if count
    }


def later():
    """Let what was clicked lie too far back for a double click."""
    Reaction.objects.update(at=F("at") - reacting.DOUBLE_CLICK)


def react(client, story, kind, **options):
    """A form sent by a browser, which follows the redirect that brings the cookie back."""
    return client.post(
        f"{story.get_absolute_url()}react/", {"kind": kind.pk}, follow=True, **options
    )


def test_giving_switching_and_withdrawing(story, kinds):
    one, two = kinds
    rana = reacting.Person(user=f.UserFactory())

    assert reacting.react(rana, story, one) == one
    assert counts(story) == {str(one.pk): 1}
    assert reacting.react(rana, story, two) == two
    assert counts(story) == {str(two.pk): 1}
    assert reacting.react(rana, story, two) == two  # the second click of a double one
    assert counts(story) == {str(two.pk): 1}
    later()
    assert reacting.react(rana, story, two) is None
    assert counts(story) == {}


def test_a_comment_counts_its_own(story, kinds):
    comment = f.approved(story)
    reacting.react(reacting.Person(user=f.UserFactory()), comment, kinds[0])

    assert Comment.objects.get().reaction_counts == {str(kinds[0].pk): 1}
    assert counts(story) == {}


@pytest.mark.parametrize("make", [f.held, f.rejected, f.removed])
def test_what_is_not_public_takes_no_reaction(story, kinds, make):
    with pytest.raises(reacting.NotPossible):
        reacting.react(reacting.Person(user=f.UserFactory()), make(story), kinds[0])


def test_a_retired_kind_is_refused_but_stays_counted(client, story, kinds):
    reacting.react(reacting.Person(user=f.UserFactory()), story, kinds[0])
    ReactionKind.objects.update(is_active=False)
    kinds[0].refresh_from_db()

    with pytest.raises(reacting.NotPossible):
        reacting.react(reacting.Person(user=f.UserFactory()), story, kinds[0])
    assert kinds[0].label in client.get(story.get_absolute_url()).content.decode()


def guest() -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"})


def test_a_guest_gets_a_signed_cookie_only_on_reacting(story, kinds):
    client = guest()
    assert not client.get(story.get_absolute_url()).cookies

    path = f"{story.get_absolute_url()}react/"
    first = client.post(path, {"kind": kinds[0].pk})
    assert (first.status_code, first["Location"]) == (307, f"{path}?again=1")
    assert set(first.cookies) == {"guest"}
    assert first.cookies["guest"]["httponly"]
    assert counts(story) == {}
    response = client.post(first["Location"], {"kind": kinds[0].pk})

    assert response["Location"] == f"{story.get_absolute_url()}#reactions"
    assert counts(story) == {str(kinds[0].pk): 1}


def test_who_takes_no_cookie_is_told_and_never_counted(story, kinds):
    response = guest().post(f"{story.get_absolute_url()}react/?again=1", {"kind": kinds[0].pk})

    assert response.status_code == 409
    assert "keeps no cookie" in response.content.decode()
    assert counts(story) == {}


def test_a_script_is_told_what_stands_now(story, kinds):
    client, asked = guest(), {"headers": {"accept": "application/json"}}

    given = react(client, story, kinds[0], **asked)
    later()
    again = react(client, story, kinds[0], **asked)

    assert given.json() == {"own": kinds[0].pk, "counts": {str(kinds[0].pk): 1}}
    assert again.json() == {"own": None, "counts": {str(kinds[0].pk): 0}}


def test_the_way_back_leads_to_the_page_that_one_was_on(story, kinds):
    comment = f.approved(story)
    place = story.get_absolute_url()
    path = f"{place}comments/{comment.pk}/react/"
    own = "http://testserver"

    for come_from, led_to in {
        f"{own}{place}comments/?order=oldest&after=x": f"{place}comments/?order=oldest&after=x",
        f"{own}{place}#comments": place,
        "": comment.get_absolute_url(),
        f"{own}{path}": comment.get_absolute_url(),
        f"{own}/search/": comment.get_absolute_url(),
        f"https://evil.example{place}": comment.get_absolute_url(),
        f"//evil.example{place}": comment.get_absolute_url(),
        "http://[broken": comment.get_absolute_url(),
    }.items():
        sent = {"data": {"kind": kinds[0].pk}, "headers": {"referer": come_from}}
        client = guest()
        answer = client.post(client.post(path, **sent)["Location"], **sent)

        assert answer["Location"] == f"{led_to}#c-{comment.pk}", come_from


def test_the_same_guest_withdraws_and_a_forged_cookie_is_a_new_guest(story, kinds):
    client = guest()
    react(client, story, kinds[0])
    later()
    react(client, story, kinds[0])
    assert counts(story) == {}

    client.cookies["guest"] = "forged"
    react(client, story, kinds[0])
    assert counts(story) == {str(kinds[0].pk): 1}


def test_a_guests_page_stays_the_same_for_all_after_reacting(story, kinds):
    client = guest()
    react(client, story, kinds[0])

    own, other = (one.get(story.get_absolute_url()) for one in (client, Client()))

    assert own.content == other.content
    assert 'aria-pressed="true"' not in own.content.decode()


def test_the_signed_in_readers_own_reaction_is_marked(client, story, kinds):
    rana = f.UserFactory()
    client.force_login(rana)
    reacting.react(reacting.Person(user=rana), story, kinds[0])

    assert client.get(story.get_absolute_url()).content.decode().count('aria-pressed="true"') == 1


def test_one_network_may_not_bring_guest_after_guest(story, kinds):
    answers = [react(guest(), story, kinds[0]) for _ in range(12)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert int(answers[-1]["Retry-After"]) > 0
    assert counts(story) == {str(kinds[0].pk): 10}


@pytest.mark.parametrize("kind", ["", "x", "-1", "9" * 30, "²"])
def test_a_kind_that_is_none_changes_nothing(story, kind):
    response = guest().post(f"{story.get_absolute_url()}react/", {"kind": kind})

    assert response.status_code in (404, 409)
    assert not Reaction.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_at_once_by_one_person_are_one_reaction():
    story, kind = f.published(), f.ReactionKindFactory()
    rana = f.UserFactory()
    errors = []

    def click():
        try:
            for _ in range(5):
                reacting.react(reacting.Person(user=rana), story, kind)
        except Exception as error:  # noqa: BLE001 -- any error at all fails the test
            errors.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(10)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert errors == []
    assert Reaction.objects.count() == 1
    assert counts(story) == {str(kind.pk): 1}
