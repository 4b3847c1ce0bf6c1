"""Features E8, E9: what a browser keeps of a story that is being written, and who else is there."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Autosave
from newsportal import roles
from tests import factories as f
from tests.browser.newspaper import member

pytestmark = pytest.mark.browser

#: Milliseconds after which a page says again that somebody is there (`static/admin-js/desk.js`).
BEAT = 10_000


def beat(page: Page) -> None:
    """Let ten seconds pass in this page, and hear what it is told then."""
    with page.expect_response(re.compile("/presence/")):
        page.clock.run_for(BEAT)


def test_words_typed_as_soon_as_the_page_is_there_come_back_after_a_crash(open_page, paper):
    edith = member("Edith", roles.EDITOR)
    page = open_page(user=edith)
    page.clock.install()
    page.goto(reverse("admin:articles_story_add"))
    page.locator("#id_headline").press_sequentially("Written at once")
    page.clock.run_for(2_000)
    expect(page.locator("[data-kept]")).to_have_text(re.compile(r"\d"), timeout=20_000)
    page.context.close()  # nothing is asked, nothing is said

    assert Autosave.objects.filter(user=edith).exists()
    again = open_page(user=edith)
    again.goto(reverse("admin:articles_story_add"))
    again.get_by_role("link", name="Bring it back").click()
    expect(again.locator("#id_headline")).to_have_value("Written at once")


def test_a_colleague_is_seen_and_no_longer_seen_when_gone(open_page, paper):
    story = f.draft(headline="Written by two")
    address = reverse("admin:articles_story_change", args=[story.pk])
    first = open_page(user=member("Edith", roles.EDITOR))
    first.clock.install()
    first.goto(address)
    second = open_page(user=member("Ada", roles.ADMINISTRATOR))
    second.goto(address)
    expect(second.locator("[data-presence-note]")).to_have_text("Also editing: Edith")
    note = first.locator("[data-presence-note]")
    beat(first)
    expect(note).to_have_text("Also editing: Ada")

    second.goto(reverse("admin:articles_story_changelist"))
    for _beat in range(9):  # what a page says as it goes may come after what the next one asks
        beat(first)
        if note.is_hidden():
            break
    expect(note).to_be_hidden()
