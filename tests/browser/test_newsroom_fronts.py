"""Features E13, E14: a front is arranged in a browser by mouse, by keys and without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from articles import arranging
from articles.front_layout import Card, Container, Fill, Layout, Shape
from articles.models import Banner, Section, Story
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper, member

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def edith(paper: Newspaper) -> User:
    return member("Edith", roles.EDITOR)


@pytest.fixture
def open_desk(open_page: OpenPage, edith: User):
    """Opens a page of the newsroom and hears of every problem there."""

    def make(address: str, **options: object) -> Page:
        page = open_page(user=edith, **options)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        page.problems = problems  # type: ignore[attr-defined]
        return page

    return make


def front(edith: User, *names: str) -> tuple[Section, list[Story], str]:
    """A section whose front has two parts, the first with a story for each name."""
    section = f.section(f"front-{Section.objects.count()}")
    stories = [f.published(headline=name, section=section) for name in names]
    made = arranging.begin(section)
    parts = (
        Container(
            "c1",
            Shape.TOP,
            4,
            "Leads",
            section=section.pk,
            cards=tuple(Card(one.pk) for one in stories),
        ),
        Container("c2", Shape.STRIP, 4, "Below", fill=Fill.NOTHING),
    )
    arranging.save(made, edith, Layout(parts), 0)
    return section, stories, f"/admin/articles/front/of/{section.pk}/"


def order(section: Section) -> list[list[int]]:
    layout = arranging.layout_of(arranging.begin(section))
    return [[card.story for card in one.cards] for one in layout.containers]


def drag(page: Page, source: Locator, target: Locator, **where: object) -> None:
    """Drag with moves enough for a browser to tell the page where the pointer is.

    All of it is in view: a page that scrolls under a pressed button drags something else.
    """
    page.set_viewport_size({"width": 1280, "height": 2400})
    source.hover()
    page.mouse.down()
    for _move in range(3):
        target.hover(**where)  # type: ignore[arg-type]
    page.mouse.up()


def titles(page: Page, part: str) -> list[str]:
    return page.locator(f"#part-{part} .front-card .front-title").all_inner_texts()


def test_cards_are_moved_by_keys_and_the_focus_goes_along(paper, edith, open_desk):
    section, (one, two), address = front(edith, "Ebb", "Flood")
    page = open_desk(address)
    page.locator(f"#card-c1-{two.pk}").focus()

    page.keyboard.press("Alt+ArrowUp")

    expect(page.locator("#part-c1 .front-card").first).to_contain_text("Flood")
    expect(page.locator(f"#card-c1-{two.pk}")).to_be_focused()
    page.locator(f"#down-c1-{one.pk}").press("Enter")
    expect(page.locator("#part-c2 .front-card")).to_contain_text("Ebb")
    expect(page.locator(f"#card-c2-{one.pk}")).to_be_focused()
    assert order(section) == [[two.pk], [one.pk]]
    assert page.problems == []


def test_cards_are_dragged_within_a_part_and_into_another(paper, edith, open_desk):
    section, (one, two, three), address = front(edith, "Ebb", "Flood", "Slack water")
    page = open_desk(address)
    cards = page.locator("#part-c1 .front-card")

    drag(page, cards.nth(2).locator(".front-title"), cards.nth(0), position={"x": 200, "y": 4})

    expect(cards.first).to_contain_text("Slack water")
    assert order(section) == [[three.pk, one.pk, two.pk], []]
    below = page.locator("#part-c2 .front-part-head")
    drag(page, cards.nth(2).locator(".front-title"), below)
    expect(page.locator("#part-c2 .front-card")).to_contain_text("Flood")
    assert order(section) == [[three.pk, one.pk], [two.pk]]
    assert page.problems == []


def test_parts_are_moved_and_a_found_story_is_dragged_into_place(paper, edith, open_desk):
    section, (one,), address = front(edith, "Ebb")
    found = f.published(headline="Lighthouse sold to its keeper")
    page = open_desk(address)
    page.get_by_label("Words of its headline").fill("lighthouse sold")
    result = page.locator(f".front-found [data-story='{found.pk}']")
    expect(page.locator(".front-found li")).to_have_count(1)

    drag(page, result, page.locator(f"#card-c1-{one.pk}"), position={"x": 200, "y": 4})

    expect(page.locator("#part-c1 .front-card").first).to_contain_text("Lighthouse")
    page.locator("#part-c2").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".front-part h2")).to_have_text(["Below", "Leads"])
    assert order(section) == [[], [found.pk, one.pk]]
    page.get_by_role("button", name="Undo the last step").click()
    expect(page.locator(".front-part h2")).to_have_text(["Leads", "Below"])
    assert page.problems == []


def test_a_picture_is_chosen_by_eye_and_what_was_typed_stays(paper, edith, open_desk):
    section, _stories, address = front(edith, "Ebb")
    image = f.picture(caption="A gull on a bollard")
    page = open_desk(address)
    page.get_by_text("Headline, picture, end").click()
    page.get_by_label("Headline here").fill("Typed before")
    expect(page.locator("[data-front-unsaved]")).to_have_text("Not kept yet")
    page.get_by_role("button", name="Choose from the library…").click()
    dialog = page.get_by_role("dialog", name="Choose a picture")
    dialog.get_by_role("button", name="A gull on a bollard").click()
    dialog.get_by_role("button", name="Apply").click()

    expect(page.get_by_label("Picture here")).to_have_value(str(image.pk))
    expect(page.locator("#part-c1 .front-title").first).to_have_text("Typed before")
    (container, _below) = arranging.layout_of(arranging.begin(section)).containers
    assert [(card.headline, card.image) for card in container.cards] == [("Typed before", image.pk)]
    assert page.problems == []


def test_a_colleague_who_was_faster_is_told_of_without_a_reload(paper, edith, open_desk):
    section, (one, two), address = front(edith, "Ebb", "Flood")
    page = open_desk(address)
    made = arranging.begin(section)
    other = Layout((Container("c1", Shape.TOP, 4, "Leads", cards=(Card(two.pk),)),))
    arranging.save(made, member("Cho", roles.EDITOR), other, made.working_id)

    page.locator(f"#card-c1-{two.pk}").focus()
    page.keyboard.press("Alt+ArrowUp")

    conflict = page.locator("[data-front-conflict]")
    expect(conflict).to_contain_text("Cho was faster")
    expect(conflict).to_be_focused()
    assert order(section) == [[two.pk]]
    page.get_by_role("button", name="Go on with mine").click()
    expect(conflict).to_have_count(0)
    assert order(section) == [[two.pk, one.pk], []]


def test_a_front_is_arranged_and_published_without_script(paper, edith, open_desk, open_page):
    section, (one, two), address = front(edith, "Ebb", "Flood")
    page = open_desk(address, script=False, width=390)
    page.get_by_role("button", name="Move up Flood").click()
    assert titles(page, "c1") == ["Flood", "Ebb"]
    page.get_by_role("button", name="Take down Ebb").click()
    page.get_by_label("Words of its headline").fill("ebb")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_label("Place it on top of").select_option("Below")
    page.locator(f"#place-{one.pk}").click()
    assert titles(page, "c2") == ["Ebb"]
    page.locator(f"#card-c2-{one.pk} summary").click()
    page.locator(f"#card-c2-{one.pk}").get_by_label("Headline here").fill("Low water at last")
    page.get_by_role("button", name="Publish", exact=True).click()

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    reader = open_page(section.get_absolute_url(), script=False)
    expect(reader.get_by_role("link", name="Low water at last")).to_be_visible()
    assert order(section) == [[two.pk], [one.pk]]


def test_breaking_news_is_set_and_ended_on_a_phone(paper, edith, open_desk, open_page):
    page = open_desk("/admin/articles/banner/", width=390)
    page.get_by_label("Text").fill("The bridge is closed to all traffic until further notice")
    page.get_by_role("button", name="Preview").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("complementary", name="Breaking news")).to_contain_text("bridge")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not Banner.objects.exists()
    page.get_by_role("button", name="Show it on every page").click()

    reader = open_page("/", width=390)
    banner = reader.get_by_role("complementary", name="Breaking news")
    expect(banner).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="End it now").click()
    expect(page.locator(".messagelist")).to_contain_text("Ended")
    reader.reload()
    expect(banner).to_have_count(0)


# For everybody -----------------------------------------------------------------------------------


def violations(page: Page) -> list:
    found = Axe().run(page, context="#content", options={"resultTypes": ["violations"]})
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found.response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.trial)])
def test_pages_of_fronts_and_the_banner_are_accessible(paper, edith, open_desk, scheme):
    section, (one, _two), address = front(edith, "Ebb", "Flood")
    made = arranging.begin(section)
    arranging.publish(made, edith, made.working_id)
    page = open_desk(address, color_scheme=scheme, width=768)
    for box in page.locator(".front-settings > summary").all():
        box.click()
    assert violations(page) == []
    for below in ("history/", f"history/?story={one.pk}", "preview/"):
        page.goto(address + below)
        assert violations(page) == [], below
    for path in ("/admin/articles/front/", "/admin/articles/banner/"):
        page.goto(path)
        assert violations(page) == [], path
    assert page.problems == []
