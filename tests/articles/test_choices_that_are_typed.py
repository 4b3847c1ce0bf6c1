"""Lists of suggestions take typed names where no script runs, and survive what is forged (F6)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import MenuItem, Story
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/story/add/"
FORGED = ["abc", "-1", "9" * 40, "<b>", "a\0b"]


@pytest.fixture
def edith(client):
    f.site()
    person = f.UserFactory(display_name="Edith", is_staff=True)
    roles.give(person, roles.EDITOR)
    client.force_login(person)
    return person


def data(**fields):
    return {
        "headline": "Ferry sinks",
        "body": "<p>It was late.</p>",
        "kind": "report",
        "language": "en",
        "bylines-TOTAL_FORMS": "1",
        "bylines-INITIAL_FORMS": "0",
        "bylines-0-role": "writer",
        **fields,
    }


def test_names_are_typed_where_no_script_offers_them(client, edith):
    section, picture = f.section("world"), f.picture(caption="Ferry at night")
    ferries, ports = f.TagFactory(name="Ferries"), f.TagFactory(name="Ports")
    jae = f.AuthorFactory(name="Jae Lim")
    typed = {
        "section": section.pk,
        "tags-typed": "ferries , Ports",
        "lead_image-typed": "Ferry at night",
        "bylines-0-author-typed": "Jae Lim",
    }
    assert b'<noscript><label class="typed-choice">' in client.get(ADD).content

    client.post(ADD, {**data(), **typed, "_publish": "1"})

    story = Story.objects.get()
    assert story.is_live()
    assert {*story.tags.all()} == {ferries, ports}
    assert story.lead_image == picture
    assert [byline.author for byline in story.bylines.all()] == [jae]


def test_a_number_is_as_good_as_a_name(client, edith):
    picture = f.picture(caption="Ferry at night")

    client.post(ADD, {**data(), "lead_image-typed": str(picture.pk), "_save": "1"})

    assert Story.objects.get().working_revision.snapshot["lead_image"] == picture.pk


def test_a_name_that_is_not_found_stays_in_its_line_beside_the_reason(client, edith):
    f.TagFactory(name="Ferries")

    response = client.post(ADD, {**data(), "tags-typed": "Ferries, Fairies", "_save": "1"})

    page = response.content.decode()
    assert not Story.objects.exists()
    assert "“Fairies” is not a valid value." in page
    assert 'name="tags-typed" value="Fairies"' in page
    assert "Ferry sinks" in page


def test_a_name_that_two_things_bear_is_not_guessed(client, edith):
    f.picture(caption="Harbour")
    f.picture(caption="harbour")

    response = client.post(ADD, {**data(), "lead_image-typed": "Harbour", "_save": "1"})

    assert not Story.objects.exists()
    assert 'name="lead_image-typed" value="Harbour"' in response.content.decode()


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("field", ["tags", "lead_image", "bylines-0-author", "related_1"])
def test_a_forged_choice_in_a_story_is_an_error_beside_it(client, edith, field, forged):
    response = client.post(ADD, {**data(), field: forged, "_save": "1"})

    assert response.status_code == 422
    assert not Story.objects.exists()


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("field", ["section", "page"])
def test_a_forged_choice_in_a_menu_is_an_error_beside_it(client, edith, field, forged):
    address = reverse("admin:articles_menuitem_add")
    response = client.post(address, {"menu": "main", "order": "1", field: forged})

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not MenuItem.objects.exists()
