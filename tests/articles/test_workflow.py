"""Feature E4: from draft to readers and back, each step a guarded verb with who, when and note."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Page, Story
from articles.models.revision import Event
from articles.working_copy import PageContent, StoryContent
from tests import factories as f

pytestmark = pytest.mark.django_db

Status = Story.Status


@pytest.fixture
def edith():
    return f.UserFactory(display_name="Edith")


def ready_story() -> Story:
    story = f.in_review()
    publishing.approve(story, None)
    return story


STARTS = {
    Status.DRAFT: f.draft,
    Status.IN_REVIEW: f.in_review,
    Status.READY: ready_story,
    Status.SCHEDULED: f.scheduled,
    Status.PUBLISHED: f.published,
    Status.WITHDRAWN: f.withdrawn,
}

#: Every step that there is: verb → state it starts from → state it ends in.
STEPS = {
    publishing.submit: {Status.DRAFT: Status.IN_REVIEW},
    publishing.take_back: {Status.IN_REVIEW: Status.DRAFT},
    publishing.approve: {Status.DRAFT: Status.READY, Status.IN_REVIEW: Status.READY},
    publishing.send_back: {Status.IN_REVIEW: Status.DRAFT, Status.READY: Status.DRAFT},
    publishing.unschedule: {Status.SCHEDULED: Status.READY},
    publishing.withdraw: {Status.PUBLISHED: Status.WITHDRAWN},
    publishing.publish: dict.fromkeys(STARTS, Status.PUBLISHED),
}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("verb", STEPS)
def test_a_step_leads_where_it_should_or_is_refused_with_a_sentence(verb, start):
    story = STARTS[start]()
    end = STEPS[verb].get(start)

    if end is None:
        with pytest.raises(publishing.Refused) as refusal:
            verb(story, None)
        assert refusal.value.message
        end = start
    else:
        verb(story, None)

    story.refresh_from_db()
    assert story.status == end


def test_a_step_says_who_took_it_and_why(edith):
    story = f.in_review()

    publishing.send_back(story, edith, "Ask the harbour master too.")

    event = story.events.first()
    assert (event.kind, event.actor, event.from_status, event.to_status) == (
        Event.Kind.SENT_BACK,
        edith,
        Status.IN_REVIEW,
        Status.DRAFT,
    )
    assert event.note.text == "Ask the harbour master too."
    assert event.note.story == story


def test_nothing_is_sent_back_without_a_word_on_why(edith):
    story = f.in_review()

    with pytest.raises(publishing.Refused) as refusal:
        publishing.send_back(story, edith, "  ")

    assert refusal.value.field == "note"


def test_who_publishes_a_draft_at_once_skips_steps_and_the_log_says_so(edith):
    story = f.draft(bylines=[f.AuthorFactory()])

    publishing.publish(story, edith)

    assert story.is_live()
    assert story.events.first().skipped == ["in review", "ready"]


def test_a_refusal_names_who_was_faster(edith):
    story = f.in_review()
    seen = Story.objects.get(pk=story.pk)
    publishing.send_back(story, edith, "Later.")

    with pytest.raises(publishing.Refused) as refusal:
        publishing.send_back(seen, None)

    assert "Edith" in refusal.value.message


def test_a_page_takes_the_same_steps(client):
    f.site()
    page = f.page(publish=False, title="Ethics")
    publishing.submit(page, None)
    publishing.approve(page, None)
    publishing.schedule(page, None, timezone.now() + datetime.timedelta(hours=1))

    assert (page.status, page.is_live()) == (Status.SCHEDULED, False)
    assert client.get("/ethics/").status_code == 404

    publishing.publish(page, None)

    assert client.get("/ethics/").status_code == 200
    assert [event.kind for event in page.events.all()] == [
        Event.Kind.PUBLISHED,
        Event.Kind.SCHEDULED,
        Event.Kind.APPROVED,
        Event.Kind.SUBMITTED,
        Event.Kind.CREATED,
    ]


def test_a_withdrawn_story_comes_back_at_its_address_and_is_not_called_updated():
    story = f.withdrawn()
    address = story.get_absolute_url()

    publishing.publish(story, None)

    assert story.is_live()
    assert story.get_absolute_url() == address
    assert not story.shows_update


def test_publishing_what_readers_see_already_is_refused(edith):
    story = f.published()

    with pytest.raises(publishing.Refused):
        publishing.publish(story, edith)


def test_a_typing_error_is_no_update_and_a_correction_is_one():
    story = f.published(timezone.now() - datetime.timedelta(days=1))
    publishing.save_story(story, None, f.content(headline="Mended"))
    publishing.publish(story, None, change=Story.Change.TYPO)
    assert not story.shows_update

    publishing.save_story(story, None, f.content(headline="Corrected"))
    publishing.publish(story, None, change=Story.Change.CORRECTION)

    assert story.shows_update
    assert [version.change for version in story.public_versions.seen()] == [
        "correction",
        "typo",
        "update",
    ]


def test_what_readers_never_saw_leaves_no_public_version():
    story = f.scheduled()
    publishing.save_story(story, None, f.content(headline="Second thoughts"))
    publishing.publish(story, None, at=timezone.now() + datetime.timedelta(hours=3))
    publishing.unschedule(story, None)
    publishing.publish(story, None)

    assert story.public_versions.count() == 1


def test_an_older_version_is_restored_as_a_new_one(edith):
    story = f.draft(headline="First")
    old = story.working_revision
    publishing.save_story(story, None, StoryContent(headline="Second"))

    revision = publishing.restore(story, edith, old)

    assert (revision.number, revision.snapshot["headline"]) == (3, "First")
    assert story.revisions.count() == 3
    assert story.events.first().kind == Event.Kind.RESTORED


def test_a_version_of_something_else_is_not_restored():
    story, other = f.draft(), f.draft()

    with pytest.raises(publishing.Refused):
        publishing.restore(story, None, other.working_revision)


def test_a_page_is_restored_too():
    page = f.page(title="About")
    old = page.working_revision
    publishing.save_page(page, None, PageContent(title="About us"))

    publishing.restore(page, None, old)

    assert Page.objects.get(pk=page.pk).working_title == "About"
