"""Feature E7: every save is kept; any two are compared; an older one is restored."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Page, Story, StoryRevision
from articles.working_copy import BylineContent, content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper(settings):
    """Menus and settings come from their own key, asked for once a second at most."""
    f.site()
    settings.VERSION_CHECK_SECONDS = 60


@pytest.fixture
def edith():
    person = f.UserFactory(display_name="Edith", is_staff=True)
    roles.give(person, roles.EDITOR)
    return person


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(name: str, document) -> str:
    return reverse(f"admin:articles_{document._meta.model_name}_{name}", args=[document.pk])


def save(story: Story, actor=None, note: str = "", **fields) -> StoryRevision:
    return publishing.save_story(story, actor, replace(content_of(story), **fields), note=note)


def live_story() -> Story:
    return f.published(timezone.now() - datetime.timedelta(hours=1), headline="Ferry leaves")


def compared(client: Client, story, old: int, new: int) -> str:
    response = client.get(page("difference", story), {"old": old, "new": new})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_list_says_who_saved_what_when_and_what_is_live(edith):
    story = live_story()
    save(story, edith, "Asked the captain", headline="Ferry leaves late")

    text = signed_in(edith).get(page("revisions", story)).content.decode()

    assert "Version 1" in text
    assert "live since" in text
    assert "Version 2" in text
    assert "Edith" in text
    assert "Asked the captain" in text


def test_a_version_that_was_live_says_since_when(edith):
    story = live_story()
    save(story, headline="Ferry leaves late")
    publishing.publish(story, None)
    text = signed_in(edith).get(page("revisions", story)).content.decode()
    assert "was live from" in text
    assert text.count("live since") == 1


def test_any_two_versions_are_compared_by_words_and_form(edith):
    story = live_story()
    save(story, headline="Ferry arrives")
    save(story, body_html="<p>The ferry left at <strong>six</strong> with ten people on board.</p>")

    text = compared(signed_in(edith), story, 1, 3)

    assert "Ferry <del>" in text
    assert "arrives<span" in text
    assert '<span class="difference-form form-strong">six</span>' in text


def test_relations_are_compared_by_name(edith):
    story = live_story()
    save(
        story,
        tags=[f.TagFactory(name="Harbour").pk],
        bylines=[BylineContent(f.AuthorFactory(name="Ana").pk)],
    )
    text = compared(signed_in(edith), story, 1, 2)
    assert "<bdi>Harbour</bdi>" in text
    assert "<bdi>Ana (writer)</bdi>" in text


def test_what_was_typed_is_shown_and_never_run(edith):
    story = live_story()
    save(story, headline="<script>alert(1)</script>", kicker="<img src=x onerror=alert(1)>")
    text = compared(signed_in(edith), story, 1, 2)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;" in text


def test_restoring_makes_a_new_version_and_changes_nothing_for_readers(edith):
    story = live_story()
    save(story, headline="Ferry leaves late")
    public = Client().get(story.get_absolute_url()).content

    response = signed_in(edith).post(page("restore", story), {"number": 1}, follow=True)

    story.refresh_from_db()
    assert [one.number for one in story.revisions.all()] == [3, 2, 1]
    assert story.working_revision.number == 3
    assert story.working_title == "Ferry leaves"
    assert story.working_revision.created_by == edith
    assert Client().get(story.get_absolute_url()).content == public
    # The way to undo it leads to the two versions, where the other one can be restored.
    assert "old=3&amp;new=2" in response.content.decode()
    assert 'name="number" value="2"' in compared(signed_in(edith), story, 3, 2)


def test_restoring_what_is_newest_says_so_and_makes_no_version(edith):
    story = live_story()
    response = signed_in(edith).post(page("restore", story), {"number": 1}, follow=True)
    assert "nothing has changed" in response.content.decode()
    assert story.revisions.count() == 1


def test_restoring_is_no_get(edith):
    story = live_story()
    save(story, headline="Ferry leaves late")
    assert signed_in(edith).get(page("restore", story), {"number": 1}).status_code == 405
    assert story.revisions.count() == 2


@pytest.mark.parametrize("number", ["", "x", "99", "-1", "9" * 30, "٣"])
def test_a_version_that_is_none_is_refused(edith, number):
    story = live_story()
    client = signed_in(edith)
    assert client.get(page("difference", story), {"old": 1, "new": number}).status_code == 302
    assert client.post(page("restore", story), {"number": number}).status_code == 404


def test_versions_of_another_story_are_out_of_reach(edith):
    story, other = live_story(), f.draft(headline="Secret")
    save(other, headline="More secret")
    response = signed_in(edith).get(page("difference", story), {"old": 1, "new": 2})
    assert response.status_code == 302


def test_pages_have_versions_too(edith):
    about = f.page(title="About")
    publishing.save_page(about, edith, replace(content_of(about), title="About us"))
    client = signed_in(edith)
    assert "live since" in client.get(page("revisions", about)).content.decode()
    assert "<ins>" in compared(client, about, 1, 2)
    client.post(page("restore", about), {"number": 1})
    assert Page.objects.get().working_title == "About"


def test_a_contributor_compares_own_drafts_and_no_other():
    cho = f.UserFactory(is_staff=True)
    roles.give(cho, roles.CONTRIBUTOR)
    own, other = f.draft(cho), f.draft()
    client = signed_in(cho)
    for name in ("revisions", "difference"):
        assert client.get(page(name, own), {"old": 1, "new": 1}).status_code == 200
        assert client.get(page(name, other), {"old": 1, "new": 1}).status_code in (403, 404)
    assert client.post(page("restore", other), {"number": 1}).status_code in (403, 404)


def test_who_may_only_read_restores_nothing():
    cho = f.UserFactory(is_staff=True)
    roles.give(cho, roles.CONTRIBUTOR)
    story = f.draft(cho)
    save(story, headline="Second")
    publishing.submit(story, cho)
    client = signed_in(cho)
    assert "Restore version" not in compared(client, story, 1, 2)
    assert client.post(page("restore", story), {"number": 1}).status_code == 403
    assert story.revisions.count() == 2


def test_related_stories_that_somebody_may_not_see_are_not_named():
    cho = f.UserFactory(is_staff=True)
    roles.give(cho, roles.CONTRIBUTOR)
    story, secret, live = f.draft(cho), f.draft(headline="Embargoed secret"), live_story()
    save(story, related=[secret.pk, live.pk])
    text = compared(signed_in(cho), story, 1, 2)
    assert "Embargoed secret" not in text
    assert f"#{secret.pk}" in text
    assert "Ferry leaves" in text


def test_five_hundred_versions_cost_what_two_do_and_are_paged(edith):
    story = live_story()
    client = signed_in(edith)

    def queries() -> int:
        client.get(page("revisions", story))
        with CaptureQueriesContext(connection) as captured:
            client.get(page("revisions", story))
        return len(captured)

    save(story, edith, headline="Second")
    before = queries()
    snapshot = story.working_revision.snapshot
    StoryRevision.objects.bulk_create(
        StoryRevision(story=story, number=number, snapshot=snapshot, created_by=edith)
        for number in range(3, 501)
    )
    assert queries() == before
    assert before <= 12
    first = client.get(page("revisions", story)).content.decode()
    last = client.get(page("revisions", story), {"page": "10"}).content.decode()
    assert first.count('name="old"') == 50
    assert "Version 500" in first
    assert "Version 1<" in last


def test_a_difference_asks_little_of_the_database(edith):
    story = live_story()
    save(
        story,
        tags=[f.TagFactory().pk for _ in range(5)],
        bylines=[BylineContent(f.AuthorFactory().pk) for _ in range(5)],
        related=[f.published().pk for _ in range(5)],
        lead_image=f.picture().pk,
    )
    client = signed_in(edith)
    compared(client, story, 1, 2)
    with CaptureQueriesContext(connection) as captured:
        compared(client, story, 1, 2)
    assert len(captured) <= 13
