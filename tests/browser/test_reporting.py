"""Feature C9 in a browser: reporting without script, and a marked sentence that comes along."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import ErrorReport, Story
from comments.models import Comment, Report
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper

pytestmark = pytest.mark.browser

SENTENCE = "The ferry left at six with nine people on board."


@pytest.fixture(scope="module")
def story(paper: Newspaper) -> Story:
    return f.published(section=paper.world, body_html=f"<p>{SENTENCE}</p><p>It came back.</p>")


@pytest.fixture(scope="module")
def comment(story: Story) -> Comment:
    return f.approved(story, text="They were all drunk.")


def test_marked_words_go_into_the_form_of_the_error(story: Story, open_page: OpenPage):
    page = open_page()
    page.goto(story.get_absolute_url())
    link = page.locator("a[data-report-error]")
    expect(link).to_have_text("Report an error")

    page.locator(".story-body p").first.click(click_count=3)

    expect(link).to_have_text("Report an error in the marked words")
    expect(link).to_be_in_viewport()
    link.click()
    expect(page.get_by_label("The words of the story")).to_have_value(SENTENCE)
    page.get_by_label("What is wrong, and what is right?").fill("There were ten.")
    page.get_by_role("button", name="Send it to the newsroom").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The newsroom has your report")
    assert ErrorReport.objects.get().quote == SENTENCE


def test_a_comment_is_reported_without_script(comment: Comment, open_page: OpenPage):
    page = open_page(script=False)
    page.goto(comment.story.get_absolute_url())
    card = page.locator(f"#c-{comment.pk}")
    card.locator(".acts-more > summary").click()
    card.get_by_role("link", name="Report").click()
    expect(page.locator(f"#c-{comment.pk}")).to_contain_text("They were all drunk.")
    page.get_by_label("Insults, hatred or harassment").check()
    page.get_by_role("button", name="Send the report").click()

    expect(page.get_by_role("heading", level=2).first).to_contain_text("Your report has arrived")
    assert Report.objects.get().comment == comment


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_forms_can_be_used_by_everybody(comment: Comment, open_page: OpenPage, scheme: str):
    page = open_page(width=390, color_scheme=scheme)
    for address in (
        f"{comment.get_absolute_url()}report/",
        f"/notice/?about={comment.get_absolute_url()}",
        f"{comment.story.get_absolute_url()}report-error/",
    ):
        page.goto(address)
        assert Axe().run(page).response["violations"] == [], address
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, address
