"""Feature E23: tables of redirects, as spreadsheets and other systems write them."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.exceptions import ValidationError

from articles import publishing, tagging
from newsportal.core import addresses, redirect_files, redirects
from newsportal.core.models import Address
from newsportal.core.redirects import Wish
from tests import factories as f


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_as_it_is(encoding):
    text, note = redirect_files.decode("/café/,/x/\n".encode(encoding))

    assert text == "/café/,/x/\n"
    assert bool(note) == (encoding == "utf-16")


def test_latin_1_is_read_with_a_word_about_it():
    text, note = redirect_files.decode("/café/,/x/\n".encode("latin-1"))

    assert text == "/café/,/x/\n"
    assert "Latin-1" in note


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "spreadsheet"),
        (b"/a\x00b/,/c/", "no text file"),
        (b"x" * (redirect_files.MOST_BYTES + 1), "larger than 3 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(data, word):
    with pytest.raises(ValidationError) as refusal:
        redirect_files.decode(data)

    assert word in refusal.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "/a/,/b/\n/c/,/d/\n",
        "/a/;/b/\r\n/c/;/d/\r\n",
        "/a/\t/b/\n/c/\t/d/",
        '"/a/","/b/"\n\n"/c/", /d/\n',
        "from,to\n/a/,/b/\n/c/,/d/\n",
        "Target URL;hits;Source\n/b/;3;/a/\n/d/;9;/c/\n",
    ],
)
def test_the_shapes_that_tables_have(text):
    wishes = redirect_files.read(text)

    assert [(wish.path, wish.target) for wish in wishes] == [("/a/", "/b/"), ("/c/", "/d/")]


def test_lines_are_numbered_as_in_the_file():
    wishes = redirect_files.read("from,to\n\n/a/,/b/\n/short/\n")

    assert wishes == [Wish("/a/", "/b/", 3), Wish("/short/", "", 4)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no line"),
        ("from,to\n", "no line"),
        ("/a/,/b/\n" * 10_001, "10000 lines"),
        ('/a/,"' + "x" * 140_000, "Line 1 cannot be read"),
    ],
)
def test_a_table_that_cannot_be_taken_says_why(text, word):
    with pytest.raises(ValidationError) as refusal:
        redirect_files.read(text)

    assert word in refusal.value.messages[0]


def rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(redirect_files.table()))))


@pytest.mark.django_db
def test_what_is_downloaded_can_be_uploaded_and_changes_nothing():
    f.site()
    tag = f.TagFactory(slug="boats")
    tag.slug = "ships"
    tagging.save(tag)
    redirects.make_one("/old/", "/search/?q=a,b")

    assert [row[:3] for row in rows()] == [
        ["from", "to", "kind"],
        ["/tags/boats/", "/tags/ships/", "moved"],
        ["/old/", "/search/?q=a,b", "by hand"],
    ]
    lines = redirects.make(redirect_files.read("".join(redirect_files.table())))
    assert [line.outcome.value for line in lines] == ["unchanged", "unchanged"]


@pytest.mark.django_db
def test_a_download_names_nothing_that_readers_cannot_see():
    f.site()
    story = f.published(headline="Secret name")
    addresses.remember("/old/", story)
    publishing.withdraw(story, None)

    assert len(rows()) == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula_and_the_mark_is_taken_off_again(cell):
    safe = redirect_files.safe_cell(cell)

    assert safe == f"'{cell}"
    assert redirect_files._unquoted(safe) == cell


@pytest.mark.django_db
def test_a_formula_in_a_refused_line_is_no_formula_in_the_report():
    lines = redirects.plan([Wish('=HYPERLINK("x")', "/a/", 1)])

    assert "'=HYPERLINK" in "".join(redirect_files.report(lines))
    assert not Address.objects.exists()
