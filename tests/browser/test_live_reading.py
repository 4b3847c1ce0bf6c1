"""Feature E15 with the page open: new updates are told of within 15 seconds, and nothing moves."""

from __future__ import annotations

import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import live
from articles.live import UpdateContent
from articles.models import Story
from newsportal.core import versions
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper

pytestmark = pytest.mark.browser

SOON = 15_000  # milliseconds within which a reader is told


@pytest.fixture
def story(paper: Newspaper) -> Story:
    start = timezone.now() - datetime.timedelta(hours=5)
    story = f.published(start, kind=Story.Kind.LIVE, headline="A surge in the strait")
    for number in range(30):
        say(story, f"Number {number}.", start + datetime.timedelta(minutes=number))
    return story


def say(story: Story, text: str, at: datetime.datetime | None = None) -> None:
    live.post(story, None, UpdateContent(body_html=f"<p>{text}</p>" * 3), at=at)
    versions.forget_copies()  # what this process knows is up to a second old


def reading(open_page: OpenPage, story: Story, query: str = "", **options: object) -> Page:
    """A reader in the middle of the page, whose clock the test turns."""
    page = open_page(**options)
    page.clock.install()
    page.goto(story.get_absolute_url() + query)
    page.locator("article.live-update").nth(8).scroll_into_view_if_needed()
    return page


def place(page: Page) -> float:
    return page.locator("article.live-update").nth(8).bounding_box()["y"]


@pytest.mark.parametrize("width", [390, 1440])
def test_two_new_updates_are_told_of_and_the_page_does_not_jump(open_page, story, width):
    page = reading(open_page, story, width=width)
    before = place(page)
    say(story, "News.")
    say(story, "More news.")

    page.clock.run_for(SOON)

    link = page.get_by_role("link", name="2 new updates")
    expect(link).to_be_in_viewport()
    expect(page.locator("[data-live-news] [role=status]")).to_have_text("2 new updates")
    assert place(page) == before
    assert page.get_by_text("More news.").count() == 0
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []

    link.click()

    first = page.locator(".live-updates article").first
    expect(first).to_contain_text("More news.")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(link).to_be_hidden()
    say(story, "Third news.")
    page.clock.run_for(SOON)
    expect(page.get_by_role("link", name="1 new update")).to_be_visible()


def test_on_an_earlier_page_the_news_leads_to_the_newest(open_page, story):
    page = reading(open_page, story, "?updates=oldest")
    say(story, "News.")

    page.clock.run_for(SOON)
    page.get_by_role("link", name="1 new update").click()

    expect(page.locator(".live-updates article").first).to_contain_text("News.")


def test_the_end_is_told_too(open_page, story):
    page = reading(open_page, story)
    live.close(story, None, "<p>All came home.</p>")
    versions.forget_copies()

    page.clock.run_for(SOON)
    page.get_by_role("link", name="This live blog has ended. Read the summary").click()

    expect(page.get_by_text("All came home.")).to_be_visible()


def test_without_script_a_link_reads_the_page_again(open_page, story):
    page = open_page(story.get_absolute_url(), script=False)
    say(story, "News.")

    page.get_by_role("link", name="Refresh").click()

    expect(page.locator(".live-updates article").first).to_contain_text("News.")
