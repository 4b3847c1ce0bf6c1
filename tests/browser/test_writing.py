"""Writing, answering, editing, deleting: the same without script, which only saves the reload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import Story
from comments.models import Comment, Policy
from newsportal.core import haste
from tests import factories as f
from tests.accounts.people import post as deliver
from tests.browser.newspaper import member
from tests.browser.test_reader_pages import barriers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"]),
]
SHOUT = "LOOK HERE AT WHAT THEY DID TO OUR FERRY, said Jo"


@pytest.fixture
def story(paper) -> Story:
    f.policy(Policy.OPEN)
    return f.published(headline="The tenth passenger answers", section=paper.world)


def card(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#c-{comment.pk}")


def act(page: Page, comment: Comment, name: str) -> None:
    """Choose something from the menu below a comment."""
    card(page, comment).locator("summary", has_text="More").click()
    card(page, comment).get_by_role("link", name=name, exact=True).click()


def test_an_answer_is_written_where_it_belongs(open_page, story, script):
    rana, root = member("Rana"), f.held(story, text="Who saw it?")
    page = open_page(story.get_absolute_url(), script=script, user=rana)
    reply = card(page, root).get_by_role("link", name="Reply")
    words = page.locator(f"#write-{root.pk}").get_by_label("Your comment")
    if script:
        page.evaluate("window.stays = true")
        reply.click()
        expect(words).to_be_focused()
        page.keyboard.press("Escape")
        expect(reply).to_be_focused()
        expect(words).to_have_count(0)
    reply.click()
    words.fill("")
    page.locator(f"#write-{root.pk}").get_by_role("button", name="Post comment").click()
    alert = page.get_by_role("alert").filter(has_text="Write something first.")
    expect(alert).to_be_visible()
    if script:
        expect(alert).to_be_focused()

    words.fill("I did, from the *pier*.")
    page.locator(f"#write-{root.pk}").get_by_role("button", name="Post comment").dblclick()

    expect(page.get_by_text("I did, from the pier.")).to_be_visible()
    answer = Comment.objects.get(author=rana)
    assert answer.parent == root
    expect(page.locator(".message-success")).to_have_text("Your comment is published.")
    if script:
        assert page.evaluate("window.stays")
        expect(card(page, answer)).to_be_focused()
        expect(page.locator("#comments-title")).to_have_text("2 comments")
        expect(page.get_by_role("status").last).to_have_text("Your comment is published.")
        # the discussion's own form is as it was
        page.locator("#write").get_by_label("Your comment").fill("And I.")
        page.locator("#write").get_by_role("button", name="Post comment").click()
        expect(page.locator(".thread > li").first).to_contain_text("And I.")
        expect(page.locator("#write").get_by_label("Your comment")).to_have_value("")
        page.reload()
        expect(page.locator("#write").get_by_label("Your comment")).to_have_value("")


def test_ones_own_comment_is_edited_and_deleted(open_page, story, script):
    rana = member("Rana")
    comment = f.held(story, rana, text="I was on that fery.")
    page = open_page(story.get_absolute_url(), script=script, user=rana)
    act(page, comment, "Edit")
    form = page.locator(".composer-reply")
    expect(form.get_by_label("Your comment")).to_have_value("I was on that fery.")
    form.get_by_label("Your comment").fill("I was on that ferry.")
    if script:  # a closed tab
        assert barriers(page) == []
        page.reload()
        act(page, comment, "Edit")
        expect(form.get_by_label("Your comment")).to_have_value("I was on that ferry.")
    form.get_by_role("button", name="Save", exact=True).click()

    expect(card(page, comment)).to_contain_text("I was on that ferry.")
    expect(card(page, comment)).to_contain_text("edited")
    if script:
        expect(card(page, comment)).to_be_focused()
    page.goto(story.get_absolute_url())
    act(page, comment, "Delete")
    expect(page.get_by_text("It cannot be brought back.")).to_be_visible()
    page.get_by_role("link", name="Keep it").click()
    expect(card(page, comment)).to_contain_text("I was on that ferry.")
    act(page, comment, "Delete")
    if script:
        assert barriers(page) == []
    page.get_by_role("button", name="Delete for good").click()

    expect(page.get_by_text("Your comment is deleted.").first).to_be_visible()
    expect(card(page, comment)).to_have_count(0)
    comment.refresh_from_db()
    assert comment.status == Comment.Status.DELETED


def test_what_a_check_noticed_is_told_before_it_holds_anything(open_page, story, script):
    rana = member("Rana")
    page = open_page(story.get_absolute_url(), script=script, user=rana)
    page.get_by_label("Your comment").fill(SHOUT)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".nudge mark")).to_have_text("LOOK HERE AT WHAT THEY DID TO OUR FERRY")
    if script:
        expect(page.locator(".nudge")).to_be_focused()
        assert barriers(page) == []
    page.get_by_role("button", name="Post the changed words").click()
    expect(page.get_by_role("alert")).to_contain_text("These are the same words.")

    page.get_by_label("Your comment").fill("Look here, said Jo.")
    page.get_by_role("button", name="Post the changed words").click()

    expect(page.locator(".message-success")).to_have_text("Your comment is published.")
    if script:
        expect(page.locator(".nudge")).to_have_count(0)
        expect(page.get_by_role("button", name="Post comment")).to_be_visible()


def test_a_guest_hands_a_comment_in(open_page, story, script, monkeypatch):
    monkeypatch.setattr(haste, "FASTEST_SECONDS", 0)  # tests type faster than people
    f.policy(Policy.OPEN, guests_allowed=True)
    page = open_page(story.get_absolute_url(), script=script)
    page.get_by_label("Your comment").fill("I have no account.")
    page.get_by_role("button", name="Post as a guest").click()
    page.get_by_label("Your name").fill("Gale")
    page.locator("#id_email").fill("gale@example.net")  # newsletters ask for one below
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    bodies = " ".join(letter.body for letter in deliver())
    page.goto(re.search(r"https?://[^/]+(/\S+/confirm/\S+/)", bodies)[1])
    page.get_by_role("button", name="Yes, hand it in").click()

    expect(page.get_by_text("Your comment is handed in.")).to_be_visible()
    assert Comment.objects.get(story=story).status == Comment.Status.HELD
    assert page.context.cookies() == []


def test_a_lost_connection_leaves_the_form_as_it_was(open_page, story, script):
    if not script:
        pytest.skip("the browser itself says so and offers to try again")
    kind = f.ReactionKindFactory(label="Seaworthy")
    page = open_page(story.get_absolute_url(), script=script, user=member("Rana"))
    page.get_by_label("Your comment").fill("Said at sea.")
    page.context.set_offline(True)
    page.get_by_role("button", name=kind.label).first.click()
    expect(page.locator(".reaction-form [role=alert]").first).to_contain_text("no connection")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".write-failed[role=alert]").last).to_contain_text("Your words stand here")
    expect(page.get_by_label("Your comment")).to_have_value("Said at sea.")
    page.context.set_offline(False)

    page.context.clear_cookies()  # and the session has ended meanwhile
    page.get_by_role("button", name="Post comment").click()

    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert not Comment.objects.filter(text="Said at sea.").exists()
