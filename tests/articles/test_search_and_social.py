"""Feature R5: what a story tells search engines and the cards of links beside what readers read."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from articles import canonical, changes, differences, image_uses, publishing
from articles.models import Story
from articles.working_copy import StoryContent, content_of
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


def told(**fields: object) -> dict[str, object]:
    return {
        "search_title": "Ferry timetable 2026",
        "search_description": "All sailings of the harbour ferry.",
        "social_headline": "The ferry is back!",
        "canonical_url": "https://other.example/ferry/",
        "noindex": True,
        **fields,
    }


def test_publishing_copies_what_search_engines_and_cards_are_told():
    picture = f.picture()
    story = f.draft(**told(social_image=picture.pk))
    assert not Story.objects.get(pk=story.pk).search_title  # a draft says nothing in public

    publishing.publish(story, None)

    story.refresh_from_db()
    assert {name: getattr(story, name) for name in told()} == told()
    assert story.social_image == picture
    assert image_uses.is_used(picture)
    assert image_uses.pictures_of(story) == [picture]
    with pytest.raises(ProtectedError):
        picture.delete()


def test_a_change_of_it_is_no_change_of_what_readers_read_but_stands_in_the_history():
    story = f.published(timezone.now() - HOUR, headline="Ferry comes back")
    publishing.save_story(
        story, None, replace(content_of(story), **told(social_image=f.picture(alt="A bow").pk))
    )
    publishing.publish(story, None)

    newest, first = changes.of_story(story)
    assert changes.difference(first, newest) == []
    found = differences.contents(StoryContent(), content_of(story))
    named = {one.name: one.difference.segments[-1].text for one in found if one.kind == "choice"}
    assert (named["social_image"], named["noindex"]) == ("A bow", "yes")
    assert {one.name for one in found} >= set(told())

    publishing.restore(story, None, story.revisions.get(number=1))
    assert content_of(story).search_title == ""


def test_a_snapshot_from_before_has_the_defaults():
    snapshot = f.content(headline="Old").snapshot()
    for name in (*told(), "social_image"):
        del snapshot[name]
    content = StoryContent.of(snapshot)
    assert (content.search_title, content.social_image, content.noindex) == ("", None, False)


def test_stories_kept_from_search_engines_or_at_home_elsewhere_are_not_indexable():
    shown = f.published()
    hidden = f.published(noindex=True)
    foreign = f.published(canonical_url="https://other.example/ferry/")

    assert list(Story.objects.indexable()) == [shown]
    for story in (shown, hidden, foreign):
        story.refresh_from_db()
        assert story.is_indexable == (story == shown)
        assert Client().get(story.get_absolute_url()).status_code == 200  # readers lose nothing


def test_a_story_that_names_its_own_address_is_at_home(settings):
    settings.SITE_URL = "https://news.example"
    day = datetime.date(2026, 11, 29)
    for own in (
        "https://news.example/harbour/2026/11/29/ferry/",
        "https://NEWS.example/formerly/below/2026/11/29/ferry/",
    ):
        assert canonical.elsewhere(own, "ferry", day) == ""
    for other in (
        "https://news.example/harbour/2026/11/28/ferry/",
        "https://news.example/harbour/2026/11/29/ferry/?page=2",
        "https://other.example/harbour/2026/11/29/ferry/",
    ):
        assert canonical.elsewhere(other, "ferry", day) == other
    assert canonical.elsewhere("", "ferry", day) == ""
    assert canonical.elsewhere("https://news.example/a/2026/11/29/f%C3%A4hre/", "fähre", day) == ""


@pytest.mark.parametrize(
    "typed",
    [
        *("javascript:alert(1)", "ftp://example.org/a", "//example.org/a", "/harbour/", "example"),
        *("https://ada:secret@example.org/", "https://[::1", "https://exa mple.org/"),
    ],
)
def test_a_home_elsewhere_is_a_whole_address_of_the_web(typed):
    with pytest.raises(ValidationError):
        canonical.checked(typed)
    assert canonical.checked(" https://example.org/a?b=c#top ") == "https://example.org/a?b=c"
