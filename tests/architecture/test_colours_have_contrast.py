"""Every pair of text and ground in the two stylesheets can be read, in both themes.

The figures are WCAG 2.2's: 4.5:1 for text (1.4.3), 3:1 for the borders of controls (1.4.11).
The colours are read from the stylesheets themselves: a new shade is judged as soon as it is there.
"""

import re
from pathlib import Path

import pytest

from newsportal.core import colours

CSS = Path(__file__).parents[2] / "static" / "css"
HEX_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6}|#[0-9a-f]{3})\s*[;}]")
MIXED_BANNER = re.compile(r"--banner: color-mix\(in srgb, var\(--accent\) (\d+)%, var\(--paper\)\)")
TEXT, CONTROL = 4.5, 3.0

#: Accents that a newspaper might choose in its settings, the palette of the first drawing.
ACCENTS = ("#a3182e", "#1f3f77", "#1c5c3a", "#0d6060", "#6d3573", "#93430f", "#3d434b")
SECTIONS = (
    "world", "politics", "business", "science", "culture", "sport", "opinion", "slate",
)  # fmt: skip
INKS = ("ink", "soft", "good", "wait", "bad")


def blocks(name: str, starts: tuple[str, str, str]) -> list[dict[str, str]]:
    """The tokens of light, dark by system and dark by choice, each as name to #rrggbb."""
    sheet = (CSS / name).read_text()
    found = []
    for start in starts:
        begin = sheet.index(start)
        tokens = dict(HEX_TOKEN.findall(sheet[begin : sheet.index("}", begin) + 1]))
        found.append({key: whole(value) for key, value in tokens.items()})
    return found


def whole(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


def mixed(one: str, other: str, share: int) -> str:
    """`share` per cent of `one` over `other`, as color-mix(in srgb) reckons it."""
    parts = [
        round((int(one[i : i + 2], 16) * share + int(other[i : i + 2], 16) * (100 - share)) / 100)
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


PORTAL = blocks(
    "portal.css",
    (
        ":root {\n    color-scheme: light",
        ':root:not([data-theme="light"]) {',
        ':root[data-theme="dark"] {',
    ),
)
ADMIN = blocks(
    "admin.css",
    (
        ':root, html[data-theme="light"] {',
        "  :root {\n    color-scheme: dark",
        'html[data-theme="dark"] {',
    ),
)


def too_weak(tokens: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    return [
        f"{text} on {ground}: {colours.contrast(tokens[text], tokens[ground]):.2f}"
        for text, ground in pairs
        if colours.contrast(tokens[text], tokens[ground]) < least
    ]


@pytest.mark.parametrize("sheet", [PORTAL, ADMIN], ids=["portal", "admin"])
def test_dark_is_the_same_by_system_and_by_choice(sheet):
    assert sheet[1] == sheet[2]


@pytest.mark.parametrize("tokens", PORTAL, ids=["light", "dark by system", "dark by choice"])
def test_text_of_the_portal_can_be_read_on_every_ground(tokens):
    pairs = [(text, ground) for text in INKS for ground in ("paper", "sheet", "tint")]
    pairs += [
        (shade, ground) for shade in ("accent", *SECTIONS) for ground in ("paper", "sheet", "tint")
    ]
    pairs += [("ink", "mark"), ("paper", "ink"), ("paper", "bad"), ("ink", "hair")]
    pairs += [("on-accent", "accent")]
    assert too_weak(tokens, pairs, TEXT) == []


@pytest.mark.parametrize("tokens", PORTAL, ids=["light", "dark by system", "dark by choice"])
def test_borders_of_controls_and_the_focus_can_be_seen(tokens):
    pairs = [(line, ground) for line in ("edge", "focus") for ground in ("paper", "sheet", "tint")]
    assert too_weak(tokens, pairs, CONTROL) == []


def test_the_breaking_banner_can_be_read_in_the_dark_with_every_accent():
    shares = {int(share) for share in MIXED_BANNER.findall((CSS / "portal.css").read_text())}
    assert len(shares) == 1
    dark = PORTAL[1]
    for accent in ACCENTS:
        ground = mixed(colours.dark_twin(accent), dark["paper"], *shares)
        assert colours.contrast(dark["ink"], ground) >= TEXT, accent


@pytest.mark.parametrize("tokens", ADMIN, ids=["light", "dark by system", "dark by choice"])
def test_text_and_controls_of_the_newsroom_can_be_seen(tokens):
    pairs = [(text, ground) for text in (*INKS, "info") for ground in ("paper", "sheet", "tint")]
    pairs += [
        ("ink", "mark"),
        ("paper", "ink"),
        ("paper", "good"),
        ("paper", "bad"),
        ("paper", "soft"),
    ]
    assert too_weak(tokens, pairs, TEXT) == []
    lines = [(line, ground) for line in ("edge", "focus") for ground in ("paper", "sheet")]
    assert too_weak(tokens, lines, CONTROL) == []


def test_the_bar_of_the_newsroom_can_be_read():
    light = ADMIN[0]
    assert too_weak(light, [("on-bar", "bar"), ("on-bar-soft", "bar")], TEXT) == []


def test_the_accent_is_judged_against_the_papers_that_are_printed_on():
    assert PORTAL[0]["paper"] == colours.LIGHT_PAPER
    assert PORTAL[1]["paper"] == colours.DARK_PAPER
