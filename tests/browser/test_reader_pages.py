"""What holds for every page of a guest: quiet, at home, without cookies, accessible, not too wide.

Each page is opened once and looked at from all sides; the tests tell what they were looking for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
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
    "sign up in error": ("sign up", "main form button[type=submit]"),
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
    *MADE,
]
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


def barriers(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds, as sentences with the first place of each."""
    return [
        f"{found['id']}: {found['help']}: {found['nodes'][0]['html'][:200]}"
        for found in Axe().run(page, options=options).response["violations"]
    ]


def look_at(browser: Browser, server: LiveServer, paper: Newspaper, name: str) -> Seen:
    context = browser.new_context(base_url=server.url, color_scheme="light")
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
    start, button = MADE.get(name, (name, ""))
    page.goto(paper.pages[start])
    if button:
        in_place = {"preview": "#preview", "guest's comment": ".composer-guest"}
        if name in in_place:
            page.get_by_label("Your comment").fill("- one\n- *two*\n\n> three")
        page.click(button)
        page.wait_for_load_state()
        if name in in_place:
            page.wait_for_selector(in_place[name])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        seen.too_wide[width] = page.evaluate(TOO_WIDE)
    seen.barriers = barriers(page, {"resultTypes": ["violations"]})
    page.emulate_media(color_scheme="dark")
    seen.barriers += barriers(page, {"runOnly": ["color-contrast"]})
    seen.cookies = [cookie["name"] for cookie in context.cookies()]
    context.close()
    return seen


@pytest.fixture(scope="module")
def seen(browser: Browser, server: LiveServer, paper: Newspaper) -> dict[str, Seen]:
    return {name: look_at(browser, server, paper, name) for name in NAMES}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_signed_in_reader_has_no_barrier(open_page, paper, scheme):
    """With the own comment that waits, the marked reaction and the menu of the account open."""
    rana, story = member("Rana"), f.published(headline="Nine left", section=paper.world)
    f.held(story, rana)
    page = open_page(story.get_absolute_url(), user=rana, color_scheme=scheme)
    page.get_by_role("button", name="Insightful").click()
    expect(page.get_by_role("button", name="Insightful 1")).to_be_visible()
    page.locator("summary", has_text="Rana").click()

    assert barriers(page, {"resultTypes": ["violations"]}) == []


def test_letters_of_double_size_fit(open_page, paper):
    """WCAG 1.4.4: letters alone at 200 %, as a reader may set them."""
    for name in ("front", "story", "section", "sign up", "live"):
        page = open_page(paper.pages[name])
        page.evaluate("document.documentElement.style.fontSize = '200%'")

        assert page.evaluate(TOO_WIDE) == [], name
