"""The editor in a browser, under the newsroom's policy: what Cho writes is what is stored."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from articles.markup import STORY_TAGS, clean_story_html
from tests.articles import pasted as samples
from tests.articles.editor_page import ADDRESS, Editor, open_editor

pytestmark = pytest.mark.browser

EVERYTHING = clean_story_html(
    '<p dir="rtl" lang="ar">مرحبا</p><h2>Two</h2><h3>Three</h3><h4>Four</h4>'
    "<p><strong>a</strong> <em>b</em> <s>c</s> <sub>d</sub> <sup>e</sup> <code>f</code><br>"
    '<a href="/world/">own</a> <a href="https://other.example/" rel="sponsored"><strong>g</strong>'
    '</a> <a href="mailto:desk@example.org">desk</a></p>'
    '<ul><li>one<ul><li>inner</li></ul></li></ul><ol start="3"><li>three</li></ol>'
    '<blockquote><p>quote</p></blockquote><blockquote class="pull"><p>pull</p></blockquote>'
    "<pre>a  b\n  c</pre><hr>"
    '<figure><img src="/media/x.jpg" alt="Alt" width="30" height="20" data-image="5">'
    "<figcaption>A <em>caption</em></figcaption></figure>"
    '<table><thead><tr><th scope="col">H</th><th>I</th></tr></thead>'
    '<tbody><tr><th scope="rowgroup">r</th><td>1</td></tr><tr><td colspan="2">2</td></tr></tbody>'
    "</table><figure><table><tr><td>t</td></tr></table><figcaption>Table</figcaption></figure>"
    '<figure class="embed" data-embed="https://vimeo.com/1"><a href="https://vimeo.com/1">Film</a>'
    "<figcaption>Said <em>so</em></figcaption></figure><p>end</p>"
)


@pytest.fixture(scope="session")
def base_url() -> str:
    """No server: `editor_page` answers."""
    return ADDRESS


def typed_at_the_end(editor: Editor, text: str) -> None:
    editor.text.locator("p").last.click()
    editor.page.keyboard.press("End")
    editor.page.keyboard.type(text)


def test_text_is_typed_and_formatted_without_a_word_of_protest_from_the_policy(page: Page) -> None:
    editor = open_editor(page)
    editor.text.click()
    page.keyboard.type("The ferry is late")
    editor.select("late")
    editor.button("Strong").click()
    expect(editor.button("Strong")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+i")
    assert editor.html() == "<p>The ferry is <strong><em>late</em></strong></p>"
    page.get_by_label("Paragraph style").select_option("2")
    assert editor.stored() == "<h2>The ferry is <strong><em>late</em></strong></h2>"
    assert editor.console == []


def test_the_sample_knows_the_whole_allow_list() -> None:
    assert set(re.findall(r"<([a-z0-9]+)", EVERYTHING)) == set(STORY_TAGS)


def test_whatever_may_be_stored_survives_the_editor(page: Page) -> None:
    editor = open_editor(page, EVERYTHING)
    typed_at_the_end(editor, "!")
    assert editor.stored() == EVERYTHING.replace("<p>end</p>", "<p>end!</p>")
    assert editor.console == []


def test_opening_a_story_changes_nothing(page: Page) -> None:
    unusual = "<h1>Old</h1><p>text"
    editor = open_editor(page, unusual)
    expect(editor.text).to_be_visible()
    assert editor.html() == unusual


def test_deleting_all_leaves_an_empty_field(page: Page) -> None:
    editor = open_editor(page, "<p>gone</p>")
    editor.text.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    assert editor.html() == ""


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        (samples.WORD, samples.WORD_CLEAN),
        (samples.WORD_REPORT, samples.WORD_REPORT_CLEAN),
        (samples.GOOGLE_DOCS, samples.GOOGLE_DOCS_CLEAN),
        (samples.DOCS_REPORT, samples.DOCS_REPORT_CLEAN),
    ],
    ids=["word", "word with remarks", "docs", "docs with remarks"],
)
def test_a_paste_from_a_word_processor_is_clean(page: Page, pasted: str, clean: str) -> None:
    editor = open_editor(page)
    editor.text.click()
    editor.paste(pasted)
    assert editor.stored() == clean
    assert editor.console == []


def test_a_link_is_asked_for_and_refused_when_it_would_run_a_script(page: Page) -> None:
    editor = open_editor(page, "<p>see the timetable</p>")
    editor.select("timetable")
    editor.button("Link").click()
    dialog = page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Address").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog.get_by_role("alert")).to_contain_text("no address")
    dialog.get_by_label("Address").fill("ferries.example/timetable")
    dialog.get_by_label("Somebody pays").check()
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).to_have_count(0)
    assert editor.stored() == (
        '<p>see the <a href="https://ferries.example/timetable" rel="sponsored noopener">'
        "timetable</a></p>"
    )
    editor.button("Remove link").click()
    assert editor.stored() == "<p>see the timetable</p>"


def test_the_link_dialog_opens_by_key_and_escape_changes_nothing(page: Page) -> None:
    editor = open_editor(page, "<p>see the timetable</p>")
    editor.select("timetable")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Link")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert editor.html() == "<p>see the timetable</p>"


def test_a_story_of_ours_is_found_by_words_and_linked_by_its_path(page: Page) -> None:
    editor = open_editor(page, "<p>see the timetable</p>")
    editor.select("timetable")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Or find a story of ours").fill("ferry late")
    dialog.get_by_role("button", name="The ferry is late").click()
    expect(dialog.get_by_label("Address")).to_have_value("/world/2026/11/20/ferry/")
    dialog.get_by_role("button", name="Apply").click()
    assert editor.stored() == ('<p>see the <a href="/world/2026/11/20/ferry/">timetable</a></p>')
    assert editor.sent[-1].endswith("?q=ferry+late")
    assert editor.console == []


def test_without_a_selection_a_link_brings_the_headline_with_it(page: Page) -> None:
    editor = open_editor(page, "<p>See</p>")
    typed_at_the_end(editor, " ")
    editor.button("Link").click()
    dialog = page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Or find a story of ours").fill("quay")
    dialog.get_by_role("button", name="The quay is closed").press("Enter")
    dialog.get_by_role("button", name="Apply").click()
    assert editor.stored() == (
        '<p>See <a href="/world/2026/11/19/quay/">The quay is closed</a></p>'
    )


def test_a_figure_from_the_library_takes_three_clicks(page: Page) -> None:
    editor = open_editor(page, "<p>before</p>")
    typed_at_the_end(editor, ".")
    page.evaluate("() => { window.clicks = 0; addEventListener('click', () => window.clicks++) }")
    editor.button("Picture").click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_role("button", name="The morning ferry.").click()
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)
    assert page.evaluate("window.clicks") == 3
    assert 'src="/media/ferry.jpg" alt="A ferry in fog"' in editor.stored()


def test_a_picture_is_uploaded_in_the_dialog_or_refused_with_its_reason(page: Page) -> None:
    editor = open_editor(page, "<p>before</p>")
    typed_at_the_end(editor, ".")
    editor.button("Picture").click()
    dialog = page.get_by_role("dialog", name="Picture")
    upload = dialog.get_by_label("Or upload a picture")
    upload.set_input_files({"name": "moving.gif", "mimeType": "image/gif", "buffer": b"GIF89a"})
    expect(dialog.get_by_role("status")).to_have_text("This picture moves.")
    upload.set_input_files({"name": "new.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    expect(dialog.locator("button[aria-pressed=true]")).to_have_count(1)
    dialog.get_by_label("Alternative text").fill("A new ferry")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)
    assert 'src="/media/new.jpg" alt="A new ferry"' in editor.stored()
    assert 'data-image="8"' in editor.stored()


@pytest.mark.parametrize(
    ("keys", "stored"),
    [
        ("Control+b", "<p><strong>one</strong></p>"),
        ("Control+i", "<p><em>one</em></p>"),
        ("Control+Shift+s", "<p><s>one</s></p>"),
        ("Control+e", "<p><code>one</code></p>"),
        ("Control+Shift+8", "<ul><li>one</li></ul>"),
        ("Control+Shift+7", "<ol><li>one</li></ol>"),
        ("Control+Shift+9", "<blockquote><p>one</p></blockquote>"),
    ],
)
def test_the_keys_that_the_buttons_name_work(page: Page, keys: str, stored: str) -> None:
    editor = open_editor(page, "<p>one</p>")
    named = page.locator(f'[aria-keyshortcuts="{keys.title()}"]')
    expect(named).to_have_count(1)
    editor.text.click()
    page.keyboard.press("Control+a")
    page.keyboard.press(keys)
    assert editor.stored() == stored
    page.keyboard.press("Control+z")
    assert editor.stored() == "<p>one</p>"
    page.keyboard.press("Control+Shift+z")
    assert editor.stored() == stored


def test_every_button_has_a_name_and_a_tooltip(page: Page) -> None:
    open_editor(page, EVERYTHING)
    buttons = page.get_by_role("toolbar").locator("button")
    told = buttons.evaluate_all(
        "(all) => all.map((one) => [one.title, one.ariaLabel || one.textContent])"
    )
    assert len(told) > 20
    assert all(title and name for title, name in told)
    assert all(title.startswith(name) for title, name in told), told


def test_blocks_are_made_by_keyboard_alone(page: Page) -> None:
    editor = open_editor(page, "<p>one</p>")
    editor.text.focus()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Paragraph style")).to_be_focused()
    for _step in range(30):
        if page.evaluate("document.activeElement.textContent") == "Pull quote":
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert editor.stored() == '<blockquote class="pull"><p>one</p></blockquote>'
    expect(editor.text).to_be_focused()


def test_a_picture_comes_from_the_library_with_its_caption_and_can_be_described(page: Page) -> None:
    editor = open_editor(page, "<p>before</p>")
    typed_at_the_end(editor, ".")
    editor.button("Picture").click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose a picture first.")
    dialog.get_by_label("Search the picture library").fill("fog & ferry")
    dialog.get_by_label("Search the picture library").press("Enter")
    dialog.get_by_role("button", name="The morning ferry.").click()
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)
    figure = (
        '<figure><img src="/media/ferry.jpg" alt="A ferry in fog" width="1200" height="800" '
        'loading="lazy" data-image="7">'
        "<figcaption>The morning ferry.</figcaption></figure>"
    )
    assert editor.stored() == f"<p>before.</p>\n{figure}"
    assert editor.sent[-1].endswith("?q=fog+%26+ferry")
    editor.text.locator("img").click()
    editor.button("Picture").click()
    dialog.get_by_label("Alternative text").fill("A ferry leaves")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).to_have_count(0)
    assert 'alt="A ferry leaves"' in editor.stored()
    assert editor.console == []


def test_a_silent_picture_library_is_said_to_be_silent(page: Page) -> None:
    editor = open_editor(page, pictures=None)
    editor.button("Picture").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("did not answer")


def test_a_picture_of_another_site_is_left_out_when_pasted(page: Page) -> None:
    editor = open_editor(page)
    editor.text.click()
    editor.paste('<p>text<img src="https://spy.example/pixel.png" alt="x"></p>')
    assert editor.stored() == "<p>text</p>"


def test_an_embed_is_taken_from_listed_providers_only(page: Page) -> None:
    editor = open_editor(page, "<p>before</p>")
    typed_at_the_end(editor, ".")
    editor.button("Embed").click()
    dialog = page.get_by_role("dialog", name="Embed")
    dialog.get_by_label("Address").fill("https://vimeo.com.evil.example/1")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog.get_by_role("alert")).to_contain_text("not on the list")
    dialog.get_by_label("Address").fill("https://vimeo.com/12")
    dialog.get_by_label("What it shows").fill("The launch")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)
    assert editor.stored() == (
        '<p>before.</p>\n<figure class="embed" data-embed="https://vimeo.com/12">'
        '<a href="https://vimeo.com/12" rel="noopener">The launch</a></figure>'
    )


def test_blocks_are_turned_by_their_buttons(page: Page) -> None:
    editor = open_editor(page, "<p>one</p>")
    typed_at_the_end(editor, "")
    for name, stored in {
        "List": "<ul><li>one</li></ul>",
        "Numbered list": "<ol><li>one</li></ol>",
    }.items():
        editor.button(name).click()
        assert editor.stored() == stored
    editor.button("Numbered list").click()
    editor.button("Quote").click()
    assert editor.stored() == "<blockquote><p>one</p></blockquote>"
    editor.button("Pull quote").click()
    assert editor.stored() == '<blockquote class="pull"><p>one</p></blockquote>'
    editor.button("Pull quote").click()
    assert editor.stored() == "<p>one</p>"
    editor.button("Rule").click()
    assert editor.stored() == "<p>one</p>\n<hr>"


def test_a_table_is_made_grown_and_taken_away(page: Page) -> None:
    editor = open_editor(page)
    editor.text.click()
    editor.button("Table").click()
    page.keyboard.type("Port")
    editor.button("Add row").click()
    stored = editor.stored()
    assert stored.startswith('<table><thead><tr><th scope="col">Port</th>')
    assert stored.count("<tr>") == 4
    editor.button("Delete table").click()
    assert editor.html() == ""
    expect(editor.button("Delete row")).to_be_hidden()


def test_the_toolbar_is_one_stop_of_the_tab_key_with_arrows_inside(page: Page) -> None:
    editor = open_editor(page, "<p>x</p>")
    page.get_by_label("Paragraph style").focus()
    page.keyboard.press("ArrowRight")
    expect(editor.button("Strong")).to_be_focused()
    page.keyboard.press("End")
    expect(editor.button("Edit the HTML")).to_be_focused()
    page.keyboard.press("Tab")
    expect(editor.text).to_be_focused()


def test_the_html_can_be_edited_instead(page: Page) -> None:
    editor = open_editor(page, "<p>x</p>")
    editor.button("Edit the HTML").click()
    page.get_by_role("textbox", name="Body").fill("<p>y</p><script>alert(1)</script>")
    editor.button("Edit the HTML").click()
    expect(editor.text).to_have_text("y")
    assert editor.html() == "<p>y</p>"
    assert editor.console == []


def test_the_label_names_the_editor_and_axe_finds_nothing(page: Page) -> None:
    editor = open_editor(page, EVERYTHING)
    expect(page.get_by_role("textbox", name="Body")).to_be_visible()
    page.get_by_text("Body:").click()
    expect(editor.text).to_be_focused()
    found = Axe().run(page, context=".story-editor", options={"resultTypes": ["violations"]})
    assert [(one["id"], one["nodes"]) for one in found.response["violations"]] == []


def test_without_javascript_the_field_is_a_textarea_of_html(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=ADDRESS)
    page = context.new_page()
    editor = open_editor(page, "<p>Hello</p>")
    field = page.get_by_label("Body")
    expect(field).to_be_visible()
    assert field.input_value() == "<p>Hello</p>"
    field.fill("One\n\nTwo <b>bold")
    assert editor.stored() == "<p>One Two <strong>bold</strong></p>"
    field.fill("One\n\nTwo")
    assert editor.stored() == "<p>One</p>\n<p>Two</p>"
    context.close()
