"""Feature F3: the page that it all began with."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Byline, Story
from articles.working_copy import BylineContent, content_of
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian", time_zone="Europe/Berlin")


def test_a_story_shows_all_that_belongs_to_it(client):
    mina, jae, yuna = (f.AuthorFactory(name=name) for name in ("Mina Holt", "Jae Lim", "Yuna Park"))
    story = f.published(
        datetime.datetime(2026, 11, 3, 8, 10, tzinfo=datetime.UTC),
        section=f.section("world", name="World"),
        kind=Story.Kind.ANALYSIS,
        kicker="Two capitals",
        headline="Two capitals weigh the end",
        standfirst="Envoys agreed to review it.",
        dateline="HARBOUR CITY",
        bylines=[mina, jae, BylineContent(yuna.pk, Byline.Role.ILLUSTRATOR)],
        tags=[f.TagFactory(name="Diplomacy", slug="diplomacy")],
        further_sections=[f.section("politics", name="Politics")],
        lead_image=f.picture(
            alt="A ministry at dusk", caption="At dusk", credit="Drawing: Y. Park"
        ),
    )

    page = client.get(story.get_absolute_url()).content.decode()

    for words in (
        "World</a>",
        "Two capitals</bdi></span>",
        "Analysis",
        "Two capitals weigh the end</h1>",
        "Envoys agreed to review it.",
        "HARBOUR CITY",
        "Mina Holt",
        "Jae Lim",
        "Illustrator: <a",
        'alt="A ministry at dusk"',
        "At dusk",
        "Drawing: Y. Park",
        '<a href="/tags/diplomacy/" rel="tag" dir="auto">Diplomacy</a>',
        "Politics</a>",
        "The ferry left at six",
        'datetime="2026-11-03T09:10:00+01:00"',
        "mailto:?subject=",
        "What do you make of it?",
        'id="comments"',
    ):
        assert words in page, words


def test_the_update_is_named_only_when_readers_saw_the_first_copy(client):
    story = f.published()
    assert "Updated" not in client.get(story.get_absolute_url()).content.decode()
    content = content_of(story)
    content.standfirst = "More is known."
    publishing.save_story(story, None, content)

    publishing.publish(story, None)

    assert "Updated" in client.get(story.get_absolute_url()).content.decode()


def test_an_old_story_says_how_old_it_is_unless_it_was_told_anew(client):
    """Feature R13; a live blog that goes on is never old."""
    now = timezone.now()
    ages = {
        364: None,
        366: "This story is more than a year old.",
        800: "This story is more than 2 years old.",
    }
    for days, words in ages.items():
        story = f.published(now - datetime.timedelta(days=days))
        page = client.get(story.get_absolute_url()).content.decode()

        assert ("story-age" in page) == bool(words)
        assert (words or "") in page
    live = f.published(now - datetime.timedelta(days=800), kind=Story.Kind.LIVE)
    assert "story-age" not in client.get(live.get_absolute_url()).content.decode()
    content = replace(content_of(story), headline="Told anew")
    publishing.save_story(story, None, content)
    publishing.publish(story, None, change="update")
    assert "story-age" not in client.get(story.get_absolute_url()).content.decode()


def test_a_story_in_arabic_says_so_to_browsers(client):
    story = f.published(language="ar", headline="عبارة تعود", body_html="<p>عادت العبارة.</p>")

    page = client.get(story.get_absolute_url()).content.decode()

    assert '<div class="story-text" lang="ar" dir="rtl">' in page
    assert '<div class="byline" lang="en" dir="ltr">' in page  # "3 min read", not "min read 3"


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ko", "ltr"), ("ar", "rtl"), ("ar-EG", "rtl")]
)
def test_a_story_is_written_the_way_of_its_language(language, direction):
    assert Story(language=language).direction == direction


def test_a_picture_shows_its_jpeg_until_the_worker_has_made_more(client):
    image = f.picture()
    story = f.published(lead_image=image)
    page = client.get(story.get_absolute_url()).content.decode()
    assert f'src="{image.url}"' in page
    assert "<source" not in page

    image.renditions = [
        {"crop": "", "format": "avif", "width": 640, "height": 427, "name": "a" * 32 + ".avif"}
    ]
    image.save()

    page = client.get(story.get_absolute_url()).content.decode()
    assert f'<source type="image/avif" srcset="/media/{"a" * 32}.avif 640w"' in page


def test_a_guest_and_a_browser_that_knows_the_page(client):
    story = f.published()
    first = client.get(story.get_absolute_url())

    second = client.get(story.get_absolute_url(), headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert second.status_code == 304
    assert not second.content
    f.approved(story)
    third = client.get(story.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert third.status_code == 200


def test_a_personal_page_is_kept_by_nobody(client):
    story = f.published()
    client.force_login(f.UserFactory(display_name="Rana"))

    response = client.get(story.get_absolute_url())

    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert "Rana" in response.content.decode()
