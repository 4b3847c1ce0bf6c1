"""A story moves, and what stands below it moves along (features C3, C17, E23)."""

from __future__ import annotations

import pytest

from articles import publishing
from articles.models import Story
from articles.working_copy import content_of
from comments.models import Comment
from tests import factories as f

pytestmark = pytest.mark.django_db

BELOW = ("comments/", "comments/?order=oldest", "feed/", "comments/{0}/", "comments/{0}/reply/")


@pytest.fixture
def comment():
    f.site()
    return f.approved(f.published(section=f.section("world"), slug="ferry"))


def change(story, **fields):
    """Edith changes what makes the address, and publishes."""
    content = content_of(story)
    for name, value in fields.items():
        setattr(content, name, value)
    publishing.save_story(story, None, content)
    publishing.publish(story, None)
    story.refresh_from_db()


@pytest.mark.parametrize("what", ["section", "slug"])
def test_every_address_below_it_leads_on(client, comment, what):
    story, before = comment.story, comment.story.get_absolute_url()
    change(story, **{what: f.section("strait").pk if what == "section" else "the-tenth"})
    after = story.get_absolute_url()
    assert after != before

    for rest in (below.format(comment.pk) for below in BELOW):
        moved = client.get(before + rest)

        assert (moved.status_code, moved["Location"]) == (301, after + rest)
        assert client.get(after + rest).status_code == 200


def test_words_typed_before_it_moved_are_posted(client, comment):
    before = comment.story.get_absolute_url()
    change(comment.story, slug="the-tenth")
    client.force_login(f.UserFactory())

    answer = client.post(f"{before}comments/", {"text": "I saw it.", "post": "1"})

    assert answer["Location"].startswith(comment.story.get_absolute_url())
    assert Comment.objects.filter(text="I saw it.", story=comment.story).exists()


def test_below_a_withdrawn_story_stands_its_note(client, comment):
    before = comment.story.get_absolute_url()
    change(comment.story, slug="the-tenth")
    publishing.withdraw(comment.story, None, "It was the wrong ferry.")

    for rest in (below.format(comment.pk) for below in BELOW):
        gone = client.get(comment.story.get_absolute_url() + rest)

        assert gone.status_code == 410
        assert "It was the wrong ferry." in gone.content.decode()
        assert client.get(before + rest).status_code == 404


def test_an_embargoed_story_tells_nothing_of_where_it_went(client, comment):
    before = comment.story.get_absolute_url()
    change(comment.story, slug="the-tenth")
    Story.objects.filter(pk=comment.story.pk).update(embargo_until="2999-01-01T00:00Z")

    for rest in (below.format(comment.pk) for below in BELOW):
        for place in (before, comment.story.get_absolute_url()):
            assert client.get(place + rest).status_code == 404
