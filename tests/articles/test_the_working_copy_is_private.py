"""Feature E6: saving an edit to a live story changes no public byte until it is published."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from articles import corrections, publishing
from articles.models import Series, Story
from articles.working_copy import BylineContent, GalleryContent, StoryContent, content_of
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


@pytest.fixture
def story() -> Story:
    """A story of which every public place has something to say."""
    story = f.published(
        timezone.now() - HOUR,
        headline="Ferry comes back",
        section=f.section("harbour"),
        tags=[f.TagFactory(slug="boats")],
        bylines=[f.AuthorFactory(slug="jae")],
        lead_image=f.picture(),
    )
    publishing.save_story(story, None, replace(content_of(story), standfirst="With ten."))
    publishing.publish(story, None, change=Story.Change.CORRECTION)
    corrections.add(story, None, "correction", "Ten came back, not nine.")
    f.approved(story)
    return story


def other(story: Story) -> StoryContent:
    """Content with every field and every relation other than what readers see."""
    return replace(
        content_of(story),
        headline="Unpublished headline",
        kicker="Unpublished kicker",
        standfirst="Unpublished standfirst",
        dateline="UNPUBLISHED",
        body_html="<p>Unpublished zeppelin words.</p>",
        kind=Story.Kind.ANALYSIS,
        language="de",
        slug="unpublished",
        section=f.section("another").pk,
        further_sections=[f.section("a-third").pk],
        tags=[f.TagFactory().pk],
        bylines=[BylineContent(f.AuthorFactory().pk)],
        lead_image=f.picture(alt="Unpublished picture").pk,
        lead_caption="Unpublished caption",
        gallery=[GalleryContent(f.picture().pk, "Unpublished caption")],
        related=[f.published(timezone.now() - 3 * HOUR).pk],
        series=Series.objects.create(name="Unpublished series").pk,
        missing_alt_reason="Unpublished reason",
        search_title="Unpublished search title",
        search_description="Unpublished search description",
        social_headline="Unpublished social headline",
        social_image=f.picture(alt="Unpublished social picture").pk,
        canonical_url="https://unpublished.example/",
        noindex=True,
    )


def places(story: Story) -> dict[str, bytes]:
    """What every public place says of it."""
    address = story.get_absolute_url()
    day = story.published_on
    return {
        path: Client().get(path).content
        for path in (
            *("/", "/harbour/", "/tags/boats/", "/authors/jae/", f"/archive/{day:%Y/%m/%d}/"),
            *("/search/?q=ferry", "/search/?q=zeppelin", "/corrections/", "/corrections/feed/"),
            *(address, f"{address}feed/", f"{address}comments/", f"{address}changes/"),
        )
    }


def test_saving_changes_no_public_byte_whatever_is_edited(story):
    content = other(story)
    before = places(story)

    publishing.save_story(story, None, content, note="Unpublished note")

    assert places(story) == before
    assert all(b"npublished" not in said for said in before.values())


def test_a_change_for_a_set_time_is_private_until_then(story):
    content = other(story)
    before = places(story)
    publishing.save_story(story, None, content)
    publishing.schedule_change(story, None, timezone.now() + HOUR)
    assert places(story) == before

    publishing.run_due(timezone.now() + 2 * HOUR)

    story.refresh_from_db()
    address = story.get_absolute_url()
    assert address != next(path for path in before if path.startswith("/harbour/2"))
    for path in (address, f"{address}changes/", "/search/?q=zeppelin", "/corrections/feed/"):
        assert b"npublished" in Client().get(path).content, path


def test_publishing_shows_it_everywhere_at_once(story):
    content = other(story)
    before = places(story)
    publishing.save_story(story, None, content)
    publishing.publish(story, None)

    for path in ("/", "/harbour/", "/tags/boats/", "/authors/jae/", "/corrections/"):
        assert Client().get(path).content != before[path], path
