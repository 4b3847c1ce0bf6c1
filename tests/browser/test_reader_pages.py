"""What holds for every page of a guest: quiet, at home, without cookies, accessible, not too wide.

Each page is opened once and looked at from all sides; the tests tell what they were looking for.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories as f
from tests.browser.newspaper import Newspaper, member

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 768, 1440)
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > room + 1)
    .map((e) => `${e.tagName}.${e.className}`);
}"""
BREACHES = "addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective))"
#: Pages that only an act of the reader makes: where it starts, and the button that makes them.
MADE = {
    "sign up in error": ("sign up", "main form .btn-primary"),
    "newsletters in error": ("newsletters", "main form .btn-primary"),
    "report in error": ("report", "main form .btn-primary"),
    "error report in error": ("report of an error", "main form .btn-primary"),
    "empty comment": ("comments", "button[name=post]"),
    "preview": ("comments", "button[name=preview]"),
    "guest's comment": ("comments", "button[name=guest]"),
}
NAMES = [
    "front",
    "latest",
    "section",
    "story",
    "comments",
    "what is new",
    "permalink",
    "reply",
    "what changed",
    "corrections",
    "tag",
    "author",
    "live",
    "gone",
    "page",
    "search",
    "search without result",
    "archive",
    "archive of a month",
    "sign in",
    "sign up",
    "forgotten password",
    "missing",
    "most read",
    "newsletters",
    "report",
    "report of an error",
    "notice",
    "moderation",
    *MADE,
]
#: Where every colour of the sheet stands at least once; the trial looks at the others in the dark.
IN_THE_DARK = {
    *("front", "story", "comments", "live", "gone", "search", "what changed", "most read"),
    *("sign up in error", "error report in error", "newsletters", "moderation", "preview"),
}
#: Pages with a form that carries a token, whose cookie may come.
WITH_TOKEN = {"sign in", "sign up", "sign up in error", "forgotten password"}


@dataclass
class Seen:
    """What one page showed."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    barriers: list[str] = field(default_factory=list)
    too_wide: dict[int, list[str]] = field(default_factory=dict)


#: What axe leaves out by itself: targets of at least 24 pixels (WCAG 2.5.8). It need not fetch the
#: sheets once more either: they say nothing of how a screen is held.
AXE = {"rules": {"target-size": {"enabled": True}}, "preload": False}
FIND = """async (options) => {
  const { violations } = await axe.run({ resultTypes: ["violations"], ...options });
  return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 200)}`);
}"""


def barriers(page: Page, options: dict[str, object] | None = None) -> list[str]:
    """What axe finds, as sentences with the first place of each."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FIND, {**AXE, **(options or {})})
    return found


def make(page: Page, paper: Newspaper, name: str) -> None:
    """Open the page of that name, or do what makes it."""
    start, button = MADE.get(name, (name, ""))
    page.goto(paper.pages[start])
    if not button:
        return
    in_place = {"preview": "#preview", "guest's comment": ".composer-guest"}
    if name in in_place:
        page.get_by_label("Your comment").fill("- one\n- *two*\n\n> three")
    page.click(button)
    page.wait_for_load_state()
    page.wait_for_selector(in_place.get(name, ".error-summary"))


def look_at(context: BrowserContext, paper: Newspaper, name: str) -> Seen:
    """Look at one page; the context is one for all, so that its cache is warm."""
    context.clear_cookies()
    page, seen = context.new_page(), Seen()
    page.add_init_script(BREACHES)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    # That a page is answered with 404 or 422 is what was asked for, not an error on it.
    page.on(
        "console",
        lambda said: (
            seen.complaints.append(said.text)
            if said.type in {"error", "warning"} and said.location["url"] != page.url
            else None
        ),
    )
    make(page, paper, name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        seen.too_wide[width] = page.evaluate(TOO_WIDE)
    seen.barriers = barriers(page)
    if name in IN_THE_DARK:
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        seen.barriers += barriers(page, {"runOnly": ["color-contrast"], "rules": {}})
    seen.cookies = [cookie["name"] for cookie in context.cookies()]
    page.close()
    return seen


@pytest.fixture(scope="module")
def context(browser: Browser, server: LiveServer) -> Generator[BrowserContext]:
    context = browser.new_context(base_url=server.url, color_scheme="light")
    yield context
    context.close()


@pytest.fixture(scope="module")
def seen(context: BrowserContext, paper: Newspaper) -> dict[str, Seen]:
    return {name: look_at(context, paper, name) for name in NAMES}


def test_every_page_of_the_newspaper_is_looked_at(paper):
    assert set(paper.pages) | set(MADE) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_complains(seen, name):
    assert seen[name].complaints == []


@pytest.mark.parametrize("name", NAMES)
def test_every_page_asks_only_the_portal_itself(seen, server, name):
    assert [url for url in seen[name].requests if not url.startswith(server.url + "/")] == []


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITH_TOKEN))
def test_who_only_reads_gets_no_cookie(seen, name):
    assert seen[name].cookies == []


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_barrier_in_light_or_dark(seen, name):
    assert seen[name].barriers == []


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways(seen, name):
    assert {width: which for width, which in seen[name].too_wide.items() if which} == {}


def test_the_page_of_a_signed_in_reader_has_no_barrier(open_page, paper):
    """With the own comment that waits, the marked reaction and the menu of the account open."""
    rana, story = member("Rana"), f.published(headline="Nine left", section=paper.world)
    f.held(story, rana)
    page = open_page(story.get_absolute_url(), user=rana)
    page.get_by_role("button", name="Insightful").click()
    expect(page.get_by_role("button", name="Insightful 1")).to_be_visible()
    page.locator("summary", has_text="Rana").click()

    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert barriers(page) == []


def test_the_open_menu_of_a_phone_has_no_barrier(open_page, paper):
    page = open_page("/", width=390)
    page.locator(".menu-toggle > summary").click()
    page.locator(".submenu > summary").click()

    assert barriers(page) == []
    assert page.evaluate(TOO_WIDE) == []


def test_letters_of_double_size_fit(open_page, paper):
    """WCAG 1.4.4: letters alone at 200 %, as a reader may set them."""
    for name in ("front", "story", "section", "sign up", "live"):
        page = open_page(paper.pages[name])
        page.evaluate("document.documentElement.style.fontSize = '200%'")

        assert page.evaluate(TOO_WIDE) == [], name


@pytest.mark.trial
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_barrier_in_either_direction_of_writing_and_either_theme(
    browser, server, paper, language, theme
):
    """All rules on all pages, also where the cheaper look above asks for contrast alone."""
    f.site(name="The Meridian", tagline="News", contact_email="d@example.org", language=language)
    context = browser.new_context(base_url=server.url, color_scheme=theme)
    page, found = context.new_page(), {}
    buttons = {"preview", "guest's comment"}  # found by their English words
    for name in NAMES if language == "en" else [one for one in NAMES if one not in buttons]:
        make(page, paper, name)
        page.set_viewport_size({"width": 390, "height": 800})
        found[name] = [*barriers(page), *page.evaluate(TOO_WIDE)]
    context.close()
    f.site(name="The Meridian", tagline="News", contact_email="d@example.org", language="en")

    assert {name: what for name, what in found.items() if what} == {}
