"""Feature E5: what a form or picker calls a story that one may not open."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f
from tests.rights.table import story_form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def cho(client):
    person = f.UserFactory(display_name="Cho")
    roles.give(person, roles.CONTRIBUTOR)
    client.force_login(person)
    return person


@pytest.fixture
def embargoed():
    story = f.draft(headline="Merger of the banks")
    publishing.set_embargo(story, None, timezone.now() + datetime.timedelta(days=1))
    return story


class Rows(dict):
    """The one story and section that `story_form` asks for."""

    def pk(self, name):
        return self[name].pk


def form(story, **fields):
    rows = Rows(own=story, sport=story.working_section)
    return story_form(rows, "own", **fields)


def change(story):
    return reverse("admin:articles_story_change", args=[story.pk])


def test_a_number_typed_as_a_related_story_brings_no_headline(client, cho, embargoed):
    own = f.draft(cho)
    data = form(own, related_1=embargoed.pk)

    refused = client.post(change(own), data)
    client.post(reverse("admin:articles_story_autosave", args=[own.pk]), data)
    restored = client.get(change(own), {"restore": "1"})

    assert refused.status_code == 422
    for response in (refused, restored):
        assert "Merger" not in response.content.decode()


def test_a_related_story_that_an_editor_chose_stays_and_is_not_named(client, cho, embargoed):
    own = f.draft(cho)
    content = content_of(own)
    content.related = [embargoed.pk]
    publishing.save_story(own, None, content)
    own.refresh_from_db()

    page = client.get(change(own)).content.decode()
    saved = client.post(change(own), form(own, related_1=embargoed.pk))

    assert "A story that is not shown to you" in page
    assert "Merger" not in page
    assert saved.status_code == 302
    own.refresh_from_db()
    assert content_of(own).related == [embargoed.pk]


def test_a_live_story_is_found_and_named_as_readers_know_it(client, cho):
    story = f.published(headline="Ferry sinks")
    content = content_of(story)
    content.headline = "Captain arrested"
    publishing.save_story(story, None, content)
    asked = {"app_label": "articles", "model_name": "byline", "field_name": "story"}

    found = client.get(reverse("admin:autocomplete"), {**asked, "term": "sinks"}).json()
    not_found = client.get(reverse("admin:autocomplete"), {**asked, "term": "arrested"}).json()
    linked = client.get(reverse("admin:articles_story_link_targets"), {"q": "ferry"}).json()

    assert [row["text"] for row in found["results"]] == ["Ferry sinks"]
    assert not_found["results"] == []
    assert [row["title"] for row in linked] == ["Ferry sinks"]


def test_pages_that_are_not_public_are_not_named_beside_a_picture(client, cho):
    picture = f.picture()
    body = f'<figure><img src="{picture.url}"></figure>'
    f.page(publish=False, title="Closing of the paper", body_html=body)
    f.page(title="Who we are", body_html=body)

    page = client.get(reverse("admin:articles_image_change", args=[picture.pk])).content.decode()

    assert "Closing" not in page
    assert "Who we are" in page
    assert "1 place that you may not open" in page
