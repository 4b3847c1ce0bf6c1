"""Following, muting, sorting and reading notices in a browser: plain forms, the same with script
and without (features C2, C11, C12)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from comments import submitting
from comments.models import Comment, Policy
from tests import factories as f
from tests.accounts.people import post as deliver
from tests.browser.newspaper import member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"]),
]


def menu(page: Page, comment: Comment):
    card = page.locator(f"#c-{comment.pk}")
    card.locator("summary", has_text="More").click()
    return card.locator(".acts-list")


def test_a_reader_follows_hears_sorts_and_mutes(open_page, paper, script):
    f.policy(Policy.OPEN)
    story = f.published(headline="The eleventh hour at the pier", section=paper.world)
    rana, jo = member("Rana"), member("Jo")
    root = submitting.submit(story, jo, "Who was there?").comment
    later = submitting.submit(story, jo, "I was, by the way.").comment
    page = open_page(story.get_absolute_url(), script=script, user=rana, width=390)

    page.get_by_role("link", name="Oldest", exact=True).click()
    expect(page.locator(".thread > li").first).to_contain_text("Who was there?")
    menu(page, root).get_by_role("button", name="Follow this branch").click()
    expect(page).to_have_url(re.compile(r"/comments/\?order=oldest"))
    expect(menu(page, root).get_by_role("button", name="Stop following")).to_be_visible()

    submitting.submit(story, jo, "Nobody at all?", reply_to=root)
    deliver()
    page.goto("/me/notices/")
    unread = page.locator(".me-line.is-unread")
    expect(unread).to_have_count(1)
    unread.get_by_role("button", name="Mark as read").click()
    expect(page.locator(".me-line")).to_have_count(1)
    expect(unread).to_have_count(0)

    page.goto(story.get_absolute_url())
    menu(page, later).get_by_role("link", name="Mute Jo").click()
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_text("I was, by the way.")).to_be_hidden()
    page.goto("/me/muted/")
    page.get_by_role("button", name="Unmute").click()
    page.goto(story.get_absolute_url())
    expect(page.get_by_text("I was, by the way.")).to_be_visible()
