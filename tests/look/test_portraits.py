"""A portrait fills its circle, also where the worker has made its files."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PORTRAIT = """<span class="portrait portrait-large"><picture>
<source srcset="/static/brand/icon-512.png 512w" sizes="3rem"><img src="/static/brand/icon-192.png"
width="400" height="400" alt=""></picture></span>"""


def test_a_portrait_fills_its_circle_whatever_its_sizes_say(reader: Page, bodies: dict[str, str]):
    bodies["/"] = PORTRAIT
    reader.goto("/")

    image = reader.locator("img").bounding_box()

    assert reader.evaluate("document.querySelector('img').naturalWidth") == 48
    assert image["width"] == image["height"] == 6.5 * 16
