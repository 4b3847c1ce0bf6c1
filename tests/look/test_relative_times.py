"""Shared pages hold absolute times; the reader's script says how long ago a recent one was."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NOW = "2026-11-24T12:00:00Z"
TIMES = """<time id="recent" datetime="2026-11-24T09:00:00+00:00" data-relative>09:00</time>
<time id="old" datetime="2026-11-20T09:00:00+00:00" data-relative>20 November</time>
<time id="plain" datetime="2026-11-24T09:00:00+00:00">24 November, 09:00</time>"""


@pytest.fixture
def at_noon(reader: Page, bodies: dict[str, str]) -> Page:
    bodies["/"] = TIMES
    reader.clock.install(time=NOW)
    reader.goto("/")
    return reader


def test_a_recent_time_becomes_relative_and_keeps_the_absolute_one_in_its_title(at_noon: Page):
    recent = at_noon.locator("#recent")
    expect(recent).to_have_text("3 hours ago")
    expect(recent).to_have_attribute("title", "09:00")


def test_an_older_time_and_one_that_did_not_ask_stay_absolute(at_noon: Page):
    expect(at_noon.locator("#old")).to_have_text("20 November")
    expect(at_noon.locator("#plain")).to_have_text("24 November, 09:00")


def test_a_relative_time_grows_older_and_becomes_absolute_after_a_day(at_noon: Page):
    at_noon.clock.run_for("01:00:00")
    expect(at_noon.locator("#recent")).to_have_text("4 hours ago")
    at_noon.clock.run_for("21:00:00")
    expect(at_noon.locator("#recent")).to_have_text("09:00")
