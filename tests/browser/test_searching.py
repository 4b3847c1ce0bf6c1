"""Feature R2 in a browser: the search has no barrier; its filters need no script and no mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import factories as f
from tests.browser.test_reader_pages import TOO_WIDE, barriers

pytestmark = pytest.mark.browser

START, ANSWERS, NOTHING = "/search/", "/search/?q=ferry&section=world", "/search/?q=zeppelin"
PAPER = {"name": "The Meridian", "tagline": "News of the strait"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_search_has_no_barrier_in_either_theme_or_direction(open_page, paper, language):
    f.site(**PAPER, contact_email="desk@example.org", language=language)
    page, found = open_page(width=390), {}
    for path in (START, ANSWERS, NOTHING):
        page.goto(path)
        for summary in page.locator("main details > summary").all():
            summary.click()
        found[path] = [*barriers(page), *page.evaluate(TOO_WIDE)]
        page.emulate_media(color_scheme="dark")
        found[path] += barriers(page, {"runOnly": ["color-contrast"], "rules": {}})
        page.emulate_media(color_scheme="light")
    f.site(**PAPER, contact_email="desk@example.org", language="en")

    assert {path: what for path, what in found.items() if what} == {}


def press_on(page: Page, name: str) -> None:
    """Go on by the tabulator until what has this name has the focus, and press Enter."""
    for _each in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in " ".join(focused.inner_text().split()):
            page.keyboard.press("Enter")
            return
    raise AssertionError(name)


def test_filters_are_chosen_and_taken_back_by_keyboard_without_script(open_page, paper):
    page = open_page(START, script=False, width=390)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    every = page.get_by_role("status").inner_text()

    press_on(page, "Skip to the stories")  # a narrow search has forty filters before them
    page.keyboard.press("Tab")
    assert page.locator(".search-list .card").first.locator(":focus").count() == 1
    page.goto("/search/?q=ferry")
    press_on(page, "Filters")
    press_on(page, "World")

    expect(page).to_have_url("/search/?q=ferry&section=world")
    expect(page.get_by_label("Search in World")).to_have_value("ferry")
    assert page.get_by_role("status").inner_text() != every
    expect(page.get_by_role("link", name="Remove the filter: World")).to_be_visible()
    press_on(page, "Filters (1 chosen)")
    expect(page.locator(".choice[aria-current]")).to_contain_text("World")
    page.get_by_label("From").fill("2999-01-01")
    page.get_by_role("button", name="Show these days").press("Enter")

    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    page.get_by_role("link", name="Remove all filters").press("Enter")

    expect(page.get_by_role("status")).to_have_text(every)
