"""Budgets of DESIGN section 6: what a page asks the database does not grow with its rows."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Story
from comments.importing import Row, bring_in
from tests import factories as f

pytestmark = pytest.mark.django_db

GUEST, READER = 8, 12


@pytest.fixture(autouse=True)
def paper(settings):
    """Menus and settings come from their own key, asked for once a second at most."""
    f.site()
    settings.VERSION_CHECK_SECONDS = 60


def queries(client: Client, address: str) -> list[str]:
    """The statements of the second look: the first warms what a process keeps."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [query["sql"] for query in captured.captured_queries]


def rich_story(**fields) -> Story:
    """All that a story page can show: two bylines with portraits, tags, picture, two sections."""
    portrait = f.picture()
    bylines = [f.AuthorFactory(portrait=portrait), f.AuthorFactory(portrait=portrait)]
    story = f.published(
        bylines=bylines,
        tags=[f.TagFactory(), f.TagFactory()],
        lead_image=f.picture(),
        further_sections=[f.section()],
        **fields,
    )
    for _ in range(4):
        f.published(tags=[*story.tags.all()], section=story.section, lead_image=f.picture())
    return story


def discuss(story: Story, number: int) -> None:
    """Threads up to nine deep, as measured in the anchors: every tenth comment begins one."""
    start = timezone.now() - datetime.timedelta(days=1)
    bring_in(
        story,
        [
            Row(
                key=str(index),
                parent=str(index - 1) if index % 10 else "",
                created_at=start + datetime.timedelta(seconds=index),
                guest_name=f"Reader {index}",
                text=f"Thought number {index}.",
                status="approved",
            )
            for index in range(number)
        ],
        source="test",
    )
    with connection.cursor() as cursor:
        # Plans made while the tables were empty read them whole for every key that is checked.
        cursor.execute("ANALYZE comments_comment, comments_commentevent")


@pytest.mark.parametrize("comments", [0, 100, 1_000, pytest.param(10_000, marks=pytest.mark.trial)])
def test_a_story_costs_a_guest_eight_queries_whatever_its_discussion(comments):
    story = rich_story()
    discuss(story, comments)

    asked = queries(Client(), story.get_absolute_url())

    assert len(asked) <= GUEST, asked


def test_a_story_costs_a_reader_twelve(client):
    story = rich_story()
    discuss(story, 100)
    rana = f.UserFactory()
    client.force_login(rana)
    f.held(story, rana)

    assert len(queries(client, story.get_absolute_url())) <= READER


@pytest.mark.parametrize("comments", [20, 400])
def test_a_discussions_own_pages_keep_the_budget(comments):
    story = rich_story()
    discuss(story, comments)
    root = story.discussion_comments.order_by("path")[0]

    for address in (f"{story.get_absolute_url()}comments/", root.get_absolute_url()):
        assert len(queries(Client(), address)) <= GUEST, address


@pytest.mark.parametrize("stories", [3, 30])
def test_lists_keep_the_budget_at_any_size(stories):
    sections = [f.section(f"s{number}") for number in range(6)]
    tag, author = f.TagFactory(), f.AuthorFactory(portrait=f.picture())
    for number in range(stories):
        f.published(
            section=sections[number % 6], tags=[tag], bylines=[author], lead_image=f.picture()
        )

    for address in (
        "/",
        "/s1/",
        tag.get_absolute_url(),
        author.get_absolute_url(),
        "/search/?q=ferry",
        f"/archive/{timezone.now():%Y}/",
        "/archive/",
    ):
        assert len(queries(Client(), address)) <= GUEST, address
