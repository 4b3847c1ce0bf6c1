"""What a page's look weighs, compressed: the budgets stand in docs and DESIGN, the files here."""

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
TEMPLATES = STATIC.parent / "templates"
#: What the pages of a discussion are built on.
DISCUSSION = TEMPLATES / "comments" / "_page.html"
KILOBYTE = 1024
STYLES, SCRIPTS, FONTS = 30 * KILOBYTE, 15 * KILOBYTE, 130 * KILOBYTE
#: What an English page fetches: the serif, upright and italic, and the sans, all latin.
ENGLISH_FACES = (
    "source-serif-4-latin-wght-normal.woff2",
    "source-serif-4-latin-wght-italic.woff2",
    "libre-franklin-latin-wght-normal.woff2",
)


def compressed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_the_stylesheet_of_the_portal_keeps_its_budget():
    assert compressed(STATIC / "css" / "portal.css") <= STYLES


def test_the_scripts_of_a_page_keep_their_budget_whatever_it_shows():
    """A template with all that it includes, as if every condition in it were true at once."""
    weights = {
        name: compressed(*(STATIC / "js" / script for script in scripts))
        for name in ("story.html", "page.html", "home.html", "section.html", "report_error.html")
        if (scripts := scripts_of(TEMPLATES / "articles" / name))
    } | {"discussion": compressed(*(STATIC / "js" / one for one in scripts_of(DISCUSSION)))}
    assert max(weights.values()) <= SCRIPTS, weights
    assert len(scripts_of(TEMPLATES / "articles" / "story.html")) > 10


def scripts_of(template: Path) -> set[str]:
    text = template.read_text()
    found = set(re.findall(r"static 'js/([\w-]+\.js)'", text))
    for name in re.findall(r'{% (?:extends|include) "([^"]+)"', text):
        found |= scripts_of(TEMPLATES / name)
    if "{% keep " in text:  # brings a template of its own
        found |= scripts_of(TEMPLATES / "articles" / "_keep.html")
    return found


def test_the_fonts_of_an_english_page_keep_their_budget():
    assert sum((STATIC / "fonts" / face).stat().st_size for face in ENGLISH_FACES) <= FONTS


def test_every_file_that_a_stylesheet_names_is_there_and_our_own():
    for sheet in (STATIC / "css").glob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)", sheet.read_text()):
            assert not re.match(r"[a-z]+:|//", address), f"{sheet.name} fetches {address}"
            assert (sheet.parent / address).is_file(), f"{sheet.name} names {address}"


def test_no_font_is_fetched_by_those_who_save_data():
    sheet = (STATIC / "css" / "portal.css").read_text()
    own = set(re.findall(r'font-family: "([^"]+)"[^}]*src: url', sheet))
    for start in ("@media (prefers-reduced-data: reduce) {", ":root[data-save-data] {"):
        begin = sheet.index(start)
        rule = sheet[begin : sheet.index("}", begin)]
        assert "--serif" in rule
        assert "--sans" in rule
        assert not [face for face in own if face in rule]
