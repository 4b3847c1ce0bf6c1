"""Light and dark follow the system until the reader says otherwise."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

SWITCH = '<button data-theme-switch hidden aria-pressed="false">Dark theme</button>'
LIGHT, DARK = "rgb(255, 254, 251)", "rgb(19, 21, 24)"


def paper_of(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize(("system", "paper"), [("light", LIGHT), ("dark", DARK)])
def test_the_theme_is_the_systems_at_first(readers, bodies, system: str, paper: str):
    bodies["/"] = SWITCH
    page = readers(color_scheme=system).new_page()
    page.goto("/")
    assert paper_of(page) == paper


def test_a_choice_stays_on_the_next_page(reader: Page, bodies):
    bodies["/"] = bodies["/next/"] = SWITCH
    reader.goto("/")
    reader.get_by_role("button", name="Dark theme").click()
    expect(reader.get_by_role("button", name="Dark theme")).to_have_attribute(
        "aria-pressed", "true"
    )
    reader.goto("/next/")
    assert paper_of(reader) == DARK


def test_going_back_to_the_systems_theme_forgets_the_choice(reader: Page, bodies):
    bodies["/"] = SWITCH
    reader.goto("/")
    for _ in range(2):
        reader.get_by_role("button", name="Dark theme").click()
    assert reader.evaluate("localStorage.length") == 0
    assert paper_of(reader) == LIGHT


def test_without_script_there_is_no_switch(
    readers: Callable[..., BrowserContext], bodies: dict[str, str]
):
    bodies["/"] = SWITCH
    page = readers(java_script_enabled=False).new_page()
    page.goto("/")
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
