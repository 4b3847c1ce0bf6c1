"""What a page's look weighs, compressed: the budgets stand in docs and DESIGN, the files here."""

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
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


#: Scripts that stand on pages of accounts only, where none of a story's are.
OF_ACCOUNTS = {"security-key.js"}


def test_our_scripts_together_keep_their_budget():
    of_readers = (path for path in (STATIC / "js").glob("*.js") if path.name not in OF_ACCOUNTS)
    assert compressed(*of_readers) <= SCRIPTS


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
