"""Features E25, E26, R7: the newsroom's first page, its keys and its debts in a browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles import publishing
from articles.debts import reading
from articles.models import Image
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper, member

pytestmark = pytest.mark.browser

NOWHERE = "/world/2024/01/02/an-address-that-leads-nowhere-and-is-long/"


@pytest.fixture(scope="module")
def ada(paper: Newspaper) -> User:
    """Everything waits for Ada: she sees every panel that there is."""
    person = member("Ada", roles.ADMINISTRATOR)
    back = f.draft(person, headline="A headline that came back from the desk, and is rather long")
    publishing.submit(back, person)
    publishing.send_back(back, None, "Who says so? Name two who were on board.")
    f.draft(person)
    f.in_review(headline="Waits for review")
    f.scheduled()
    f.published(kind="live", headline="Storm over the strait")
    f.published(
        headline="A headline of a story that owes much, and goes on for longer than a line",
        lead_image=paper.story.lead_image,
        body_html=f'<p><a href="{NOWHERE}">a</a></p>',
    )
    Image.objects.update(credit="")
    reading.read_some()
    return person


def open_newsroom(open_page: OpenPage, person: User, address: str = "/admin/", **options) -> Page:
    page = open_page(user=person, **options)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    page.problems = problems  # type: ignore[attr-defined]
    return page


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.trial)])
@pytest.mark.parametrize("address", ["/admin/", "/admin/keyboard/", "/admin/debt/"])
def test_axe_finds_nothing(open_page, ada, address, scheme):
    page = open_newsroom(open_page, ada, address, color_scheme=scheme)

    found = Axe().run(page).response["violations"]

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.problems == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["/admin/", "/admin/debt/"])
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_sticks_out_at_any_width(open_page, ada, address, width):
    page = open_newsroom(open_page, ada, address, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_thumb_finds_a_new_story_and_the_running_live_blog_on_the_first_screen(
    open_page, ada
):
    page = open_newsroom(open_page, ada, width=390, script=False)

    new = page.get_by_role("link", name="New story").bounding_box()
    live = page.get_by_role("link", name="Storm over the strait").bounding_box()

    assert new["height"] >= 44
    assert new["width"] >= 300
    assert new["y"] < live["y"] < 800


def test_panels_read_downwards_in_the_order_of_the_page(open_page, ada):
    page = open_newsroom(open_page, ada, width=1440)

    boxes = [one.bounding_box() for one in page.locator(".dash-panel").all()]

    assert boxes == sorted(boxes, key=lambda box: (round(box["x"]), box["y"]))


def test_the_question_mark_shows_the_keys_and_escape_takes_them_away(open_page, ada):
    page = open_newsroom(open_page, ada)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys of the newsroom")).to_be_visible()
    page.keyboard.press("n")  # the dialog has the keys now
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()


def test_keys_lead_where_the_help_says(open_page, ada):
    page = open_newsroom(open_page, ada)

    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**" + reverse("admin:articles_story_changelist"))
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/admin/")
    page.keyboard.press("n")
    page.wait_for_url("**" + reverse("admin:articles_story_add"))


def test_the_slash_goes_to_the_search_and_letters_typed_there_stay_letters(open_page, ada):
    page = open_newsroom(open_page, ada)
    field = page.get_by_role("searchbox")

    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("n?gs/j")

    expect(field).to_have_value("n?gs/j")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/admin/$"))


def test_j_and_k_walk_through_the_lines(open_page, ada):
    page = open_newsroom(open_page, ada)
    lines = page.locator(".dash-title")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(lines.nth(1)).to_be_focused()
    page.keyboard.press("k")

    expect(lines.nth(0)).to_be_focused()


def test_keys_with_another_key_are_the_browsers(open_page, ada):
    page = open_newsroom(open_page, ada)

    page.keyboard.press("Alt+n")
    page.keyboard.press("Control+?")

    expect(page).to_have_url(re.compile(r"/admin/$"))
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_whoever_switches_the_keys_off_without_script_is_left_alone_with_script(open_page, paper):
    edith = member("Edith", roles.EDITOR)
    page = open_newsroom(open_page, edith, "/admin/keyboard/", script=False)
    page.get_by_role("button", name="Switch them off").click()
    expect(page.get_by_text("The keys are off.")).to_be_visible()

    page = open_newsroom(open_page, edith)
    page.keyboard.press("?")
    page.keyboard.press("n")

    expect(page).to_have_url(re.compile(r"/admin/$"))
    expect(page.locator("dialog")).to_have_count(0)


def test_debts_are_filtered_and_looked_at_again_without_script(open_page, ada):
    page = open_newsroom(open_page, ada, "/admin/debt/", script=False, width=390)

    page.get_by_role("link", name=re.compile("^Dead link")).first.click()
    expect(page.get_by_text(NOWHERE).first).to_be_visible()
    expect(page.get_by_text("Nobody is named")).to_have_count(0)
    page.get_by_role("button", name="Look at these again").click()

    expect(page.get_by_text("1 story was read again.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?kind=dead_link$"))
