"""Feature R7: a story is read, answered and left again with a keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import factories as f
from tests.browser.newspaper import member

pytestmark = pytest.mark.browser

#: Where the focus is: what has it, whether that is seen and not wholly covered, and how marked.
WHERE = """() => {
  const on = document.activeElement;
  if (on === document.body) return null;
  const box = on.getBoundingClientRect();
  const inside = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top && (on.contains(top) || top.contains(on));
  };
  const xs = [0.1, 0.5, 0.9].map((part) => box.left + box.width * part);
  const ys = [0.2, 0.5, 0.8].map((part) => box.top + box.height * part);
  const marks = [getComputedStyle(on), getComputedStyle(on, "::after")];
  const landmark = on.closest("nav, header.masthead, main, footer.footer");
  const before = window.walked;
  window.walked = on;
  return {
    name: (on.innerText || on.getAttribute("aria-label") || on.id || "").trim(),
    is_seen: xs.some((x) => ys.some((y) => inside(x, y))),
    is_marked: marks.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2),
    goes_on: !before || Boolean(before.compareDocumentPosition(on) & 4),
    place: landmark ? landmark.tagName : "",
  };
}"""


def test_a_story_is_read_and_answered_by_keyboard_alone(open_page, paper):
    rana = member("Rana")
    story = f.published(headline="Nine left", section=paper.world, body_html="<p>Six.</p>" * 60)
    f.approved(story, text="I was on it.")
    # Without smooth scrolling a stop is where it is as soon as it is asked.
    page = open_page(story.get_absolute_url(), user=rana, reduced_motion="reduce")
    stops: list[dict[str, object]] = []

    def go(until: str, most: int = 60) -> None:
        """Tab on until something is focused whose name begins so."""
        for _ in range(most):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(WHERE))
            assert stops[-1], f"the focus is lost behind {stops[-2]}"
            if str(stops[-1]["name"]).startswith(until):
                return
        raise AssertionError(f"{until} is not reached: {[stop['name'] for stop in stops]}")

    go("Skip to content", 1)
    go("More in World")
    page.keyboard.press("Enter")
    go("Strait", 1)
    page.keyboard.press("Escape")
    expect(page.locator(".submenu > summary")).to_be_focused()
    go("E-mail")
    go("Insightful")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Insightful 1").first).to_be_focused()
    page.evaluate("window.walked = null")
    go("id_text")
    page.keyboard.type("So was I.")
    go("Post comment")
    go("Preview")
    page.keyboard.press("Enter")
    expect(page.locator("#preview")).to_be_focused()
    page.evaluate("window.walked = null")
    go("id_text")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    go("Post comment")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type("So was I.")
    page.evaluate("window.walked = null")
    go("Post comment")
    page.keyboard.press("Enter")
    expect(page.locator(".comment.is-held")).to_be_focused()
    page.evaluate("window.walked = null")
    go("RSS feed", 80)

    assert [stop["name"] for stop in stops if not stop["is_seen"]] == []
    assert [stop["name"] for stop in stops if not stop["is_marked"]] == []
    assert [stop["name"] for stop in stops if not stop["goes_on"]] == []
    assert stops[-1]["place"] == "FOOTER"
