"""Features E18, E19: focal point and gallery in a browser, by mouse, by keys and without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from articles.models import Image, Story
from articles.working_copy import content_of
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.browser.conftest import OpenPage
from tests.browser.newspaper import Newspaper, member
from tests.core.picture_samples import sample

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def edith(paper: Newspaper) -> User:
    return member("Edith", roles.EDITOR)


@pytest.fixture
def open_form(open_page: OpenPage, edith: User):
    """Opens a page of the newsroom; every picture is answered with a drawing."""

    def answer(route: Route) -> None:
        route.fulfill(content_type="image/jpeg", body=sample("JPEG", 1200, 800))

    def make(address: str, **options: object) -> Page:
        page = open_page(user=edith, **options)
        page.route("**/media/**", answer)
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        page.problems = problems  # type: ignore[attr-defined]
        return page

    return make


def change_page(thing: Image | Story) -> str:
    return reverse(f"admin:articles_{thing._meta.model_name}_change", args=[thing.pk])


def point(page: Page) -> tuple[str, str]:
    return page.locator("#id_focal_x").input_value(), page.locator("#id_focal_y").input_value()


def test_a_click_on_the_picture_sets_the_focal_point(paper, open_form):
    image = f.picture(focal_x=0.5, focal_y=0.5)
    page = open_form(change_page(image))
    picture = page.get_by_role("application")
    box = picture.bounding_box()

    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.8})

    x, y = point(page)
    assert (float(x), float(y)) == pytest.approx((0.25, 0.8), abs=0.02)
    marker = page.locator(".focal-marker").bounding_box()
    assert marker["x"] + marker["width"] / 2 == pytest.approx(box["x"] + box["width"] * 0.25, abs=4)
    page.get_by_role("button", name="Save", exact=True).click()
    image.refresh_from_db()
    assert image.focal_x == pytest.approx(0.25, abs=0.02)
    assert page.problems == []


def test_arrow_keys_move_the_focal_point_and_it_stays_inside(paper, open_form):
    page = open_form(change_page(f.picture(focal_x=0.5, focal_y=0.98)))
    picture = page.get_by_role("application")
    picture.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    for _step in range(4):
        page.keyboard.press("ArrowDown")
    assert point(page) == ("0.39", "1.00")
    expect(picture).to_have_attribute(
        "aria-label",
        "Focal point. Click on the picture, or move it with the arrow keys. 39 % / 100 %",
    )


def test_the_frames_show_what_the_crops_will_keep(paper, open_form):
    page = open_form(change_page(f.picture(focal_x=0.0, focal_y=0.5)))
    square = page.locator(".crop-1x1 img")
    wide = page.locator(".crop-16x9 img")
    position = "(image) => getComputedStyle(image).objectPosition"
    assert square.evaluate(position) == "0% 50%"
    page.locator("#id_focal_x").fill("1")
    assert square.evaluate(position) == "100% 50%"
    # A square of a 3:2 picture is two thirds as wide: a point at half is in its middle.
    page.locator("#id_focal_x").fill("0.5")
    assert square.evaluate(position) == "50% 50%"
    page.locator("#id_focal_y").fill("0.1")
    assert square.evaluate(position) == "50% 50%"
    assert wide.evaluate(position) == "50% 0%"


def test_without_script_the_focal_point_is_two_numbers(paper, open_form):
    image = f.picture(focal_x=0.5)
    page = open_form(change_page(image), script=False)
    page.locator("#id_focal_x").fill("0.1")
    page.get_by_role("button", name="Save", exact=True).click()
    image.refresh_from_db()
    assert image.focal_x == pytest.approx(0.1)


# Galleries ---------------------------------------------------------------------------------------


def gallery(count: int) -> tuple[Story, list[Image]]:
    pictures = [
        f.picture(alt=f"Pier {number}", caption=f"Pier {number}") for number in range(count)
    ]
    rows = [{"image": image.pk, "caption": ""} for image in pictures]
    return f.draft(kind="gallery", gallery=rows), pictures


def order_of(story: Story) -> list[int]:
    story = Story.objects.select_related("working_revision").get(pk=story.pk)
    return [item.image for item in content_of(story).gallery]


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def test_lines_are_moved_by_keys_and_buttons(paper, open_form):
    story, (one, two, three) = gallery(3)
    page = open_form(change_page(story))
    captions = page.get_by_label("Caption in this gallery")
    captions.nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".gallery-said")).to_contain_text("Moved to place 1 of")
    expect(captions.nth(0)).to_be_focused()
    page.get_by_role("button", name="Move down").nth(1).click()
    save(page)
    assert order_of(story) == [three.pk, two.pk, one.pk]
    assert page.problems == []


def test_lines_are_moved_by_dragging(paper, open_form):
    story, (one, two, three) = gallery(3)
    page = open_form(change_page(story))
    rows = page.locator(".gallery-row")
    rows.nth(2).locator(".gallery-thumb").drag_to(
        rows.nth(0).locator(".gallery-thumb"), target_position={"x": 20, "y": 2}
    )
    save(page)
    assert order_of(story) == [three.pk, one.pk, two.pk]


def test_several_pictures_are_added_from_the_library_at_once(paper, open_form):
    story, _none = gallery(0)
    pictures = [f.picture(alt=f"Quay {number}", caption=f"Quay {number}") for number in range(4)]
    page = open_form(change_page(story))
    page.get_by_role("button", name="Add pictures").click()
    dialog = page.get_by_role("dialog", name="Pictures of the gallery")
    for number in (3, 1, 0):
        dialog.get_by_role("button", name=f"Quay {number}").click()
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".gallery-thumb img")).to_have_count(3)
    save(page)
    assert order_of(story) == [pictures[number].pk for number in (3, 1, 0)]
    assert page.problems == []


def test_without_script_a_gallery_is_typed_by_numbers(paper, open_form):
    story, (one, _two) = gallery(2)
    third = f.picture()
    page = open_form(change_page(story), script=False)
    numbers, places = page.get_by_label("Picture number"), page.locator(".gallery-order")
    numbers.nth(2).fill(str(third.pk))
    places.nth(2).fill("1")
    places.nth(0).fill("3")
    page.locator(".gallery-row").nth(1).get_by_label("Remove").check()
    save(page)
    assert order_of(story) == [third.pk, one.pk]


def test_the_gallery_fits_a_phone(paper, open_form):
    story, _pictures = gallery(2)
    page = open_form(change_page(story), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(reverse("admin:articles_image_upload"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(change_page(Image.objects.latest("pk")))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_picture_on_top_is_chosen_by_eye(paper, open_form):
    story = f.draft()
    image = f.picture(alt="A gull", caption="A gull on a bollard")
    page = open_form(change_page(story), width=390)
    page.get_by_role("button", name="Choose from the library…").click()
    dialog = page.get_by_role("dialog", name="Choose a picture")
    dialog.get_by_role("button", name="A gull on a bollard").click()
    dialog.get_by_role("button", name="Apply").click()
    expect(page.locator("img.picture-preview")).to_have_attribute("alt", "A gull")
    expect(page.locator(".field-lead_image .select2-selection")).to_contain_text(
        "A gull on a bollard"
    )
    save(page)
    story = Story.objects.select_related("working_revision").get(pk=story.pk)
    assert content_of(story).lead_image == image.pk
    assert page.problems == []


# For everybody -----------------------------------------------------------------------------------


def violations(page: Page, context: str = "#content") -> list:
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"]})
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found.response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.trial)])
def test_pages_of_the_library_are_accessible(paper, open_form, scheme):
    image = f.picture()
    page = open_form(change_page(image), color_scheme=scheme)
    assert violations(page) == []
    for name in ("add", "upload", "describe"):
        page.goto(
            reverse(f"admin:articles_image_{name}") + f"?of={image.pk}" * (name == "describe")
        )
        assert violations(page) == [], name


def test_the_gallery_and_the_dialogs_are_accessible(paper, open_form):
    story, _pictures = gallery(2)
    page = open_form(change_page(story))
    assert violations(page, ".story-gallery") == []
    page.get_by_role("button", name="Add pictures").click()
    expect(page.locator(".story-editor-pictures button").first).to_be_visible()
    assert violations(page, "dialog") == []
    page.keyboard.press("Escape")
    toolbar = page.get_by_role("toolbar")
    for name in ("Picture", "Link", "Embed"):
        toolbar.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page, "dialog") == [], name
        page.keyboard.press("Escape")
