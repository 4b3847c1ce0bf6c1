"""Features E16 and E17 in a browser: comparing and correcting by keyboard, without scripts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles import publishing
from articles.models import Correction
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f
from tests.browser.newspaper import member
from tests.browser.test_reader_pages import barriers

pytestmark = pytest.mark.browser


def test_a_reader_compares_two_versions_by_keyboard_and_lands_on_the_difference(open_page, paper):
    page = open_page(paper.changed.get_absolute_url(), script=False, width=390)
    page.get_by_role("link", name="What changed").press("Enter")
    expect(page.get_by_role("heading", name="From version 3 to version 4")).to_be_visible()

    # By its first letters, as a list is used with the keyboard.
    page.get_by_role("combobox", name="From").focus()
    page.keyboard.type("version 1")
    page.get_by_role("button", name="Compare").press("Enter")

    expect(page.get_by_role("heading", name="From version 1 to version 4")).to_be_in_viewport()
    assert page.url.endswith("#difference")
    # The words are told by more than colour.
    added = page.locator(".difference ins", has_text="And 2.").first
    assert "underline" in added.evaluate("e => getComputedStyle(e).textDecorationLine")
    expect(page.get_by_text("It named a child.")).to_be_visible()


def test_an_editor_corrects_and_seals_by_keyboard_without_scripts(open_page, paper):
    story, edith = f.published(section=paper.world), member("Edith", roles.EDITOR)
    publishing.save_story(story, None, replace(content_of(story), standfirst="With ten."))
    publishing.publish(story, None)
    page = open_page(
        reverse("admin:articles_story_corrections", args=[story.pk]),
        script=False,
        width=390,
        user=edith,
    )
    page.get_by_label("Editor’s note").press("Space")
    page.get_by_label("What was wrong").fill("The dog is called Bosun.")
    page.get_by_role("button", name="Publish it").press("Enter")
    expect(page.get_by_text("Readers are told.")).to_be_visible()
    assert Correction.objects.get(story=story).text == "The dog is called Bosun."

    page.goto(reverse("admin:articles_story_public_versions", args=[story.pk]))
    page.locator("summary", has_text="Seal this version").last.press("Enter")
    page.get_by_label("Why, as readers are told").last.fill("It named a dog.")
    page.get_by_role("button", name="Seal version 1").press("Enter")
    expect(page.get_by_text("Sealed by Edith")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.trial)])
@pytest.mark.parametrize("name", ["corrections", "public_versions"])
def test_the_newsrooms_pages_have_no_barrier_and_no_side_scroll(open_page, paper, name, scheme):
    edith = member("Edith", roles.EDITOR)
    address = reverse(f"admin:articles_story_{name}", args=[paper.changed.pk])
    page = open_page(address, width=390, user=edith, color_scheme=scheme)
    room = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(room)
    for details in page.locator("details").all():
        details.evaluate("e => { e.open = true; }")
    assert barriers(page, {"resultTypes": ["violations"]}) == []
