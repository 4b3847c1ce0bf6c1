"""Feature R5: the fields “Search and social” of the forms of stories and pages."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import checks, publishing
from articles.models import Page, Story
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    f.site(name="The Meridian")
    edith = f.UserFactory()
    roles.give(edith, roles.EDITOR)
    client = Client()
    client.force_login(edith)
    return client


def form_of(story: Story, **fields: object) -> dict[str, object]:
    """The form as a browser sends it, with the story's own section and headline."""
    content = content_of(story)
    return {
        "headline": content.headline,
        "section": content.section,
        "kind": content.kind,
        "language": content.language,
        "based_on": story.working_revision.number,
        "bylines-TOTAL_FORMS": "0",
        "bylines-INITIAL_FORMS": "0",
        **fields,
    }


def test_an_editor_sets_it_and_sees_how_it_will_look(client):
    lead, own = f.picture(alt="A quay"), f.picture(alt="A bow")
    story = f.draft(headline="Ferry <comes> back", standfirst="With ten.", lead_image=lead)
    address = reverse("admin:articles_story_change", args=[story.pk])

    answer = client.get(address)
    html = answer.content.decode()
    preview = answer.context["forms"].search_preview
    assert (preview.title, preview.card_title) == ("Ferry <comes> back", "Ferry <comes> back")
    assert preview.description == "With ten."
    assert preview.picture.url == settings.SITE_URL + lead.url
    assert preview.warned == set()
    assert html.count('placeholder="Ferry &lt;comes&gt; back"') == 2
    assert 'placeholder="With ten."' in html

    typed = {
        "search_title": "  Ferry  timetable, " + "all sailings of the year and more " * 2,
        "search_description": "Words",
        "social_headline": "The ferry!",
        "social_image": own.pk,
        "canonical_url": "https://other.example/ferry/#top",
        "noindex": "on",
        "_save": "1",
    }
    assert client.post(address, form_of(story, **typed)).status_code == 302
    story.refresh_from_db()
    content = content_of(story)
    assert content.search_title.startswith("Ferry timetable, all")
    assert (content.social_headline, content.social_image) == ("The ferry!", own.pk)
    assert (content.canonical_url, content.noindex) == ("https://other.example/ferry/", True)

    preview = client.get(address).context["forms"].search_preview
    assert (preview.card_title, preview.description) == ("The ferry!", "Words")
    assert preview.picture.url == settings.SITE_URL + own.url
    assert preview.warned == {"search_title", "noindex", "canonical_url"}
    told = {one.code: one.blocks for one in checks.findings(story, content)}
    for code in ("long-search_title", "noindex", "canonical"):
        assert told[code] is False  # each is a warning


def test_a_bad_address_is_told_beside_its_field_and_nothing_typed_is_lost(client):
    story = f.draft()
    address = reverse("admin:articles_story_change", args=[story.pk])
    typed = {"canonical_url": "javascript:alert(1)", "social_headline": "Kept", "_save": "1"}

    answer = client.post(address, form_of(story, **typed))

    assert answer.status_code == 422
    form = answer.context["forms"].form
    assert list(form.errors) == ["canonical_url"]
    assert answer.context["forms"].search_preview.card_title == "Kept"
    assert content_of(Story.objects.get(pk=story.pk)).canonical_url == ""


def test_a_page_has_a_title_and_a_description_of_its_own(client):
    page = f.page(title="About us", standfirst="Who we are.", publish=False)
    address = reverse("admin:articles_page_change", args=[page.pk])
    preview = client.get(address).context["forms"].search_preview
    assert (preview.title, preview.description) == ("About us", "Who we are.")

    typed = {"title": "About us", "search_title": "About The Meridian", "search_description": "We."}
    based_on = page.working_revision.number
    answer = client.post(address, {**typed, "based_on": based_on, "_publish": "1"})
    assert answer.status_code == 302
    public = Page.objects.get(pk=page.pk)
    assert (public.search_title, public.search_description) == ("About The Meridian", "We.")
    html = Client().get(public.get_absolute_url()).content.decode()
    assert "<title>About The Meridian – The Meridian</title>" in html


def test_a_picture_that_one_may_not_know_cannot_be_put_on_a_card():
    """A contributor guesses the number of a picture of an embargoed story."""
    f.site()
    cho, edith = f.UserFactory(), f.UserFactory()
    roles.give(cho, roles.CONTRIBUTOR)
    secret = f.picture()
    hidden = f.draft(edith, social_image=secret.pk)
    publishing.set_embargo(hidden, edith, timezone.now() + datetime.timedelta(days=1))
    story = f.draft(cho)
    client = Client()
    client.force_login(cho)
    address = reverse("admin:articles_story_change", args=[story.pk])
    answer = client.post(address, form_of(story, social_image=secret.pk, _save="1"))
    assert answer.status_code == 422
    assert secret.url not in answer.content.decode()
