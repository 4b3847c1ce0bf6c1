"""The numbers of a ranking, where there is little room."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_two_digits_stand_side_by_side_on_a_phone(reader: Page, bodies: dict[str, str]):
    bodies["/"] = '<ol class="most-ranked">' + "<li><h2>Ten came back</h2></li>" * 12 + "</ol>"
    reader.set_viewport_size({"width": 390, "height": 800})
    reader.goto("/")

    heights = reader.eval_on_selector_all("li", "found => found.map((one) => one.clientHeight)")

    assert len(set(heights)) == 1, heights
