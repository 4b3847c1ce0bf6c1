"""The machine's own Chromium, for pages that are weighed and tests that click."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Chromium heeds the last list of features alone, so Playwright's own list is repeated here.
WITHOUT_FEATURES = (
    # What the address bar would unfold: a page of the browser's own in each window, which nobody
    # sees and which costs twice what a page of the portal does.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    "SpareRendererForSitePerProcess",  # a process for the next page, which here never comes
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
)
FLAGS = [
    "--no-sandbox",  # the sandbox refuses root, which containers and CI are
    "--headless",
    "--disable-gpu",
    "--disable-software-rasterizer",  # nothing here draws in three dimensions
    f"--disable-features={','.join(WITHOUT_FEATURES)}",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path() -> str | None:
    """Where it is, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)
