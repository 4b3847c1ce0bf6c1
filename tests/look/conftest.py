"""A paper of one page with the portal's real stylesheet and scripts, and nothing behind it."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

STATIC = Path(__file__).parents[2] / "static"
PAPER = "http://paper.test"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Paper</title>
<script src="/static/js/theme.js"></script><link rel="stylesheet" href="/static/css/portal.css">
<script src="/static/js/page.js" defer></script>
<script src="/static/js/discussion.js" defer></script></head><body>{}</body></html>"""


@pytest.fixture
def bodies() -> dict[str, str]:
    """What stands at which address of the paper; a test fills it before it goes there."""
    return {}


@pytest.fixture
def readers(browser: Browser, bodies: dict[str, str]) -> Generator[Callable[..., BrowserContext]]:
    """Makes a reader's browser with Playwright's options (`color_scheme`, `viewport` …)."""
    opened: list[BrowserContext] = []

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(PAPER).split("?")[0].split("#")[0]
        if path in bodies:
            route.fulfill(content_type="text/html", body=FRAME.format(bodies[path]))
        elif (file := STATIC / path.removeprefix("/static/")).is_file():
            route.fulfill(content_type=TYPES.get(file.suffix, "font/woff2"), body=file.read_bytes())
        else:
            route.fulfill(status=404, body="")

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=PAPER, **options)
        context.route("**/*", serve)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def reader(readers: Callable[..., BrowserContext]) -> Page:
    """Rana's browser at her desk."""
    return readers(viewport={"width": 1280, "height": 800}, color_scheme="light").new_page()
