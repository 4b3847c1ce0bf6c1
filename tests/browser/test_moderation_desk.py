"""The moderators' queue by keys and by thumb: each decides, and the next card comes."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments import moderation
from comments.models import Comment, CommentEvent, SecondLook
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.browser.newspaper import Newspaper, member

pytestmark = pytest.mark.browser

QUEUE = "/admin/moderation/"
#: Pixels above the first card that a phone spends on lists and menus.
MOST_ABOVE = 650
#: A thumb needs so many pixels.
THUMB = 44


@pytest.fixture(scope="module")
def olga(paper: Newspaper) -> User:
    return member("Olga", roles.MODERATOR)


def made(number: int, **fields) -> list[Comment]:
    story = f.published()
    return [f.held(story, **fields) for _number in range(number)]


def status(comment: Comment) -> str:
    comment.refresh_from_db()
    return comment.status


def test_a_moderator_decides_by_keys_alone_and_takes_one_back(open_page, olga):
    Comment.objects.filter(status="held").update(status="deleted")  # those of the newspaper
    first, second, third, fourth = made(4)
    page = open_page(QUEUE, user=olga)
    card = page.locator
    expect(card(".qcard")).to_have_count(4)

    page.keyboard.press("j")
    expect(card(f"#card-{first.pk}")).to_be_focused()
    page.keyboard.press("f")
    expect(card(f"#card-{second.pk}")).to_be_focused()
    expect(card(f"#card-{first.pk}")).to_have_count(0)
    expect(card("[data-messages]")).to_contain_text("approved now")
    assert status(first) == "approved"

    page.keyboard.press("d")
    page.keyboard.press("2")
    page.keyboard.type("s f: see the rules")  # in the field keys are letters
    page.keyboard.press("Enter")
    expect(card(f"#card-{third.pk}")).to_be_focused()
    second.refresh_from_db()
    assert (second.status, second.reason) == ("rejected", "off_topic")
    assert second.events.latest("pk").decision.words == "s f: see the rules"

    page.keyboard.press("z")
    expect(card(f"#card-{second.pk}")).to_be_focused()
    assert status(second) == "held"

    page.keyboard.press("k")  # there is none before
    page.keyboard.press("j")
    expect(card(f"#card-{third.pk}")).to_be_focused()
    page.keyboard.press("c")
    expect(card(f"#card-{third.pk} .status-claimed")).to_have_text("You are on this")
    page.keyboard.press("Control+s")
    page.keyboard.press("s")
    expect(card(f"#card-{fourth.pk}")).to_be_focused()
    assert status(third) == "spam"

    # A colleague was faster: told on the card, which says what became of it.
    f.moderation.decide(fourth, "approve", f.UserFactory(display_name="Pia"))
    page.keyboard.press("s")
    expect(card(f"#card-{fourth.pk} .qcard-told")).to_contain_text("Pia")
    expect(card(f"#card-{fourth.pk}")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("body.is-one .qcard:visible")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Mark it as spam")


def test_on_a_phone_the_first_card_is_there_and_every_button_fits_a_thumb(open_page, olga):
    Comment.objects.filter(status="held").update(status="deleted")
    first, second, third = made(3, text="A" * 70 + " كان البحر هادئا")
    for address in (QUEUE, "/admin/comments/comment/?status__exact=held"):
        page = open_page(address, user=olga, width=390)
        assert page.locator(".qcard").first.bounding_box()["y"] < MOST_ABOVE, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for button in page.locator(".qcard >> .qbtn:visible").all():
            box = button.bounding_box()
            assert min(box["height"], box["width"]) >= THUMB, button.inner_text()

    page = open_page(QUEUE, user=olga, width=390, has_touch=True)
    page.locator(f"#card-{first.pk}").get_by_text("Reject…").tap()
    page.locator(f"#card-{first.pk}").get_by_role("button", name="private details").tap()
    expect(page.locator(f"#card-{first.pk}")).to_have_count(0)
    first.refresh_from_db()
    assert first.reason == "personal_data"

    plain = open_page(QUEUE, user=olga, width=390, script=False, has_touch=True)
    plain.locator(f"#card-{second.pk}").get_by_role("button", name="Approve").tap()
    expect(plain).to_have_url(re.compile(f"#card-{third.pk}$"))
    assert status(second) == "approved"
    plain.get_by_role("button", name="Undo").tap()
    expect(plain.get_by_text("as it was")).to_be_visible()
    assert status(second) == "held"


def test_a_second_look_is_given_by_keys_and_by_thumb_without_script(open_page, olga):
    f.policy("hold_all", second_look_share=100, second_look_most=100)
    other = member("Vera", roles.MODERATOR)
    events = [moderation.decide(one, "approve", other) for one in made(4)]
    CommentEvent.objects.filter(pk__in=[event.pk for event in events]).update(
        at=timezone.now() - datetime.timedelta(hours=1)
    )
    page = open_page("/admin/moderation/second-look/", user=olga)
    text = page.locator(".look .qcard-text")

    skipped = text.inner_text()
    page.keyboard.press("j")
    expect(text).not_to_have_text(skipped)
    page.keyboard.press("d")
    page.keyboard.press("2")
    expect(page.locator(".messagelist")).to_contain_text("Noted.")
    page.keyboard.press("f")
    expect(page.locator(".look-lead")).to_contain_text("2 are left")

    page = open_page("/admin/moderation/second-look/", user=olga, script=False, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_text("Would reject").click()
    page.get_by_role("button", name="Spam").click()
    page.get_by_role("button", name="Unsure").click()
    expect(page.locator(".queue-empty")).to_be_visible()
    given = SecondLook.objects.values_list("opinion", "reason")
    assert sorted(given) == [
        ("approve", ""),
        ("reject", "off_topic"),
        ("reject", "spam"),
        ("unsure", ""),
    ]
    page.goto("/admin/moderation/statistics/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_by_story_a_thumb_approves_what_was_on_the_screen_and_takes_it_back(open_page, olga):
    story = f.published()
    lines = [
        "Six ferries left the quay before dawn. ",
        "Nobody told us why, or by whose order. ",
        "My mother walked home along the dyke. ",
        "The lamps went out at the second pier. ",
    ]
    comments = [f.held(story, text=text * 8) for text in lines]
    page = open_page(f"{QUEUE}stories/{story.pk}/", user=olga, width=390, has_touch=True)
    seen = page.locator("[data-seen-button]")
    page.locator(f"#card-{comments[1].pk} .brief-acts").scroll_into_view_if_needed()
    expect(seen).to_have_text("Approve the 2 I have seen")
    for button in page.locator(".brief .chip, [data-seen-button]").all():
        if button.is_visible():
            assert button.bounding_box()["height"] >= THUMB, button.inner_text()

    page.locator(f"#card-{comments[0].pk} .chip").first.tap()
    expect(page.locator(f"#card-{comments[0].pk}")).to_have_count(0)
    assert status(comments[0]) == "rejected"
    page.locator(f"#card-{comments[1].pk} .brief-acts").scroll_into_view_if_needed()
    said = seen.inner_text().split()[2]
    number = 1 if said == "one" else int(said)
    seen.tap()
    expect(page.locator(".group-done")).to_contain_text("approved")
    assert status(comments[1]) == "approved"
    assert Comment.objects.filter(story=story, status="approved").count() == number < 3
    assert status(comments[-1]) == "held"

    page.get_by_role("button", name="Undo").last.tap()

    expect(page.locator(f"#card-{comments[1].pk}")).to_have_count(1)
    assert status(comments[1]) == "held"
