"""Bad input in the form of a story: a sentence beside the field, and nothing typed is lost."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Autosave, Story
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_story_add")


@pytest.fixture(autouse=True)
def paper():
    f.site()


def signed_in(client, role, name):
    person = f.UserFactory(display_name=name)
    roles.give(person, role)
    client.force_login(person)
    return person


@pytest.fixture
def edith(client):
    return signed_in(client, roles.EDITOR, "Edith")


@pytest.fixture
def cho(client):
    return signed_in(client, roles.CONTRIBUTOR, "Cho")


def form(story=None, **fields):
    return {
        "headline": "Ferry sinks at night",
        "standfirst": "Nobody was hurt.",
        "body": "<p>It was late.</p>",
        "kind": "report",
        "language": "en",
        "section": story.working_section_id if story else f.section().pk,
        "based_on": story.working_revision.number if story else "",
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
        **fields,
    }


def change(story):
    return reverse("admin:articles_story_change", args=[story.pk])


def errors(response):
    return {
        name: " ".join(said) for name, said in response.context["adminform"].form.errors.items()
    }


def local(hours):
    return timezone.localtime(timezone.now() + datetime.timedelta(hours=hours)).strftime(
        "%Y-%m-%dT%H:%M"
    )


def test_a_story_without_a_byline_is_published(client, edith):
    assert client.post(ADD, form(_publish="1")).status_code == 302
    assert Story.objects.get().is_live()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"at": local(-2), "_schedule": "1"}, "at", "passed"),
        ({"at": "", "_schedule": "1"}, "at", "Set the date and time first"),
        ({"at": "2026-13-45T99:99", "_schedule": "1"}, "at", "valid"),
        ({"at": "99999-01-01T00:00", "_schedule": "1"}, "at", "valid"),
        ({"embargo_until": local(-1), "_embargo": "1"}, "embargo_until", "passed"),
        ({"slug": "2026", "_save": "1"}, "slug", "letter"),
        ({"section": "999999", "_save": "1"}, "section", "valid"),
        ({"kind": "hoax", "_save": "1"}, "kind", "valid"),
        ({"related_1": "9" * 30, "_save": "1"}, "related_1", "valid"),
        ({"headline": "", "_publish": "1"}, "headline", "headline"),
        ({"note": "", "_break_embargo": "1"}, None, ""),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client, edith, typed, field, words):
    story = f.draft(edith)

    response = client.post(change(story), form(story, **typed))

    if field is None:
        assert response.status_code in (403, 422)
        return
    assert response.status_code == 422
    assert words in errors(response)[field]
    assert "Nobody was hurt." in response.content.decode()
    story.refresh_from_db()
    assert story.status == Story.Status.DRAFT


def test_an_embargo_after_the_schedule_is_refused_beside_its_field(client, edith):
    story = f.scheduled(in_hours=2)

    response = client.post(change(story), form(story, embargo_until=local(5), _embargo="1"))

    assert response.status_code == 422
    assert "embargo_until" in errors(response)


def test_a_taken_address_is_refused_beside_its_field_and_the_text_is_saved(client, edith):
    first = f.published(headline="Ferry sinks at night")

    response = client.post(ADD, form(slug=first.slug, _publish="1"))

    second = Story.objects.exclude(pk=first.pk).get()
    assert response.status_code == 422
    assert "slug" in errors(response)
    assert not second.is_live()
    assert content_of(second).standfirst == "Nobody was hurt."


def test_the_same_headline_on_the_same_day_gets_an_address_of_its_own(client, edith):
    first = f.published(headline="Ferry sinks at night")

    client.post(ADD, form(_publish="1"))

    second = Story.objects.exclude(pk=first.pk).get()
    assert second.is_live()
    assert second.slug != first.slug


def test_a_body_of_two_million_characters_is_saved_and_a_longer_one_is_refused(client, edith):
    paragraph = "<p>" + "word " * 200 + "</p>"
    body = paragraph * (1_990_000 // len(paragraph))
    story = f.draft(edith)

    saved = client.post(change(story), form(story, body=body))
    story.refresh_from_db()
    refused = client.post(change(story), form(story, body=body + paragraph * 40))

    assert saved.status_code == 302
    assert len(content_of(story).body_html) > 1_900_000
    assert refused.status_code == 422
    assert "body" in errors(refused)
    assert "word word" in refused.content.decode()


def test_what_was_typed_while_it_was_found_ready_is_shown_and_not_saved(client, cho):
    story = f.draft(cho)
    data = form(story)
    publishing.approve(story, f.UserFactory())

    late = client.post(change(story), data)

    page = late.content.decode()
    assert late.status_code == 409
    assert "It is ready now, so nothing was saved." in page
    assert "Ferry sinks at night" in page
    story.refresh_from_db()
    assert story.revisions.count() == 1


def test_what_was_typed_too_late_is_saved_when_it_is_taken_back(client, cho):
    story = f.draft(cho)
    data = form(story)
    publishing.submit(story, cho)

    late = client.post(change(story), {**data, "_save": "1"})
    taken = client.post(change(story), {**data, "_take_back": "1"})

    assert late.status_code == 409
    assert 'name="_take_back"' in late.content.decode()
    assert taken.status_code == 302
    story.refresh_from_db()
    assert story.status == Story.Status.DRAFT
    assert content_of(story).headline == "Ferry sinks at night"


def test_a_writers_words_are_kept_by_themselves_in_any_state(client, cho):
    story = f.draft(cho)
    publishing.submit(story, cho)

    kept = client.post(reverse("admin:articles_story_autosave", args=[story.pk]), form(story))

    assert kept.status_code == 200
    assert Autosave.objects.get().story == story


def test_a_draft_of_someone_else_is_still_none_of_ones_business(client, cho):
    story = f.draft()

    assert client.post(change(story), form(story)).status_code in (403, 404)
    address = reverse("admin:articles_story_autosave", args=[story.pk])
    assert client.post(address, form(story)).status_code in (403, 404)


@pytest.mark.parametrize("name", ["headline", "standfirst", "kicker", "dateline", "slug", "note"])
@pytest.mark.parametrize("text", ["\x00", "\u202etxt.exe", "a" * 20_000, "<script>x</script>"])
def test_hostile_words_in_any_field_are_no_accident(client, edith, name, text):
    response = client.post(ADD, form(**{name: text}))

    assert response.status_code in (302, 422)
    assert "<script>x</script>" not in response.content.decode()
