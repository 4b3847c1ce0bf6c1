"""Feature E8: two editors save the same story; both versions are shown and joined, none is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles import publishing
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f
from tests.articles.test_admin_story_form import data

pytestmark = pytest.mark.django_db


@pytest.fixture
def edith(client):
    f.site()
    person = f.UserFactory(display_name="Edith", is_staff=True)
    roles.give(person, roles.EDITOR)
    client.force_login(person)
    return person


@pytest.fixture
def conflict(client, edith):
    """Edith's save after Ada's: both worded the headline, she the standfirst, Ada the kicker."""
    story = f.draft(headline="Ferry sinks", standfirst="", kicker="")
    opened = story.working_revision.number
    content = content_of(story)
    content.headline, content.kicker = "Ferry sinks at night", "Harbour"
    publishing.save_story(story, f.UserFactory(display_name="Ada"), content)
    mine = data(
        based_on=opened,
        headline="Ferry goes down",
        standfirst="Nobody was hurt.",
        body=content.body_html,
        section=content.section,
        _publish="1",
    )
    return story, mine, client.post(address(story), mine)


def address(story):
    return reverse("admin:articles_story_change", args=[story.pk])


def test_both_versions_stand_side_by_side_and_nothing_is_saved(conflict):
    story, _mine, response = conflict
    story.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == 409
    assert {(one.name, one.taken) for one in response.context["fields"]} == {
        ("headline", ""),
        ("kicker", "theirs"),
        ("standfirst", "mine"),
    }
    assert "Ada saved a newer version" in page
    assert 'name="choice_headline"' in page
    assert story.status == "draft"
    assert content_of(story).headline == "Ferry sinks at night"
    assert story.revisions.count() == 2


@pytest.mark.parametrize(
    ("choice", "headline"), [("theirs", "Ferry sinks at night"), ("mine", "Ferry goes down")]
)
def test_both_are_joined_as_chosen_and_saved_after_a_look(client, conflict, choice, headline):
    story, mine, response = conflict
    posted = dict(response.context["typed"])
    assert posted["headline"] == "Ferry goes down"

    joined = client.post(
        address(story),
        {**mine, "theirs": "2", "choice_headline": choice, "_merge": "1"},
    )

    form = joined.context["adminform"].form
    assert [form[name].value() for name in ("headline", "standfirst", "kicker", "based_on")] == [
        headline,
        "Nobody was hurt.",
        "Harbour",
        2,
    ]
    story.refresh_from_db()
    assert story.revisions.count() == 2
    saved = client.post(
        address(story), {**mine, "headline": headline, "kicker": "Harbour", "based_on": "2"}
    )
    assert saved.status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.standfirst, story.kicker) == (
        headline,
        "Nobody was hurt.",
        "Harbour",
    )


def test_who_joins_too_late_sees_the_newest(client, conflict):
    story, mine, _response = conflict
    story.refresh_from_db()
    content = content_of(story)
    content.headline = "Ferry is raised"
    publishing.save_story(story, f.UserFactory(display_name="Rana"), content)

    late = client.post(address(story), {**mine, "theirs": "2", "_merge": "1"})

    assert late.status_code == 409
    assert "Rana saved a newer version" in late.content.decode()
