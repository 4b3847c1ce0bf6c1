"""Feature R5: the preview of search results and cards follows what one types."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from newsportal import roles
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper, member
from tests.core.picture_samples import sample

pytestmark = pytest.mark.browser


def test_the_preview_follows_what_one_types(paper: Newspaper, open_page: OpenPage):
    story = f.draft(headline="Ferry comes back", standfirst="With ten.", lead_image=f.picture())
    page = open_page(user=member("Edith", roles.EDITOR), width=1440)
    picture = sample("JPEG", 1200, 800)
    page.route("**/media/**", lambda route: route.fulfill(content_type="image/jpeg", body=picture))
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(reverse("admin:articles_story_change", args=[story.pk]))
    preview = page.locator("[data-search-preview]")
    expect(preview).to_be_hidden()
    page.get_by_text("Search and social").click()
    result, card = preview.locator(".result-preview-title"), preview.locator(".card-preview-title")
    expect(result).to_have_text("Ferry comes back")

    page.locator("#id_headline").fill("Ferry is back <at last>")
    expect(result).to_have_text("Ferry is back <at last>")
    expect(card).to_have_text("Ferry is back <at last>")
    field = page.locator("#id_search_title")
    assert field.get_attribute("placeholder") == "Ferry is back <at last>"

    too_long = preview.get_by_text("The title is longer than about 60 characters")
    expect(too_long).to_be_hidden()
    field.fill("Ferry timetable " * 5)
    expect(result).to_have_text(("Ferry timetable " * 5).strip())
    expect(card).to_have_text("Ferry is back <at last>")  # made for people
    expect(page.locator("#id_search_title_count")).to_have_text("79 of about 60 characters")
    expect(too_long).to_be_visible()
    page.get_by_label("Keep it from search engines").check()
    expect(preview.get_by_text("nobody finds it in search results")).to_be_visible()
    assert problems == []  # the tool below writes styles of its own
    inside = {"include": [[".search-social-box"]], "exclude": [[".select2-container"]]}
    found = Axe().run(page, context=inside)
    assert found.violations_count == 0, found.generate_report()
