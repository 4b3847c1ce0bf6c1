"""Feature E19: links to own stories are found by words; no headline comes out before its time."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.editor import LINKS_URL
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


def somebody(role: str):
    person = f.UserFactory()
    roles.give(person, role)
    return person


def found(person, words: str = "ferry") -> list[dict]:
    client = Client()
    client.force_login(person)
    response = client.get(LINKS_URL, {"q": words})
    assert response.status_code == 200
    return response.json()


def test_the_script_knows_the_address():
    assert reverse("admin:articles_story_link_targets") == LINKS_URL


def test_every_word_must_stand_in_the_headline_and_the_newest_comes_first():
    now = timezone.now()
    old = f.published(now - datetime.timedelta(days=2), headline="The ferry is late")
    new = f.published(now - datetime.timedelta(days=1), headline="Late again: the Ferry")
    f.published(headline="The ferry is early")
    editor = somebody(roles.EDITOR)

    assert [one["url"] for one in found(editor, "ferry late")] == [
        new.get_absolute_url(),
        old.get_absolute_url(),
    ]
    assert found(editor, "") == []
    assert found(editor, "zeppelin") == []


def test_an_old_address_leads_on_when_the_slug_changes(client):
    story = f.published(headline="The ferry is late")
    link = found(somebody(roles.EDITOR))[0]["url"]
    content = content_of(story)
    content.slug = "ferry-arrives"
    publishing.save_story(story, None, content)
    publishing.publish(story, None)
    story.refresh_from_db()

    response = client.get(link)

    assert story.get_absolute_url() != link
    assert response.status_code == 301
    assert response["Location"] == story.get_absolute_url()


def test_drafts_have_no_address_and_withdrawn_ones_are_gone():
    f.draft(headline="A ferry to come")
    f.withdrawn(headline="A ferry that was")
    assert found(somebody(roles.EDITOR)) == []


def test_what_waits_for_its_time_says_so_to_editors_only():
    story = f.scheduled(headline="The new ferry")
    told = found(somebody(roles.EDITOR))
    assert [one["url"] for one in told] == [story.get_absolute_url()]
    assert told[0]["note"].startswith("Readers can open it from")
    assert found(somebody(roles.CONTRIBUTOR)) == []


def test_an_embargoed_story_is_offered_to_nobody():
    edith = somebody(roles.EDITOR)
    story = f.draft(edith, headline="The secret ferry")
    publishing.set_embargo(story, edith, timezone.now() + datetime.timedelta(days=1))
    publishing.publish(story, edith, at=timezone.now() + datetime.timedelta(days=2))
    assert found(edith) == []
    assert found(somebody(roles.CONTRIBUTOR)) == []


def test_a_contributor_finds_live_stories_of_others():
    f.published(headline="The ferry is late")
    assert len(found(somebody(roles.CONTRIBUTOR))) == 1


@pytest.mark.parametrize("words", ["%", "\x00", "a " * 500, "'; --", "\\"])
def test_strange_words_are_searched_calmly(words):
    assert found(somebody(roles.EDITOR), words) == []


def test_moderators_and_strangers_are_not_answered():
    client = Client()
    assert client.get(LINKS_URL, {"q": "ferry"}).status_code == 302
    client.force_login(somebody(roles.MODERATOR))
    assert client.get(LINKS_URL, {"q": "ferry"}).status_code == 403
