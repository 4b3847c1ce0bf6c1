"""The menu opens on a phone without script; with script Escape and a click outside close it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MENU = """<header class="masthead"><div class="wrap masthead-bar"><p class="wordmark">Paper</p>
<div class="utility"></div></div><nav class="mainmenu" aria-label="Main menu">
<details class="menu-toggle" data-menu><summary>Menu</summary></details>
<ul class="menu wrap"><li class="menu-item has-children"><a href="/world/">World</a>
<details class="submenu" name="mainmenu" data-menu><summary>More in World</summary>
<ul><li><a href="/world/diplomacy/">Diplomacy</a></li></ul></details></li></ul></nav></header>
<main><h1>Page</h1></main>"""
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_menu_opens_on_a_phone(readers, bodies, script: bool):
    bodies["/"] = MENU
    page = readers(viewport=PHONE, java_script_enabled=script).new_page()
    page.goto("/")
    expect(page.get_by_role("link", name="World")).to_be_hidden()
    page.locator(".menu-toggle > summary").click()
    expect(page.get_by_role("link", name="World")).to_be_visible()
    page.locator(".submenu > summary").click()
    expect(page.get_by_role("link", name="Diplomacy")).to_be_visible()


def test_the_bar_stands_open_on_a_desk(reader, bodies):
    bodies["/"] = MENU
    reader.goto("/")
    expect(reader.get_by_role("link", name="World")).to_be_visible()
    expect(reader.locator(".menu-toggle")).to_be_hidden()


def test_a_sub_menu_opens_by_keyboard_and_escape_closes_it(reader, bodies):
    bodies["/"] = MENU
    reader.goto("/")
    reader.locator(".submenu > summary").focus()
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("link", name="Diplomacy")).to_be_visible()
    reader.keyboard.press("Tab")
    reader.keyboard.press("Escape")
    expect(reader.get_by_role("link", name="Diplomacy")).to_be_hidden()
    expect(reader.locator(".submenu > summary")).to_be_focused()


def test_a_click_elsewhere_closes_a_sub_menu(reader, bodies):
    bodies["/"] = MENU
    reader.goto("/")
    reader.locator(".submenu > summary").click()
    reader.mouse.click(900, 700)
    expect(reader.get_by_role("link", name="Diplomacy")).to_be_hidden()


def test_focus_lands_on_the_result_of_an_act(reader, bodies):
    bodies["/"] = '<p class="message" data-focus>Your comment waits for a moderator.</p>'
    reader.goto("/")
    expect(reader.locator("[data-focus]")).to_be_focused()
