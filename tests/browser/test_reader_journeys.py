"""What readers do, from the first page to a published comment, with script and without."""

from __future__ import annotations

import re

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect

from articles.models import Story
from comments import reacting
from comments.models import Comment, Reaction
from comments.views import reactions
from newsportal.core.models import User
from tests import factories as f
from tests.browser.newspaper import member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"]),
]
WORDS = "I rowed past it this morning.\n\nNobody waved."


@pytest.fixture
def story(paper) -> Story:
    return f.published(headline="The tenth passenger speaks", section=paper.world)


def words_for(story: Story) -> str:
    """Words of a test’s own: the same ones twice are a repetition, which their author is told."""
    return f"{WORDS}\n\nNumber {story.pk}."


def type_comment(page: Page, text: str, button: str) -> None:
    page.get_by_label("Your comment").fill(text)
    page.get_by_role("button", name=button).click()


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(f.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


def test_a_reader_goes_from_the_front_to_a_story_and_on(open_page, paper, script):
    # The newest in its section: other tests of this file publish there too.
    f.published(headline="A tenth comes back", section=paper.world, bylines=[paper.author])
    page = open_page("/", script=script)
    expect(page.get_by_role("heading", level=1)).to_have_text("The Meridian: today’s news")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="World").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("World")

    page.get_by_role("link", name="A tenth comes back").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A tenth comes back")
    page.locator("a[rel=author]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jae Lim")

    page.goto(paper.story.get_absolute_url())
    page.locator("a[rel=tag]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferries")
    page.get_by_role("link", name="Search").first.click()
    page.get_by_label("Search the paper").fill("tenth come aboard")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("tenth come aboard")


def test_a_guest_reacts_and_lands_where_the_reactions_are(open_page, story, script):
    page = open_page(story.get_absolute_url(), script=script)
    assert page.context.cookies() == []

    page.get_by_role("button", name="Insightful").click()

    if not script:  # with script the page stays
        expect(page).to_have_url(re.compile("#reactions$"))
    expect(page.get_by_role("button", name="Insightful 1")).to_be_in_viewport()


def test_a_guest_sees_the_own_reaction_and_takes_it_back(open_page, story, script):
    page = open_page(story.get_absolute_url(), script=script)
    one = page.get_by_role("button", name="Insightful")
    other = page.get_by_role("button", name="Surprised")
    one.click()
    expect(one).to_contain_text("1")
    page.reload()

    if script:
        expect(one).to_have_attribute("aria-pressed", "true")
    other.dblclick()
    expect(other).to_contain_text("1")
    expect(one).not_to_contain_text("1")
    Reaction.objects.update(at=F("at") - reacting.DOUBLE_CLICK)
    other.click()

    expect(other).not_to_contain_text("1")
    expect(other).to_have_attribute("aria-pressed", "false")


def test_a_limit_is_told_and_not_swallowed(open_page, story, script, monkeypatch):
    monkeypatch.setattr(reactions, "NEW_GUESTS", 1)
    for _guest in range(2):
        page = open_page(story.get_absolute_url(), script=script)
        with page.expect_response("**/react/"):
            page.get_by_role("button", name="Moved me").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("That was too much at once")


def test_the_link_of_a_story_is_copied_or_opened(open_page, story, script):
    page = open_page(
        story.get_absolute_url(),
        script=script,
        permissions=["clipboard-read", "clipboard-write"],
    )

    if script:
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("button", name="Link copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.endswith(story.get_absolute_url())
    else:
        page.get_by_role("link", name="Link to this story").click()
        expect(page).to_have_url(re.compile(re.escape(story.get_absolute_url())))


def test_words_of_a_guest_are_kept_through_signing_in(open_page, story, script):
    rana = member("Rana")
    page = open_page(story.get_absolute_url(), script=script)
    type_comment(page, words_for(story), "Sign in and post")
    expect(page.get_by_text("Your comment is kept.")).to_be_visible()
    sign_in(page, rana)
    expect(page.get_by_label("Your comment")).to_have_value(words_for(story))

    page.get_by_role("button", name="Post comment").click()

    expect(page.get_by_text("Waiting for a moderator")).to_be_visible()
    comment = Comment.objects.get(author=rana)
    if not script:  # with script the page stays
        expect(page).to_have_url(re.compile(f"#c-{comment.pk}$"))
    own = page.locator(f"#c-{comment.pk}")
    expect(own).to_contain_text("Waiting for a moderator")
    expect(own).to_be_in_viewport()
    expect(page.locator(".message-success").last).to_contain_text("A moderator reads")
    expect(page.get_by_label("Your comment")).to_have_value("")
    stranger = open_page(story.get_absolute_url(), script=script)
    expect(stranger.locator("main")).not_to_contain_text("Nobody waved.")


def test_a_reader_looks_at_an_answer_before_posting_it(open_page, story, script):
    asked = f.approved(story, text="Who saw it?")
    rana = member("Rana")
    page = open_page(story.get_absolute_url(), script=script, user=rana)
    page.locator(f"#c-{asked.pk}").get_by_role("link", name="Reply").click()
    expect(page.locator(f"#c-{asked.pk}")).to_contain_text("Who saw it?")

    form = page.locator(f"#write-{asked.pk}")
    form.get_by_label("Your comment").fill("It was *me*.")
    form.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview em")).to_have_text("me")
    assert not Comment.objects.filter(author=rana).exists()
    form.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Waiting for a moderator")).to_be_visible()

    answer = Comment.objects.get(author=rana)
    assert answer.parent_id == asked.pk
    expect(page.locator(f"#c-{answer.pk}")).to_contain_text("It was me.")


def test_a_posted_answer_is_not_offered_again(open_page, story, script):
    root = f.approved(story)
    page = open_page(f"{root.get_absolute_url()}reply/", script=script, user=member("Rana"))
    type_comment(page, words_for(story), "Post comment")
    expect(page.get_by_text("Waiting for a moderator")).to_be_visible()

    page.goto(f"{root.get_absolute_url()}reply/")

    expect(page.get_by_label("Your comment")).to_have_value("")


def test_an_empty_comment_says_so_and_leads_to_the_field(open_page, story, script):
    page = open_page(story.get_absolute_url(), script=script)
    page.get_by_role("button", name="Sign in and post").click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Write something first.")
    if script:
        expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.get_by_label("Your comment")).to_be_focused()


def test_what_a_moderator_approves_another_reader_sees(open_page, paper, story, script):
    comment = f.held(story, text="The tenth was my uncle.")
    desk = open_page(
        "/admin/comments/comment/?status__exact=held&q=uncle",
        script=script,
        user=paper.mina,
    )
    desk.locator(f"button[value='approve:{comment.pk}']").click()
    desk.wait_for_load_state()

    page = open_page(story.get_absolute_url(), script=script, user=member("Sam"))
    expect(page.locator(f"#c-{comment.pk}")).to_contain_text("The tenth was my uncle.")


def test_a_comments_time_leads_to_the_comment_in_its_thread(open_page, story, script):
    above = None
    for _level in range(9):
        above = f.approved(story, reply_to=above)
    page = open_page(above.get_absolute_url(), script=script)
    link = page.locator(f"#c-{above.pk} .comment-time")

    link.click()

    expect(page).to_have_url(re.compile(f"/comments/{above.pk}/#c-{above.pk}$"))
    expect(page.locator(f"#c-{above.pk}")).to_be_in_viewport()


def test_a_long_comment_shows_how_long_it_may_be(open_page, story, script):
    page = open_page(story.get_absolute_url(), script=script)
    counter = page.locator(".counter")
    expect(counter).to_be_hidden()
    page.get_by_label("Your comment").fill("x" * 9000)
    if script:
        expect(counter).to_have_text("9,000 / 10,000")
    else:
        expect(counter).to_have_count(0)


def test_a_guest_saves_a_story_behind_the_sign_in_and_takes_it_off_again(open_page, story, script):
    page = open_page(story.get_absolute_url(), script=script)
    page.get_by_role("link", name="Save this story to your list").click()
    sign_in(page, member("Saver"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Save this story?")
    page.get_by_role("button", name="Save to your list").click()

    saved = page.get_by_role("button", name="Saved (remove from your list)")
    expect(saved).to_be_in_viewport()
    expect(page.get_by_role("status").first).to_contain_text("Saved to your list.")
    here = page.url
    if script:
        page.evaluate("window.stays = true")
    saved.click()
    button = page.get_by_role("button", name="Save this story to your list")
    expect(button).to_be_visible()
    (button.dblclick if script else button.click)()  # the second one asks for nothing else
    expect(saved).to_be_visible()
    if script:
        assert page.evaluate("window.stays")
        assert page.url == here
        expect(saved).to_be_focused()
    page.get_by_role("link", name="Your list").last.click()
    card = page.locator(".saved", has_text=story.headline)
    card.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status")).to_contain_text("Removed from your list.")
    page.get_by_role("button", name="Undo").click()
    expect(card).to_be_visible()
