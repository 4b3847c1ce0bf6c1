"""What a reader types survives a closed tab until it is posted."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

FORM = """<form data-draft="story-12"><textarea name="text" data-max="40" aria-label="Comment">{}
</textarea></form>"""
OWN = """<article class="comment is-own"><div class="comment-body"><p>{}</p></div></article>"""
TYPED = "Who writes the *minutes* now?"


def type_and_leave(reader: Page, bodies: dict[str, str]) -> None:
    bodies["/story/"], bodies["/away/"] = FORM.format(""), "<h1>Away</h1>"
    reader.goto("/story/")
    reader.get_by_label("Comment").fill(TYPED)
    reader.goto("/away/")


def test_a_typed_comment_is_there_again_after_leaving_the_page(reader: Page, bodies):
    type_and_leave(reader, bodies)
    reader.goto("/story/")
    expect(reader.get_by_label("Comment")).to_have_value(TYPED)


def test_what_the_server_hands_back_wins_over_the_draft(reader: Page, bodies):
    type_and_leave(reader, bodies)
    bodies["/story/"] = FORM.format("From the server")
    reader.goto("/story/")
    expect(reader.get_by_label("Comment")).to_have_value("From the server\n")


def test_the_draft_ends_when_the_comment_stands_on_the_page(reader: Page, bodies):
    type_and_leave(reader, bodies)
    bodies["/story/"] = FORM.format("") + OWN.format("Who writes the <em>minutes</em> now?")
    reader.goto("/story/")
    expect(reader.get_by_label("Comment")).to_have_value("")
    assert reader.evaluate("localStorage.length") == 0


def test_the_draft_ends_when_the_page_says_that_it_was_posted(reader: Page, bodies):
    type_and_leave(reader, bodies)
    bodies["/story/"] = FORM.format("") + '<p data-draft-posted="story-12">Thank you.</p>'
    reader.goto("/story/")
    expect(reader.get_by_label("Comment")).to_have_value("")


def test_a_draft_belongs_to_its_story(reader: Page, bodies):
    type_and_leave(reader, bodies)
    bodies["/other/"] = FORM.format("").replace("story-12", "story-13")
    reader.goto("/other/")
    expect(reader.get_by_label("Comment")).to_have_value("")


def test_the_length_is_counted_from_half_of_the_most_and_marked_beyond_it(reader: Page, bodies):
    bodies["/story/"] = FORM.format("")
    reader.goto("/story/")
    counter = reader.locator(".counter")
    expect(counter).to_be_hidden()
    reader.get_by_label("Comment").fill("x" * 25)
    expect(counter).to_have_text("25 / 40")
    reader.get_by_label("Comment").fill("x" * 41)
    expect(counter).to_have_class("counter is-over")


LEGACY = '<section data-legacy-comments="/find/"><article id="comment-7"></article></section>'


def test_an_anchor_of_the_former_system_is_looked_up(reader: Page, bodies):
    bodies["/story/"], bodies["/find/"] = LEGACY, "<h1>Found</h1>"
    reader.goto("/story/#comment-99")
    reader.wait_for_url("**/find/?import=99")


def test_an_anchor_that_is_on_the_page_stays(reader: Page, bodies):
    bodies["/story/"], bodies["/find/"] = LEGACY, "<h1>Found</h1>"
    reader.goto("/story/#comment-7")
    expect(reader.locator("#comment-7")).to_have_count(1)
    assert reader.url.endswith("/story/#comment-7")
