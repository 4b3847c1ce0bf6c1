"""Feature E15 on a reporter's phone: three taps, and no lost connection loses anything."""

from __future__ import annotations

import random
import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, Route, expect

from articles import live
from articles.live import UpdateContent
from articles.models import LiveUpdate, Story
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper, member
from tests.browser.test_reader_pages import TOO_WIDE
from tests.core.picture_samples import sample

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "has_touch": True, "is_mobile": True}
#: The draft is on the device with its picture: a tab that is closed now loses nothing.
HAS_KEPT_A_PICTURE = """() => new Promise((resolve) => {
  indexedDB.open("newsroom-live").onsuccess = ({ target }) => {
    const drafts = target.result.transaction("drafts").objectStore("drafts").getAll();
    drafts.onsuccess = () => {
      target.result.close();
      resolve(drafts.result.some((draft) => draft.picture));
    };
  };
})"""
PHOTO = {"name": "pier.jpg", "mimeType": "image/jpeg", "buffer": sample("JPEG", 600, 400)}


@pytest.fixture(scope="module")
def cho(paper: Newspaper) -> User:
    return member("Cho", roles.CONTRIBUTOR)


@pytest.fixture
def story(paper: Newspaper, cho: User) -> Story:
    story = f.published(kind=Story.Kind.LIVE, headline="A surge in the strait")
    live.name_reporters(story, None, [cho])
    return story


@pytest.fixture
def open_desk(open_page: OpenPage, cho: User, story: Story):
    """Opens the composer as the reporter named there; what the browser complains of is noted."""

    def make(**options: object) -> Page:
        page = open_page(user=cho, **{**PHONE, **options})
        page.problems = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(desk(story))
        return page

    return make


def desk(story: Story) -> str:
    return reverse("admin:articles_story_live", args=[story.pk])


def write(page: Page, text: str) -> None:
    page.get_by_label("What is happening?").fill(text)


def choose_picture(page: Page) -> None:
    page.get_by_label("Picture", exact=True).set_input_files(PHOTO)


def tap_post(page: Page) -> None:
    page.get_by_role("button", name="Post", exact=True).tap()


def texts(story: Story) -> list[str]:
    updates = LiveUpdate.objects.filter(story=story).newest_first()
    return list(updates.values_list("body_text", flat=True))


def outbox(page: Page):
    return page.locator("[data-live-entries] li")


def test_text_and_picture_are_posted_in_three_taps(story, open_desk):
    page = open_desk()
    page.get_by_label("What is happening?").tap()
    page.keyboard.type("Waves over the wall.")
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Picture", exact=True).tap()
    chooser.value.set_files(PHOTO)
    expect(page.locator("[data-live-chosen] img")).to_be_visible()

    tap_post(page)

    expect(page.locator("[data-live-said]")).to_have_text("Posted.")
    expect(page.locator("#updates")).to_contain_text("Waves over the wall.")
    expect(outbox(page)).to_have_count(0)
    expect(page.get_by_label("What is happening?")).to_have_value("")
    update = LiveUpdate.objects.get(story=story)
    assert update.image is not None
    assert page.problems == []


def test_all_that_is_tapped_is_as_large_as_a_thumb(story, open_desk):
    live.post(story, None, UpdateContent(body_html="<p>x</p>"))
    page = open_desk()

    for place in (page.get_by_role("button", name="Post", exact=True), page.locator("summary")):
        assert place.bounding_box()["height"] >= 44
    post, field = (
        page.get_by_role("button", name="Post", exact=True).bounding_box(),
        page.locator("#id_text").bounding_box(),
    )
    assert post["y"] + post["height"] < 800, "the button is on the first screen"
    assert post["width"] >= 0.9 * field["width"]


def test_without_a_connection_it_waits_and_says_so_and_is_posted_by_itself(story, open_desk):
    page = open_desk()
    page.context.set_offline(True)
    write(page, "First.")
    choose_picture(page)
    tap_post(page)
    expect(outbox(page)).to_have_count(1)
    write(page, "Second.")
    tap_post(page)
    expect(outbox(page)).to_have_count(2)
    expect(outbox(page).nth(1)).to_contain_text("Waiting for a connection…")
    assert texts(story) == []

    page.context.set_offline(False)

    expect(outbox(page)).to_have_count(0, timeout=20_000)
    expect(page.locator("[data-live-said]")).to_have_text("Posted.")
    assert texts(story) == ["Second.", "First."]
    assert LiveUpdate.objects.filter(story=story).exclude(image=None).count() == 1
    assert page.problems == []


def test_a_closed_tab_loses_nothing_that_waits(story, open_desk):
    page = open_desk()
    context = page.context
    context.set_offline(True)
    write(page, "From the pier.")
    choose_picture(page)
    tap_post(page)
    expect(outbox(page)).to_contain_text("Waiting for a connection…")
    page.close()
    context.set_offline(False)

    page = context.new_page()
    page.goto(reverse("admin:articles_live"))  # any page of the live blogs sends what waits

    expect(page.locator("[data-live-said]")).to_have_text("Posted.", timeout=20_000)
    assert texts(story) == ["From the pier."]
    assert LiveUpdate.objects.get(story=story).image is not None


def test_what_was_typed_and_not_posted_is_brought_back(story, open_desk):
    page = open_desk()
    context = page.context
    write(page, "Half a sent")
    expect(page.locator("[data-live-said]")).to_contain_text("Kept on this device")
    choose_picture(page)
    page.wait_for_function(HAS_KEPT_A_PICTURE)
    page.close()

    page = context.new_page()
    page.goto(desk(story))

    expect(page.get_by_label("What is happening?")).to_have_value("Half a sent")
    expect(page.locator("[data-live-chosen] img")).to_be_visible()
    expect(page.locator("[data-live-said]")).to_contain_text("Brought back")
    page.get_by_role("button", name="Without the picture").tap()
    tap_post(page)
    expect(page.locator("[data-live-said]")).to_have_text("Posted.")
    assert LiveUpdate.objects.get(story=story).image is None
    page.reload()
    expect(page.get_by_label("What is happening?")).to_have_value("")


def test_on_a_desk_it_is_posted_by_keys(story, open_desk):
    page = open_desk(width=1440, has_touch=False, is_mobile=False)
    write(page, "Wind.")

    page.keyboard.press("Control+Enter")

    expect(page.locator("[data-live-said]")).to_have_text("Posted.")
    assert texts(story) == ["Wind."]


def test_a_double_tap_posts_once(story, open_desk):
    page = open_desk()
    write(page, "Wind.")

    page.get_by_role("button", name="Post", exact=True).dblclick()

    expect(page.locator("[data-live-said]")).to_have_text("Posted.")
    expect(outbox(page)).to_have_count(0)
    assert texts(story) == ["Wind."]


def test_an_answer_that_was_lost_on_its_way_posts_nothing_twice(story, open_desk):
    page = open_desk()
    answers = []

    def lose_first(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        answers.append(route.fetch())
        if len(answers) == 1:
            return route.abort("connectionreset")
        return route.fulfill(response=answers[-1])

    page.route("**/live/", lose_first)
    write(page, "Wind.")
    choose_picture(page)
    tap_post(page)

    expect(page.locator("[data-live-said]")).to_have_text("Posted.", timeout=20_000)
    assert [answer.json() for answer in answers] == [{"posted": True}] * 2
    assert texts(story) == ["Wind."]
    expect(outbox(page)).to_have_count(0)


def test_a_server_in_trouble_is_asked_again(story, open_desk):
    page = open_desk()
    page.route("**/live/", lambda route: route.fulfill(status=503, body="down"), times=1)
    write(page, "Wind.")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        tap_post(page)

    expect(outbox(page)).to_have_count(0, timeout=20_000)
    assert texts(story) == ["Wind."]


def large_photo() -> dict[str, object]:
    """Some megabytes: noise is what no encoder makes small."""
    noise = BytesIO()
    dots = random.Random(1).randbytes(1000 * 800 * 3)  # noqa: S311 -- the same on every machine
    Image.frombytes("RGB", (1000, 800), dots).save(noise, "PNG")
    return {"name": "noise.png", "mimeType": "image/png", "buffer": noise.getvalue()}


def test_how_far_a_large_picture_is_uploaded_is_shown(story, open_desk):
    page = open_desk()
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1}
    network = page.context.new_cdp_session(page)
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 100_000})
    page.get_by_label("Picture", exact=True).set_input_files(large_photo())
    tap_post(page)

    expect(outbox(page)).to_contain_text("Uploading the picture…")
    expect(page.locator(".live-entry-percent")).to_have_text(re.compile("[1-9] %"))
    bar = page.get_by_label("How far it is")
    assert 0 < bar.evaluate("(bar) => bar.position") < 1
    expect(page.get_by_role("button", name="Discard")).to_be_hidden()

    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    expect(outbox(page)).to_have_count(0, timeout=20_000)
    assert LiveUpdate.objects.get(story=story).image is not None


def test_who_is_signed_out_signs_in_and_it_is_posted(story, open_desk):
    page = open_desk()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    write(page, "Wind.")
    tap_post(page)
    expect(outbox(page)).to_contain_text("You are signed out")
    assert texts(story) == []

    page.get_by_role("link", name="Sign in").tap()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.context.add_cookies(cookies)
    page.goto(desk(story))

    expect(page.locator("[data-live-said]")).to_have_text("Posted.")
    assert texts(story) == ["Wind."]


def test_a_colleague_at_the_same_phone_sends_nothing_in_the_others_name(
    story, open_desk, open_page, paper
):
    page = open_desk()
    page.context.set_offline(True)
    write(page, "Mine.")
    tap_post(page)
    expect(outbox(page)).to_have_count(1)
    context = page.context
    page.close()
    context.set_offline(False)
    context.clear_cookies()
    context.add_cookies(open_page(user=member("Edith", roles.EDITOR)).context.cookies())

    page = context.new_page()
    page.goto(desk(story))
    write(page, "Hers.")
    tap_post(page)

    expect(page.locator("[data-live-said]")).to_have_text("Posted.")
    expect(outbox(page)).to_have_count(0)
    assert texts(story) == ["Hers."]


def test_what_is_refused_says_why_and_is_changed_or_discarded(story, open_desk):
    page = open_desk()
    live.close(story, None, "")
    write(page, "Too late.")
    tap_post(page)
    expect(outbox(page)).to_contain_text("This live blog has ended.")

    page.get_by_role("button", name="Change it").tap()

    expect(page.get_by_label("What is happening?")).to_have_value("Too late.")
    expect(outbox(page)).to_have_count(0)
    live.reopen(story, None)
    tap_post(page)
    expect(page.locator("[data-live-said]")).to_have_text("Posted.")

    live.close(story, None, "")
    write(page, "Much too late.")
    tap_post(page)
    page.get_by_role("button", name="Discard").tap()
    expect(outbox(page)).to_have_count(0)
    assert texts(story) == ["Too late."]


def test_an_edit_without_a_connection_stays_on_the_page(story, open_desk, cho):
    update = live.post(story, cho, UpdateContent(body_html="<p>Wind.</p>")).update
    page = open_desk()
    page.get_by_role("link", name="Edit “Wind.”").tap()
    page.get_by_label("Headline").fill("Gale warning")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("[data-live-guard]")).to_contain_text("Not saved")
    expect(page.get_by_label("Headline")).to_have_value("Gale warning")

    page.context.set_offline(False)
    page.get_by_role("button", name="Save").tap()

    expect(page.locator(".messagelist")).to_have_text("Changed.")
    update.refresh_from_db()
    assert update.headline == "Gale warning"


def test_without_script_everything_is_a_form(story, open_desk):
    page = open_desk(script=False)
    write(page, "Wind.")
    choose_picture(page)
    tap_post(page)
    expect(page.locator(".messagelist")).to_have_text("Posted.")
    assert LiveUpdate.objects.get(story=story).image is not None

    for button, said in (
        ("Pin “Wind.”", "Pinned on top"),
        ("Key event “Wind.”", "Listed among the key events"),
        ("Remove “Wind.”", "Removed"),
        ("Put back “Wind.”", "Readers see it again"),
    ):
        page.get_by_role("button", name=button, exact=True).tap()
        expect(page.locator(".messagelist")).to_contain_text(said)
    page.get_by_role("link", name="Edit “Wind.”").tap()
    page.get_by_label("Text", exact=True).fill("<p>Gale.</p>")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator(".messagelist")).to_have_text("Changed.")
    assert texts(story) == ["Gale."]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.trial)])
def test_the_pages_are_accessible_and_not_too_wide(story, open_page, paper, scheme):
    edith = member("Edith", roles.EDITOR)
    update = live.post(story, edith, UpdateContent("Gale", "<p>Wind.</p>", f.picture().pk)).update
    live.pin(update, edith)
    live.remove(live.post(story, edith, UpdateContent(body_html="<p>Rain.</p>")).update, edith)
    page = open_page(user=edith, color_scheme=scheme)
    for name, arguments in (
        ("live", []),
        ("story_live", [story.pk]),
        ("live_end", [story.pk]),
        ("live_reporters", [story.pk]),
        ("live_edit", [story.pk, update.pk]),
    ):
        page.goto(reverse(f"admin:articles_{name}", args=arguments))
        if name == "story_live":
            page.context.set_offline(True)
            page.get_by_label("What is happening?").fill("Waits.")
            page.get_by_role("button", name="Post", exact=True).click()
            expect(outbox(page)).to_have_count(1)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], name
        for width in (320, 390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(TOO_WIDE) == [], (name, width)
        page.context.set_offline(False)
