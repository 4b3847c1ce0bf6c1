"""Readers' text: what it says stays, what only plays tricks goes, all at the cost of reading it."""

import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsportal.core.plain_text import (
    LineField,
    TextField,
    clean_line,
    clean_text,
    refuse_damaged,
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
TRICKY_TEXT = st.text(
    st.sampled_from("a é\u0301\u0323\u0344\u0958\u1100\u1161\r\n\v\x00\x85\u2028\u202e\u2066"
                    "\u200b\u200d\ufeff\u3164\U0001f3f4\U000e0067\U000e007f\U0001d160"),
    max_size=60,
)  # fmt: skip
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "👨‍👩‍👧‍👦"


def cleaned(function, text):
    """Give the cleaned text, or the code of the refusal."""
    try:
        return function(text)
    except ValidationError as refusal:
        return refusal.code


@pytest.mark.parametrize(
    "text",
    [
        "A plain sentence.",
        "Jürgen Weiß",
        "김하늘",
        "ليلى حداد",
        "می‌خواهم",
        "क्षत्रिय",
        "ཧྐྵྨླྺྼྻྂ",
        "שָׁלוֹם",
        "Nguyễn Thị Ánh",
        FAMILY,
        ENGLAND,
        "❤️ 1️⃣ 👍🏽",
        "\U0001fae8",
        "x² ≤ 5 €",
        "<script>alert(1)</script>",
        "O’Brien; DROP TABLE",
        "🙂",
    ],
)
def test_what_people_write_stays_as_it_is(text):
    assert clean_line(text) == clean_text(text) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("   ", ""),
        ("\u00a0\u2003\t\n", ""),
        ("  two\u00a0 \t words\r\n", "two words"),
        ("two\nlines\u2028more", "two lines more"),
        ("a\x00b", "ab"),
        ("a\x07\x1b[31mb\x7f", "a[31mb"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2066a\u2069", "a"),
        ("Ed\u200bith", "Edith"),
        ("Ed\u00adith", "Edith"),
        ("\ufeffEdith\u2060", "Edith"),
        ("Edith\ufffe\U0010ffff", "Edith"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("\U000e0001\U000e007f flag", "flag"),
        ("e\u0301", "é"),
        ("\u212b", "Å"),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_a_line_is_cleaned(text, line):
    assert clean_line(text) == line


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        (" \r\n \t ", ""),
        (
            "one\r\ntwo\rthree\u2028four\u2029five\x85six\x0bseven",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven",
        ),
        ("one  \n  two", "one\n  two"),
        ("\n\n one \n\n\n\n\n two\n\n", "one\n\n two"),
        ("one\n \n\t\n \ntwo", "one\n\ntwo"),
        ("a\tb", "a\tb"),
        ("a\x00\x08b", "ab"),
        ("x\u202ey\u2067z", "xyz"),
        ("left\u200e right\u200f", "left\u200e right\u200f"),
        ("\n" * 100_000 + "a", "a"),
    ],
)
def test_a_text_is_cleaned(text, kept):
    assert clean_text(text) == kept


@pytest.mark.parametrize("function", [clean_line, clean_text])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\ud800", "surrogates"),
        ("fine \udfff not", "surrogates"),
        ("\u200d\u200d", "invisible"),
        ("\u3164", "invisible"),
        ("\u2800 \u115f", "invisible"),
        ("\u0301", "invisible"),
        ("\ufe0f\u200c", "invisible"),
        ("\x00", "invisible"),
        ("\u202e\u2066 \ufeff", "invisible"),
    ],
)
def test_what_nobody_can_keep_or_see_is_refused_with_a_sentence(function, text, code):
    with pytest.raises(ValidationError, match=r"\.") as refusal:
        function(text)
    assert refusal.value.code == code


def test_a_letter_keeps_ten_marks():
    zalgo = "z" + "\u0315\u0327" * 500 + "o"
    line = clean_line(zalgo)
    assert (line[0], line[-1], len(line)) == ("z", "o", 12)


@pytest.mark.parametrize("text", ["\u0958" * 60, "\ufb1d" * 60, "\u0958e\u0301"])
def test_letters_that_nfc_takes_apart_never_outgrow_their_column(text):
    assert len(clean_line(text)) <= len(text)
    assert len(clean_text(text)) <= len(text)


def test_marks_that_fall_apart_into_several_are_capped_too():
    assert len(clean_line("a" + "\u0344" * 10)) <= 11


@pytest.mark.parametrize("function", [clean_line, clean_text])
@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0315\u0327" * 500_000,
        " " * 1_000_000 + "x",
        "x " * 500_000,
        "\n" * 1_000_000 + "x",
        "\U0001f3f4" * 500_000,
        "\U0001f3f4\U000e0067" * 300_000,
        "\r" * 1_000_000 + "x",
    ],
    ids=["marks", "spaces", "words", "lines", "flags", "half flags", "returns"],
)
def test_a_million_characters_meant_to_be_slow_are_read_in_one_go(function, text):
    """Squared work here would take hours; the suite would never end."""
    assert len(function(text)) <= len(text)


@given(ANY_TEXT | TRICKY_TEXT)
def test_cleaning_twice_is_cleaning_once(text):
    for function in (clean_line, clean_text):
        once = cleaned(function, text)
        assert cleaned(function, once) == once


@given(ANY_TEXT | TRICKY_TEXT)
def test_whatever_is_kept_can_be_stored_and_shown(text):
    for function in (clean_line, clean_text):
        kept = cleaned(function, text)
        kept.encode("utf-8")
        assert len(kept) <= max(len(text), len("surrogates"))
        assert len(unicodedata.normalize("NFC", kept)) >= len(kept)
        assert kept == kept.strip()
        controls = {character for character in kept if unicodedata.category(character) == "Cc"}
        assert controls <= ({"\n", "\t"} if function is clean_text else set())
        assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_text_that_arrived_damaged_is_refused():
    with pytest.raises(ValidationError) as refusal:
        refuse_damaged(b"caf\xe9".decode("utf-8", "replace"))
    assert refusal.value.code == "damaged"
    refuse_damaged("café")


class AForm(forms.Form):
    name = LineField(max_length=10)
    text = TextField(max_length=20, required=False)


def test_a_form_cleans_before_it_counts():
    form = AForm({"name": " Ra\u200bna\n" + " " * 50, "text": "a\r\n\r\n\r\n\r\n\x00b" + "\n" * 50})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Rana", "text": "a\n\nb"}


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({"name": ""}, "name", "required"),
        ({"name": " \u202e "}, "name", "invisible"),
        ({"name": "\u3164"}, "name", "invisible"),
        ({"name": "\ud800"}, "name", "surrogates"),
        ({"name": "Ran\ufffd"}, "name", "damaged"),
        ({"name": "x" * 11}, "name", "max_length"),
        ({"name": "Rana", "text": "y" * 21}, "text", "max_length"),
    ],
)
def test_a_form_refuses_beside_the_field_and_keeps_what_was_typed(data, field, code):
    form = AForm(data)
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()[field]] == [code]
    assert form[field].value() == data[field]
