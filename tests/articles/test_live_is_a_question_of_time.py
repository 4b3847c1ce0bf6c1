"""House rule 2: becoming live and ceasing to be live happen by the clock, not by a job."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Story
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
MOMENT = datetime.timedelta(microseconds=1)


def both_ways(story: Story, at: datetime.datetime) -> bool:
    """The rule as the database tells it and as the row in hand does: they must agree."""
    by_rows = Story.objects.live(at).filter(pk=story.pk).exists()
    assert by_rows == story.is_live(at)
    return by_rows


def test_a_scheduled_story_appears_at_its_second():
    story = f.scheduled(in_hours=2)

    assert not both_ways(story, story.live_at - MOMENT)
    assert both_ways(story, story.live_at)


def test_an_embargo_holds_back_what_is_published():
    story = f.published()
    Story.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + HOUR)
    story.refresh_from_db()

    assert not both_ways(story, story.embargo_until - MOMENT)
    assert both_ways(story, story.embargo_until)


def test_a_set_withdrawal_takes_effect_at_its_second():
    story = f.published()
    Story.objects.filter(pk=story.pk).update(withdraw_at=timezone.now() + HOUR)
    story.refresh_from_db()

    assert both_ways(story, story.withdraw_at - MOMENT)
    assert not both_ways(story, story.withdraw_at)


@pytest.mark.parametrize("make", [f.draft, f.in_review, f.withdrawn])
def test_no_other_state_is_ever_live(make):
    story = make()

    assert not both_ways(story, timezone.now() + 1000 * HOUR)


def test_a_scheduled_story_goes_back_to_ready_until_it_is_live():
    story = f.scheduled()
    publishing.unschedule(story, None)
    assert story.status == Story.Status.READY

    publishing.publish(story, None, at=timezone.now() + HOUR)
    Story.objects.filter(pk=story.pk).update(live_at=timezone.now() - HOUR)
    story.refresh_from_db()
    with pytest.raises(publishing.Refused, match="live"):
        publishing.unschedule(story, None)


@pytest.mark.parametrize("make", [f.draft, f.in_review, f.scheduled, f.withdrawn])
def test_nothing_unpublished_is_on_any_public_page(client, make):
    f.site()
    tag, author, section = f.TagFactory(), f.AuthorFactory(), f.section("world")
    story = make(headline="Zeppelin", tags=[tag], bylines=[author], section=section)
    shown = f.published(headline="Airship", tags=[tag], bylines=[author], section=section)
    places = [
        "/",
        "/world/",
        tag.get_absolute_url(),
        author.get_absolute_url(),
        "/search/?q=zeppelin",
        "/archive/",
        shown.get_absolute_url(),
        f"/archive/{shown.published_on:%Y}/",
    ]

    for place in places:
        assert b"Zeppelin" not in client.get(place).content, place
    if story.get_absolute_url():
        assert client.get(story.get_absolute_url()).status_code in (404, 410)
