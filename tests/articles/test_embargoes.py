"""Feature E11: nothing public before an embargo ends, and a crawl that would find it."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import embargoes, publishing
from articles.models import Story
from articles.models.revision import Event
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
HEADLINE = "The minister resigns over the harbour contracts"


@pytest.fixture(autouse=True)
def paper():
    return f.site()


def embargoed(**fields) -> Story:
    """A story whose embargo outlasts its schedule: set by force, as no verb allows."""
    story = f.published(headline=HEADLINE, **fields)
    Story.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + HOUR)
    story.refresh_from_db()
    return story


# The guard ---------------------------------------------------------------------------------------


def test_what_is_under_embargo_is_not_published_by_hand_either():
    story = f.draft()
    publishing.set_embargo(story, None, timezone.now() + HOUR)

    with pytest.raises(publishing.Refused) as refusal:
        publishing.publish(story, None)

    assert refusal.value.field == "embargo_until"
    assert not story.is_live()


def test_it_can_be_scheduled_for_the_end_of_the_embargo_and_not_before():
    story, end = f.draft(), timezone.now() + HOUR
    publishing.set_embargo(story, None, end)

    with pytest.raises(publishing.Refused):
        publishing.schedule(story, None, end - datetime.timedelta(minutes=1))
    publishing.schedule(story, None, end)

    assert story.is_live(end)


def test_an_embargo_after_the_schedule_is_refused_with_what_to_do():
    story = f.scheduled(1)

    with pytest.raises(publishing.Refused) as refusal:
        publishing.set_embargo(story, None, timezone.now() + 2 * HOUR)

    assert "Unschedule" in refusal.value.message


def test_an_embargo_that_holds_is_not_shortened_or_lifted_without_the_right():
    story, end = f.draft(), timezone.now() + 2 * HOUR
    publishing.set_embargo(story, None, end)

    for until in (None, end - HOUR):
        with pytest.raises(publishing.Refused):
            publishing.set_embargo(story, None, until)
    publishing.set_embargo(story, None, end + HOUR)

    assert story.embargo_until == end + HOUR


def test_breaking_an_embargo_needs_a_reason_and_stands_in_the_log():
    story, ada = f.draft(), f.UserFactory(display_name="Ada")
    publishing.set_embargo(story, None, timezone.now() + HOUR)

    with pytest.raises(publishing.Refused):
        publishing.break_embargo(story, ada, " ")
    publishing.break_embargo(story, ada, "It was on television.")

    event = story.events.first()
    assert (event.kind, event.actor, event.note.text) == (
        Event.Kind.EMBARGO_BROKEN,
        ada,
        "It was on television.",
    )
    publishing.publish(story, None)
    assert story.is_live()


@pytest.mark.parametrize(("role", "status"), [(roles.EDITOR, 403), (roles.ADMINISTRATOR, 302)])
def test_only_administrators_break_embargoes(client, role, status):
    person = f.UserFactory(is_staff=True)
    roles.give(person, role)
    client.force_login(person)
    story = f.draft()
    publishing.set_embargo(story, None, timezone.now() + HOUR)
    form = {
        "headline": "H",
        "kind": "report",
        "language": "en",
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
        "note": "It was on television.",
        "_break_embargo": "1",
    }

    response = client.post(f"/admin/articles/story/{story.pk}/change/", form)

    assert response.status_code == status
    story.refresh_from_db()
    assert story.is_embargoed == (role == roles.EDITOR)


# The crawl ---------------------------------------------------------------------------------------


def test_an_embargoed_story_shows_nowhere():
    tag, author, section = f.TagFactory(), f.AuthorFactory(), f.section("world")
    f.published(section=section, tags=[tag], bylines=[author])
    embargoed(section=section, tags=[tag], bylines=[author], lead_image=f.picture())
    scheduled = f.scheduled(section=section, headline="The budget of next year in ten numbers")
    f.approved(f.published(related=[scheduled.pk]))

    assert embargoes.check() == []


def test_every_kind_of_page_is_asked_for():
    tag, author, section = f.TagFactory(), f.AuthorFactory(), f.section("world")
    story = f.published(section=section, tags=[tag], bylines=[author])
    f.approved(story)
    f.page()
    asked: list[str] = []

    embargoes.check(told=asked.append)

    assert {"/", "/world/", f"/tags/{tag.slug}/", f"/authors/{author.slug}/"} <= set(asked)
    assert story.get_absolute_url() in asked
    assert f"{story.get_absolute_url()}feed/" in asked


@pytest.mark.parametrize("place", ["headline", "address", "picture"])
def test_a_planted_leak_is_found_and_fails_the_command(place, capsys):
    image = f.picture()
    story = embargoed(lead_image=image)
    planted = {
        "headline": HEADLINE,
        "address": story.get_absolute_url(),
        "picture": image.url,
    }[place]
    careless = f.TagFactory(description=f"Soon: {planted}")

    with pytest.raises(CommandError, match="leak"):
        call_command("check_embargoes")

    assert careless.get_absolute_url() in capsys.readouterr().err


def test_an_address_of_a_hidden_story_that_answers_is_a_leak(monkeypatch):
    embargoed()
    monkeypatch.setattr(Story, "is_live", lambda self, now=None: True)

    assert any(leak.kind == "articles:story" for leak in embargoes.check())


def test_drafts_and_withdrawn_stories_are_looked_for_when_asked():
    f.withdrawn(headline=HEADLINE)
    careless = f.page(title="Careless", body_html=f"<p>{HEADLINE}</p>")

    assert embargoes.check() == []
    assert [leak.path for leak in embargoes.check(everything=True)] == [careless.get_absolute_url()]


def test_a_headline_that_waits_in_a_live_story_is_a_secret_too():
    story = f.published(headline="Ferry sinks at night")
    content = content_of(story)
    content.headline = HEADLINE
    publishing.save_story(story, None, content)
    careless = f.page(title="Careless", body_html=f"<p>{HEADLINE}</p>")

    assert [leak.path for leak in embargoes.check(everything=True)] == [careless.get_absolute_url()]
    assert embargoes.check() == []  # a working copy is a draft; one with a set time is no draft
    publishing.schedule_change(story, None, timezone.now() + datetime.timedelta(hours=1))
    assert [leak.path for leak in embargoes.check()] == [careless.get_absolute_url()]


def test_a_quiet_paper_passes(capsys):
    f.published()

    call_command("check_embargoes")

    assert "No leak" in capsys.readouterr().out
