"""Features C1, C3, C13 and R7 in a browser: more in place, news without a jump, acts on a phone."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Story
from comments import moderation
from comments.importing import Row, bring_in
from comments.models import Comment
from newsportal.core import versions
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import member
from tests.browser.test_reader_pages import TOO_WIDE, barriers

pytestmark = pytest.mark.browser

SOON = 15_000  # milliseconds within which a reader is told


@pytest.fixture
def story(paper) -> Story:
    """Thirty threads, the newest of which has nine answers and one of them eight levels below."""
    story = f.published(headline="Nine went out", section=paper.world)
    start = timezone.now() - datetime.timedelta(hours=3)
    rows = [row(f"t{number}", "", start, number) for number in range(30)]
    rows += [row(f"r{number}", "t29", start, 40 + number) for number in range(9)]
    rows += [
        row(f"d{number}", f"d{number - 1}" if number else "t28", start, 60 + number)
        for number in range(5)
    ]
    bring_in(story, rows, source=f"test {story.pk}")
    return story


def row(key: str, parent: str, start: datetime.datetime, minutes: int) -> Row:
    at = start + datetime.timedelta(minutes=minutes)
    words = f"Said as {key}, at some length, so that it fills more than one line of a phone."
    return Row(key, at, "approved", parent, guest_name=f"Reader {key}", text=words)


def comment_of(story: Story, key: str) -> str:
    return f"#c-{Comment.objects.get(story=story, import_id=key).pk}"


def test_more_comes_in_place_with_the_focus_and_the_way_back_finds_it(open_page: OpenPage, story):
    page = open_page(story.get_absolute_url(), width=390)
    comments = page.locator(".thread .comment")
    before = comments.count()

    page.get_by_role("link", name="Show 4 more replies").click()

    expect(page.locator(comment_of(story, "r5"))).to_be_focused()
    expect(comments).to_have_count(before + 4)
    expect(page.get_by_role("link", name="Show 4 more replies")).to_have_count(0)
    page.get_by_role("link", name="Older comments").click()
    oldest = page.locator(comment_of(story, "t0"))
    expect(page.locator(comment_of(story, "t9"))).to_be_focused()
    expect(oldest).to_be_visible()
    assert page.url.endswith(story.get_absolute_url())
    oldest.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/comments/"))
    page.go_back()
    expect(oldest).to_be_visible()
    expect(page.locator(comment_of(story, "r8"))).to_be_visible()


def test_news_is_told_once_moves_nothing_and_comes_in_place(open_page: OpenPage, story):
    rana = member("Rana")
    own = f.held(story, rana)
    page = open_page(width=390, user=rana)
    page.clock.install()
    page.goto(story.get_absolute_url())
    answered = page.locator(comment_of(story, "t28"))
    answered.scroll_into_view_if_needed()
    place = answered.bounding_box()
    status = page.locator("[data-thread-news] [role=status]")
    link = page.get_by_role("link", name="new comment")

    moderation.approve(own, None)  # one's own is no news
    reply = f.approved(story, reply_to=Comment.objects.get(story=story, import_id="t28"))
    versions.forget_copies()
    page.clock.run_for(SOON)
    expect(link).to_have_text("1 new comment")
    root = f.approved(story)
    versions.forget_copies()
    page.clock.run_for(SOON)

    expect(link).to_have_text("2 new comments")
    expect(link).to_be_in_viewport()
    expect(status).to_have_text("1 new comment")  # spoken once
    assert answered.bounding_box() == place
    expect(page.locator(f"#c-{reply.pk}")).to_have_count(0)

    link.click()

    expect(page.locator(f"#c-{root.pk}")).to_be_focused()
    expect(page.locator("li", has=page.locator(comment_of(story, "t28"))).last).to_contain_text(
        reply.text
    )
    expect(link).to_be_hidden()
    assert page.locator(f"#c-{root.pk} .reaction").count() > 0


def test_the_acts_of_a_comment_stay_on_a_phones_screen_in_both_directions(open_page, story):
    f.approved(story, text="Another", reply_to=Comment.objects.get(story=story, import_id="d4"))
    page = open_page(story.get_absolute_url(), width=390)
    for direction in ("ltr", "rtl"):
        page.evaluate("dir => { document.documentElement.dir = dir }", direction)
        for key in ("t27", "d4"):
            acts = page.locator(f"{comment_of(story, key)} .acts-more")
            acts.locator("summary").focus()
            page.keyboard.press("Enter")
            menu = acts.locator(".acts-list")
            expect(menu).to_be_visible()
            box = menu.bounding_box()
            assert box["x"] >= 0, (direction, key)
            assert box["x"] + box["width"] <= 390, (direction, key)
            page.keyboard.press("Tab")
            expect(menu.get_by_role("link").first).to_be_focused()
            page.keyboard.press("Escape")
            expect(acts.locator("summary")).to_be_focused()
        assert page.evaluate(TOO_WIDE) == []
        assert barriers(page) == []


def test_what_stands_far_below_is_laid_out_when_it_comes_near(open_page: OpenPage, story):
    """A phone that lays out all of a long page shows its top a second later."""
    page = open_page(story.get_absolute_url(), width=390)
    footer = page.locator(".footer-note").first
    is_laid_out = "(one) => one.checkVisibility({ contentVisibilityAuto: true })"

    assert not footer.evaluate(is_laid_out)
    footer.scroll_into_view_if_needed()
    expect(footer).to_be_in_viewport()
    assert footer.evaluate(is_laid_out)
