"""Feature F1: editors arrange the menu; every page shows it, the current item marked."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from articles import publishing, sections
from articles.models import MenuItem
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


def test_the_menu_shows_sections_pages_and_links_in_the_editors_order(client):
    world, about = f.section("world", name="World"), f.page(title="About", slug="about")
    f.menu_item(page=about, order=3)
    f.menu_item(section=world, order=1)
    f.menu_item(url="https://example.org/shop", label="Shop", order=2)

    page = client.get("/").content.decode()

    places = [page.index(words) for words in (">World</a>", ">Shop</a>", ">About</a>")]
    assert places == sorted(places)


def test_the_current_item_is_marked_and_so_is_the_section_of_a_story(client):
    world = f.section("world", name="World")
    f.menu_item(section=world)
    story = f.published(section=world)

    on_section = client.get("/world/").content.decode()
    on_story = client.get(story.get_absolute_url()).content.decode()

    assert '<a href="/world/" aria-current="page">World</a>' in on_section
    assert '<a href="/world/" aria-current="true">World</a>' in on_story
    assert 'aria-current="page">World' not in client.get("/").content.decode()


def test_lines_below_a_line_stand_in_a_disclosure_that_needs_no_script(client):
    world = f.section("world", name="World")
    above = f.menu_item(section=world)
    f.menu_item(section=f.section("asia", world, name="Asia"), parent=above)

    page = client.get("/").content.decode()

    inside = page[page.index('<details class="submenu"') :]
    assert ">Asia</a>" in inside[: inside.index("</details>")]


def test_a_page_that_is_withdrawn_leaves_the_menu_at_once(client):
    page = f.page(title="About us", slug="about")
    f.menu_item(page=page)
    assert "About us" in client.get("/").content.decode()

    publishing.withdraw(page, None)

    assert "About us" not in client.get("/").content.decode()


def test_a_renamed_section_is_renamed_in_the_menu_at_once(client):
    world = f.section("world", name="World")
    f.menu_item(section=world)
    client.get("/")

    world.name = "The Globe"
    sections.save(world)

    assert "The Globe" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"url": "javascript:alert(1)", "label": "x"},
        {"url": "//evil.example/", "label": "x"},
        {"url": "/about/"},
    ],
)
def test_a_line_that_leads_nowhere_is_refused_with_a_sentence(fields):
    with pytest.raises(ValidationError):
        MenuItem(menu="main", **fields).full_clean()


def test_the_menu_has_one_nested_level():
    top = f.menu_item(url="/a/", label="A")
    below = f.menu_item(url="/b/", label="B", parent=top)

    with pytest.raises(ValidationError, match="one nested level"):
        MenuItem(url="/c/", label="C", parent=below).full_clean()
    top.parent = f.menu_item(url="/d/", label="D")
    with pytest.raises(ValidationError, match="items below it"):
        top.full_clean()
