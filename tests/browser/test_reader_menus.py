"""Menus, theme and keyboard on the portal's own pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_menu_opens_on_a_phone(open_page, paper, script):
    page = open_page("/", script=script, width=390)
    menu = page.get_by_role("navigation", name="Main menu")
    expect(menu.get_by_role("link", name="World")).to_be_hidden()
    menu.locator(".menu-toggle > summary").click()
    menu.locator(".submenu > summary").click()
    menu.get_by_role("link", name="Strait").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Strait")


def test_a_sub_menu_opens_by_keyboard_and_escape_gives_the_focus_back(open_page, paper):
    page = open_page("/")
    menu = page.get_by_role("navigation", name="Main menu")
    menu.get_by_role("link", name="World").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Strait")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Strait")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Strait")).to_be_hidden()
    expect(menu.locator(".submenu > summary")).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page, paper, script):
    page = open_page(paper.story.get_absolute_url(), script=script)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_theme_stays_as_it_was_chosen(open_page, paper):
    page = open_page("/")
    paper_colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper_colour)
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(paper_colour)
    assert dark != light
    page.goto(paper.story.get_absolute_url())
    assert page.evaluate(paper_colour) == dark
    page.get_by_role("button", name="Dark theme").click()
    assert page.evaluate(paper_colour) == light


def test_without_script_there_is_no_switch_that_does_nothing(open_page, paper):
    page = open_page("/", script=False)
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
