"""The load seed: rows as the verbs leave them, marked, and gone again without a trace."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.models import Byline, Section, SectionListing, Story, Tag
from articles.working_copy import content_of
from comments import moderation
from comments.models import Comment
from newsportal.core.models import User
from newsportal.demo.load import SOURCE, loading
from tests import factories as f

pytestmark = pytest.mark.django_db

STORIES, COMMENTS = 60, 300


@pytest.fixture(autouse=True)
def paper(settings, tmp_path):
    settings.DEMO = True
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": tmp_path / name, "base_url": "/media/"},
            }
            for name in ("default", "originals")
        },
    }
    f.site()


@pytest.fixture
def cho() -> User:
    return f.UserFactory(display_name="Cho", is_staff=True)


def rows() -> dict[str, int]:
    """How many rows every table of ours has; versions of pages and tasks are none of the mass."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in ("core.PageVersion", "django_tasks_database.DBTaskResult")
    }


def load(stories: int = STORIES, comments: int = COMMENTS) -> None:
    call_command("seed_load", stories=stories, comments=comments, verbosity=0)


def test_it_loads_what_was_asked_for_and_counts_it_rightly(cho):
    load()

    own = Story.objects.filter(source=SOURCE)
    assert own.count() == STORIES
    assert COMMENTS / 2 < Comment.objects.filter(source=SOURCE).count() <= COMMENTS
    assert moderation.recount(repair=False) == []


def test_the_places_in_the_threads_are_true(cho):
    load()
    columns = ("pk", "hidden_ancestors", "public_descendants")
    loaded = set(Comment.objects.values_list(*columns))

    moderation.recount(repair=True)

    assert set(Comment.objects.values_list(*columns)) == loaded
    assert max(Comment.objects.values_list("depth", flat=True)) > 3


def test_what_it_loads_is_what_publishing_would_have_left(cho):
    load(comments=0)

    for story in Story.objects.live().filter(source=SOURCE)[:20]:
        content = content_of(story)
        assert not story.has_changes
        assert (story.headline, story.body_html) == (content.headline, content.body_html)
        assert set(story.tags.values_list("pk", flat=True)) == set(content.tags)
        assert [one.author_id for one in Byline.objects.filter(story=story)] == [
            one.author for one in content.bylines
        ]
        listed = set(SectionListing.objects.filter(story=story).values_list("section", flat=True))
        assert content.section in listed


def test_its_pages_open_and_search_finds_them(cho, client):
    load(comments=300)
    story = Story.objects.live().filter(source=SOURCE).order_by("-comment_count")[0]
    section, tag = story.section, story.tags.all()[0]

    for address in (
        "/",
        story.get_absolute_url(),
        section.get_absolute_url(),
        f"/tags/{tag.slug}/",
    ):
        assert Client().get(address).status_code == 200, address
    assert story.pk in search.search(f'"{story.headline}"', search.Filters()).ids


def test_a_second_run_adds_to_the_first(cho):
    load(30, 60)
    load(20, 40)

    assert Story.objects.filter(source=SOURCE).count() == 50


def test_one_story_has_ten_thousand_comments_where_there_are_enough(cho, monkeypatch):
    monkeypatch.setattr(loading, "LONGEST", 200)

    load(60, 500)

    most = Story.objects.order_by("-discussion__next_sequence").first()
    assert most.discussion.next_sequence == 201


def test_removing_it_leaves_what_was_there(cho):
    kept = f.approved(f.published(tags=[f.TagFactory()], bylines=[f.AuthorFactory()]))
    before = rows()
    load()

    call_command("seed_load", remove=True, verbosity=0)

    assert rows() == before
    assert Comment.objects.get().pk == kept.pk


def test_what_the_newspapers_own_work_stands_on_stays(cho):
    load(20, 0)
    section, tag = Section.objects.filter(parent=None)[0], Tag.objects.all()[0]
    own = f.published(section=section, tags=[tag])

    call_command("seed_load", remove=True, verbosity=0)

    assert list(Story.objects.all()) == [own]
    assert (Section.objects.get().source, Tag.objects.get().source) == ("", "")


def test_it_costs_few_statements_a_story(cho):
    load(5, 10)

    with CaptureQueriesContext(connection) as captured:
        load(100, 200)

    assert len(captured) < 250, len(captured)


def test_a_public_site_is_not_filled_by_mistake(settings, cho):
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(CommandError, match="public site"):
        load(5, 0)

    assert not Story.objects.exists()
    call_command("seed_load", stories=5, comments=0, public=True, verbosity=0)
    assert Story.objects.count() == 5


def test_it_asks_how_many(cho):
    with pytest.raises(CommandError, match="--stories"):
        call_command("seed_load", verbosity=0)
