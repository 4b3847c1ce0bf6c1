"""Feature E20: nothing of another site is asked for before the reader's click."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from articles.models import Story
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper

pytestmark = pytest.mark.browser

ADDRESS = "https://vimeo.com/12345"
HOST = "https://player.vimeo.com"
PLAYER = f"{HOST}/video/12345?dnt=1"


@pytest.fixture(scope="module")
def story(paper: Newspaper) -> Story:
    embed = f'<figure data-embed="{ADDRESS}"><a href="{ADDRESS}">{ADDRESS}</a></figure>'
    return f.published(section=paper.world, body_html=f"<p>Before</p>{embed}<p>After</p>")


@pytest.fixture
def foreign() -> list[str]:
    """What was asked of other hosts."""
    return []


@pytest.fixture
def page(story: Story, open_page: OpenPage, foreign: list[str]) -> Page:
    page = open_page()

    def answer(route: Route) -> None:
        foreign.append(route.request.url)
        body = "<!doctype html><title>Player</title><button>Play</button>"
        route.fulfill(content_type="text/html", body=body)

    page.route(re.compile(r"^https://"), answer)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.problems = problems  # type: ignore[attr-defined]
    page.goto(story.get_absolute_url())
    return page


def test_nothing_is_asked_of_the_provider_until_the_reader_clicks(page, foreign):
    button = page.get_by_role("button", name="Show it here")
    button.scroll_into_view_if_needed()
    button.hover()
    button.focus()
    page.wait_for_load_state("networkidle")
    assert foreign == []
    assert page.frames == [page.main_frame]
    expect(page.locator("figure.embed")).to_contain_text("Vimeo, which then learns of your visit")


def test_a_click_loads_the_player_under_the_pages_policy(page, foreign):
    page.get_by_role("button", name="Show it here").click()
    player = page.frame_locator("iframe.embed-player")
    expect(player.get_by_role("button", name="Play")).to_be_visible()
    assert foreign == [PLAYER]
    frame = page.locator("iframe.embed-player")
    expect(frame).to_have_attribute("title", "Vimeo")
    expect(frame).to_be_focused()
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    expect(page.get_by_role("link", name="Watch the video (Vimeo)")).to_be_visible()
    assert page.problems == []


def test_the_button_works_by_keyboard(page, foreign):
    page.get_by_role("button", name="Show it here").press("Enter")
    expect(page.locator("iframe.embed-player")).to_have_count(1)


def test_another_host_cannot_be_framed(page, foreign):
    page.evaluate("document.querySelector('figure.embed').dataset.player = 'https://evil.example/'")
    with page.expect_console_message(lambda said: f"frame-src {HOST}" in said.text):
        page.get_by_role("button", name="Show it here").click()
    assert foreign == []


def test_the_offer_is_accessible_and_fits_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 800})
    found = Axe().run(page, context="figure.embed", options={"resultTypes": ["violations"]})
    assert [(one["id"], one["nodes"]) for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_there_is_a_plain_link(story, open_page):
    page = open_page(story.get_absolute_url(), script=False)
    link = page.get_by_role("link", name="Watch the video (Vimeo)")
    expect(link).to_have_attribute("href", ADDRESS)
    expect(page.locator("iframe, .embed-offer")).to_have_count(0)
