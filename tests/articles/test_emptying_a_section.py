"""Feature E23: a section with stories is not deleted; its stories are filed elsewhere."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from articles import publishing, sections
from articles.models import Section, SectionLimit, Story
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def old():
    return f.section("old", name="Old")


@pytest.fixture
def new():
    return f.section("new", name="New")


@pytest.fixture
def edith():
    person = f.UserFactory(display_name="Edith")
    roles.give(person, roles.EDITOR)
    return person


def fresh(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def test_a_live_story_moves_at_once_and_its_old_address_leads_there(client, old, new, edith):
    story = f.published(section=old, headline="Ferry late")
    before = story.get_absolute_url()

    assert sections.file_stories(old, new, edith) == 1

    story = fresh(story)
    response = client.get(before)
    assert story.get_absolute_url() == before.replace("/old/", "/new/")
    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())
    assert b"Ferry late" in client.get("/new/").content
    assert b"Ferry late" not in client.get("/old/").content
    assert not story.has_changes
    assert story.events.first().kind == "refiled"
    assert story.events.first().actor == edith


def test_what_is_not_published_stays_unpublished(client, old, new):
    story = f.published(section=old, headline="Public words")
    publishing.save_story(story, None, replace(content_of(story), headline="Secret words"))

    sections.file_stories(old, new, None)

    story = fresh(story)
    page = client.get(story.get_absolute_url()).content.decode()
    assert "Public words" in page
    assert "Secret words" not in page
    assert story.has_changes
    assert content_of(story).headline == "Secret words"
    assert content_of(story).section == new.pk
    publishing.publish(story, None)
    assert fresh(story).section == new


def test_a_scheduled_change_keeps_its_time_and_comes_with_the_new_section(old, new):
    story = f.published(timezone.now() - datetime.timedelta(hours=1), section=old)
    publishing.save_story(story, None, replace(content_of(story), headline="Later words"))
    publishing.schedule_change(story, None, timezone.now() + datetime.timedelta(hours=1))

    sections.file_stories(old, new, None)
    publishing.run_due(timezone.now() + datetime.timedelta(hours=2))

    story = fresh(story)
    assert (story.headline, story.section) == ("Later words", new)


def test_older_versions_stay_as_they_were(old, new):
    story = f.published(section=old)
    first = story.working_revision

    sections.file_stories(old, new, None)

    first.refresh_from_db()
    assert first.snapshot["section"] == old.pk
    assert fresh(story).working_revision.number == first.number + 1


def test_drafts_scheduled_withdrawn_and_further_sections_follow_too(old, new):
    third = f.section("third")
    stories = [
        f.draft(section=old),
        f.scheduled(section=old),
        f.withdrawn(section=old),
        f.published(section=third, further_sections=[old]),
        f.published(section=new, further_sections=[old]),
    ]
    states = [story.status for story in stories]

    assert sections.file_stories(old, new, None) == 5

    stories = [fresh(story) for story in stories]
    assert [story.status for story in stories] == states
    assert stories[3].further_section_ids == [new.pk]
    assert stories[4].further_section_ids == []
    assert not sections.stories_in(old).exists()
    sections.delete(old)
    for story in stories:
        publishing.save_story(story, None, content_of(story))


def test_the_same_section_is_refused(old):
    with pytest.raises(ValidationError):
        sections.file_stories(old, old, None)


def test_many_go_to_the_worker(old, new, monkeypatch):
    monkeypatch.setattr(sections, "MOST_AT_ONCE", 2)
    for _number in range(5):
        f.draft(section=old)

    assert sections.file_stories(old, new, None) is None
    assert sections.stories_in(old).count() == 5
    sections.file_stories_later.call(old.pk, new.pk, None)

    assert sections.stories_in(new).count() == 5


def test_a_limit_keeps_its_section(old):
    mina = f.UserFactory()
    SectionLimit.objects.create(user=mina, section=old)

    with pytest.raises(ValidationError):
        sections.delete(old)
    assert Section.objects.filter(pk=old.pk).exists()


# In the admin ------------------------------------------------------------------------------------


def test_deleting_a_full_section_says_what_to_do_and_does_nothing(client, old, new, edith):
    f.published(section=old)
    client.force_login(edith)
    address = reverse("admin:articles_section_delete", args=[old.pk])

    for response in (client.get(address), client.post(address, {"post": "yes"})):
        page = response.content.decode()
        assert response.status_code == 409
        assert "cannot be deleted yet" in page
        assert "File 1 story there" in page
    assert Section.objects.filter(pk=old.pk).exists()


def test_sections_below_are_named(client, old, edith):
    f.section("below", parent=old, name="Below the old")
    client.force_login(edith)

    page = client.get(reverse("admin:articles_section_delete", args=[old.pk])).content.decode()

    assert "Below the old" in page


def test_one_click_moves_the_stories_and_then_it_can_be_deleted(client, old, new, edith):
    f.published(section=old)
    client.force_login(edith)

    response = client.post(
        reverse("admin:articles_section_file", args=[old.pk]), {"target": new.pk}, follow=True
    )

    assert "1 story is filed under “New” now." in response.content.decode()
    delete = reverse("admin:articles_section_delete", args=[old.pk])
    assert client.get(delete).status_code == 200
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert client.get("/old/").status_code == 410


def test_nobody_files_a_section_under_itself_or_nowhere(client, old, edith):
    f.draft(section=old)
    client.force_login(edith)

    for target in (old.pk, 0, "x", ""):
        response = client.post(
            reverse("admin:articles_section_file", args=[old.pk]), {"target": target}
        )
        assert response.status_code == 422
    assert sections.stories_in(old).count() == 1


def test_an_editor_of_one_section_and_a_contributor_may_not(client, old, new, edith):
    story = f.draft(section=old)
    SectionLimit.objects.create(user=edith, section=new)
    cho = f.UserFactory()
    roles.give(cho, roles.CONTRIBUTOR)

    for person in (edith, cho):
        client.force_login(person)
        response = client.post(
            reverse("admin:articles_section_file", args=[old.pk]), {"target": new.pk}
        )
        assert response.status_code == 403
    assert fresh(story).working_section == old
