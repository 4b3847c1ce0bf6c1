"""What pages weigh and how fast they show in a browser on a slow line (DESIGN.md, section 6).

A phone of the middle class is played: a small screen, a processor four times slower than this
machine's, and the line that Lighthouse calls slow 4G. Every page is opened cold. What it weighs is
what went over the line, compressed as a proxy would. Milliseconds hang on the machine: a busy one
takes longer; bytes and jumps do not.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from newsportal.demo import bursts, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

SCREEN: ViewportSize = {"width": 390, "height": 844}

#: Lighthouse's slow 4G: bytes a second down and up, milliseconds of each way there and back.
DOWN, UP, DELAY_MS = 1_600_000 // 8, 750_000 // 8, 150
SLOWER = 4
#: Of so many cold openings the median counts.
OPENINGS = 3
#: What comes later than this after a page has loaded does not count as its doing.
SETTLE_MS = 500

KINDS = ("document", "stylesheet", "script", "font")
#: Kilobytes (of 1024 bytes) over the line, by kind; HTML is given by page.
MOST_KB = {"stylesheet": 30, "script": 15, "font": 130}
MOST_LCP_MS, MOST_CLS = 1500, 0.01

WATCH = """
  window.seen = { lcp: 0, what: "", cls: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const of = entry.element;
      seen.lcp = entry.startTime;
      seen.what = of ? of.tagName.toLowerCase() + (of.className ? "." + of.className : "") : "";
    }
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.cls += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


class CompressedMiddleware(GZipMiddleware):
    """Compresses texts, as the proxy in front of the portal does."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.get("Content-Type", "")
        if kind.startswith("text/") or "javascript" in kind or "svg" in kind:
            return super().process_response(request, response)  # type: ignore[arg-type]
        return response


@dataclass(frozen=True)
class Weighed:
    """What one page took.

    Attributes:
        kilobytes: over the line, by kind of KINDS.
        most: the kilobytes that its HTML may have.
        lcp: milliseconds until its largest part was painted; `what` that was.
        cls: how much it jumped.
    """

    name: str
    kilobytes: dict[str, float]
    most: float
    lcp: float
    what: str
    cls: float

    @property
    def over(self) -> list[str]:
        """What is over its budget, by name."""
        most = {"document": self.most, **MOST_KB}
        over = [kind for kind in KINDS if self.kilobytes[kind] > most[kind]]
        over += ["LCP"] if self.lcp > MOST_LCP_MS else []
        return over + (["CLS"] if self.cls > MOST_CLS else [])


def missing() -> str:
    """What there is not that this needs, or ""."""
    try:
        import playwright  # noqa: F401 -- of the development environment only
    except ImportError:
        return "Playwright"
    return "" if chromium.path() else "Chromium"


def run(pages: Iterable[tuple[str, str, float]]) -> Iterator[Weighed]:
    """Open each page in a browser on a slow line.

    Args:
        pages: name, path, and the kilobytes that its HTML may have; read before anything starts.
    """
    from playwright.sync_api import sync_playwright

    wanted = list(pages)
    with_compression = [f"{__name__}.CompressedMiddleware", *settings.MIDDLEWARE]
    with bursts.web_processes(MIDDLEWARE=with_compression) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.FLAGS)
        for name, path, most in wanted:
            address = f"http://127.0.0.1:{port}{path}"
            _open(browser, address)  # what the web processes keep is warm from here on
            openings = [_open(browser, address) for _ in range(OPENINGS)]
            sizes, _lcp, what, _cls = openings[-1]
            lcp = statistics.median(one[1] for one in openings)
            yield Weighed(name, sizes, most, lcp, what, max(one[3] for one in openings))
        browser.close()


def _open(browser: Browser, address: str) -> tuple[dict[str, float], float, str, float]:
    """Kilobytes by kind, milliseconds until the largest part, what it was, and how much jumped."""
    context = browser.new_context(
        viewport=SCREEN, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": DELAY_MS, "downloadThroughput": DOWN, "uploadThroughput": UP},
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    came = []
    page.on("requestfinished", lambda request: came.append(request))  # noqa: PLW0108 -- needs a def
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE_MS)
    seen = page.evaluate("seen")
    sizes: Counter[str] = Counter()
    for request in came:
        sizes[request.resource_type] += request.sizes()["responseBodySize"]
    context.close()
    return {kind: sizes[kind] / 1024 for kind in KINDS}, seen["lcp"], seen["what"], seen["cls"]
