"""Publishing: what readers see is the revision that was published, and only that."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import SectionListing, Story, StoryEvent
from articles.working_copy import BylineContent, StoryContent, content_of
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def test_a_draft_shows_nothing_to_readers():
    story = f.draft(headline="Ferry sinks")

    assert story.headline == ""
    assert story.working_title == "Ferry sinks"
    assert not Story.objects.live().exists()


def test_publishing_copies_the_newest_revision_to_readers():
    tag, author, image = f.TagFactory(), f.AuthorFactory(), f.picture()
    story = f.draft(headline="First", tags=[tag], bylines=[author], lead_image=image)
    edith = f.UserFactory()

    publishing.publish(story, edith)

    assert story.headline == "First"
    assert [*story.tags.all()] == [tag]
    assert [byline.author for byline in story.bylines.all()] == [author]
    assert story.lead_image == image
    assert story.body_text.startswith("The ferry left at six")
    assert story.is_live()
    assert story.events.first().kind == StoryEvent.Kind.PUBLISHED
    assert story.events.first().actor == edith


def test_saving_an_edit_to_a_live_story_changes_nothing_that_readers_see(client):
    f.site()
    tag = f.TagFactory()
    story = f.published(headline="Old words", tags=[tag], bylines=[f.AuthorFactory()])
    before = client.get(story.get_absolute_url()).content

    edited = content_of(story)
    edited.headline = "New words"
    edited.tags, edited.bylines = [], [BylineContent(f.AuthorFactory().pk)]
    edited.lead_image = f.picture().pk
    publishing.save_story(story, None, edited)

    assert client.get(story.get_absolute_url()).content == before
    publishing.publish(story, None)
    assert b"New words" in client.get(story.get_absolute_url()).content


def test_a_second_editor_overwrites_nothing():
    story = f.draft(headline="One")
    opened = story.working_revision.number
    publishing.save_story(story, f.UserFactory(display_name="Edith"), StoryContent(headline="Two"))

    with pytest.raises(publishing.Conflict, match="Edith"):
        publishing.save_story(story, None, StoryContent(headline="Three"), based_on=opened)

    assert Story.objects.get().working_title == "Two"


def test_every_save_is_kept_as_a_revision_with_its_author():
    edith = f.UserFactory()
    story = f.draft(edith, headline="One")
    publishing.save_story(story, edith, StoryContent(headline="Two"), note="sharper")

    numbers = story.revisions.values_list("number", "snapshot__headline", "note")
    assert [*numbers] == [(2, "Two", "sharper"), (1, "One", "")]


@pytest.mark.parametrize(
    ("content", "field"),
    [({"headline": " "}, "headline"), ({"section": None}, "section")],
)
def test_a_story_without_headline_or_section_is_refused_beside_the_field(content, field):
    values = {"headline": "Words", "section": f.section().pk, **content}
    story = publishing.create_story(None, StoryContent(**values))

    with pytest.raises(publishing.Refused) as refusal:
        publishing.publish(story, None)

    assert refusal.value.field == field
    assert Story.objects.get().status == Story.Status.DRAFT


def test_a_withdrawn_story_leaves_at_once_and_can_come_back_to_its_address():
    story = f.published(timezone.now() - HOUR)
    address = story.get_absolute_url()

    publishing.withdraw(story, None, "The source took it back.")
    assert not Story.objects.live().exists()

    publishing.publish(story, None)
    assert Story.objects.live().get().get_absolute_url() == address


@pytest.mark.parametrize(
    ("make", "verb"),
    [
        (f.draft, publishing.withdraw),
        (f.published, publishing.submit),
        (f.published, publishing.send_back),
        (f.published, publishing.unschedule),
        (f.withdrawn, publishing.withdraw),
    ],
)
def test_a_transition_that_is_not_allowed_is_refused_with_a_sentence(make, verb):
    story = make()
    status = story.status

    with pytest.raises(publishing.Refused):
        verb(story, None)

    story.refresh_from_db()
    assert story.status == status


def test_the_slug_is_numbered_when_ours_is_taken_on_that_day():
    section = f.section()
    first = f.published(headline="Ferry late", section=section)
    second = f.published(headline="Ferry late", section=section)

    assert (first.slug, second.slug) == ("ferry-late", "ferry-late-2")


def test_a_typed_slug_that_is_taken_is_refused_beside_its_field():
    f.published(headline="Ferry late")
    story = f.draft(headline="Other", slug="ferry-late")

    with pytest.raises(publishing.Refused) as refusal:
        publishing.publish(story, None)

    assert refusal.value.field == "slug"


def test_a_changed_headline_does_not_move_a_story():
    story = f.published(headline="Ferry late")
    address = story.get_absolute_url()
    content = content_of(story)
    content.headline = "Ferry very late"
    publishing.save_story(story, None, content)

    publishing.publish(story, None)

    assert story.get_absolute_url() == address


def test_the_date_in_the_address_is_of_the_newsrooms_zone_and_stays():
    f.site(time_zone="Asia/Seoul")
    evening_in_london = datetime.datetime(2026, 3, 1, 20, 0, tzinfo=datetime.UTC)

    story = f.published(evening_in_london)
    publishing.publish(story, None)

    assert story.published_on == datetime.date(2026, 3, 2)


def test_the_story_stands_on_the_pages_of_its_sections_and_of_those_above():
    world = f.section("world")
    diplomacy = f.section("diplomacy", world)
    politics = f.section("politics")

    story = f.published(section=diplomacy, further_sections=[politics])

    listed = SectionListing.objects.filter(story=story).values_list("section", flat=True)
    assert set(listed) == {world.pk, diplomacy.pk, politics.pk}


def test_publishing_bumps_the_versions_of_all_that_shows_the_story():
    tag, author, section = f.TagFactory(), f.AuthorFactory(), f.section()
    story = f.draft(tags=[tag], bylines=[author], section=section)
    keys = [
        f"story:{story.pk}",
        "home",
        f"tag:{tag.pk}",
        f"author:{author.pk}",
        f"section:{section.pk}",
    ]
    before = versions.read(keys)

    publishing.publish(story, None)

    after = versions.read(keys)
    assert all(after[key] > before[key] for key in keys)


def test_a_tag_that_was_dropped_has_its_page_bumped_too():
    tag = f.TagFactory()
    story = f.published(tags=[tag])
    before = versions.read([f"tag:{tag.pk}"])
    content = content_of(story)
    content.tags = []
    publishing.save_story(story, None, content)

    publishing.publish(story, None)

    assert versions.read([f"tag:{tag.pk}"]) != before


def test_hostile_markup_never_reaches_a_row():
    story = f.published(body_html="<p onclick=x>Hi<script>alert(1)</script></p>")

    assert story.body_html == "<p>Hi</p>"
    assert "script" not in story.working_revision.snapshot["body_html"]
