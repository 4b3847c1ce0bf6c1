"""DESIGN rule 11: pieces of a card are kept by the process and never stale or personal."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from comments import cards, moderation
from comments.models import Comment, SiteDiscussion
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    cards._kept.clear()
    f.site()
    return f.published()


def page_of(story, person=None):
    client = Client()
    if person:
        client.force_login(person)
    return client.get(story.get_absolute_url()).content.decode()


def test_a_change_of_anything_shown_shows_at_once(story):
    rana = f.UserFactory(display_name="Rana Aziz")
    root = f.approved(story, rana)
    f.approved(story, reply_to=root)
    assert page_of(story).count("Rana Aziz") > 2

    rana.display_name, rana.is_staff = "Rana A.", True
    rana.save()
    page = page_of(story)
    assert "Rana Aziz" not in page
    assert "badge-staff" in page

    moderation.remove(root, None, reason="abuse")
    assert "Removed by a moderator: personal attack or abuse." in page_of(story)
    moderation.restore(root, None)
    assert "Removed by a moderator" not in page_of(story)

    SiteDiscussion.objects.update_or_create(pk=1, defaults={"policy": "closed"})
    versions.bump("discussion-policies")
    assert "/reply/" not in page_of(story)

    with translation.override("de"):
        assert "Rana A." in page_of(story)


def test_what_one_reader_sees_is_kept_for_no_other(story):
    rana, sam = f.UserFactory(display_name="Rana"), f.UserFactory(display_name="Sam")
    f.approved(story, rana)
    f.held(story, rana, text="Waits for Mina.")
    guest = page_of(story)

    assert "badge-own" in page_of(story, rana)

    for page in (page_of(story), page_of(story, sam)):
        assert "badge-own" not in page
        assert "Waits for Mina." not in page
    assert page_of(story) == guest


def test_every_column_that_a_card_may_show_is_in_the_key():
    columns = {field.attname for field in Comment._meta.concrete_fields}

    assert columns >= cards.UNSHOWN
    assert {"status", "reason", "revision", "edited_at", "created_at"}.isdisjoint(cards.UNSHOWN)


def test_a_process_keeps_no_more_than_its_share(monkeypatch):
    cards._kept.clear()
    monkeypatch.setattr(cards, "MOST_KEPT", 3)

    for number in range(10):
        cards.keep(number, lambda: "piece")

    assert len(cards._kept) <= 3


def test_every_page_of_a_discussion_names_its_story_and_leads_back(client):
    story = f.published(headline="Nine came back")
    comment = f.approved(story)
    back = f'<a href="{story.get_absolute_url()}#comments">Back to the story</a>'

    for page in ("comments/", f"comments/{comment.pk}/", f"comments/{comment.pk}/reply/"):
        shown = client.get(f"{story.get_absolute_url()}{page}").content.decode()

        assert back in shown, page
        assert '<h1 class="page-title"><span class="visually-hidden">Comments on </span>' in shown
