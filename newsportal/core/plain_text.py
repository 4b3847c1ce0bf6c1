"""Readers' plain text made fit to keep: what it says stays, what only plays tricks goes.

Both functions are idempotent, linear in the length of the text, and never make it longer. The two
fields clean before a form counts the length, so that spaces at the end cost nobody a refusal.
"""

import re
from unicodedata import category, combining, normalize

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Marks on one letter: Tibetan's most loaded syllable carries 8, Hebrew and Vietnamese fewer.
# A hundred of them paint over the lines above and below ("zalgo").
MARKS_ON_ONE_LETTER = 10

LINE_BREAKS = re.compile("\r\n?|[\n\v\f\x85\u2028\u2029]")

# Control characters have no place in text, NUL breaks the database. Embeddings and overrides of
# the writing direction turn the rest of a line around (CVE-2021-42574 shows what for); the page
# sets directions itself (`dir=auto`). Interlinear annotations and noncharacters show nothing.
# Tag letters hide text from people, except in a flag, which is a black flag and up to 6 of them.
TRICKS = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f)"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef"
    "\U000e0000-\U000e007f"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)

# In a name or a headline an invisible character only makes two look alike. The joiners stay:
# Persian, the scripts of India and many an emoji need them.
INVISIBLE_IN_A_LINE = re.compile("[\u00ad\u034f\u180e\u200b\u200e\u200f\u2060-\u2064]")

# Letters that show nothing: fillers of Hangul and the empty cell of Braille.
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")

SURROGATES = re.compile("[\ud800-\udfff]")
EMPTY_LINES = re.compile(r"\n{3,}")


def clean_line(text: str) -> str:
    """Clean a text of one line: a name, a headline, a search.

    Args:
        text: what a person typed.

    Returns:
        The text in NFC without control characters, direction overrides and invisible characters,
        with at most 10 marks on a letter and every run of space as one space; "" for space only.

    Raises:
        ValidationError: half characters (lone surrogates), or nothing in it can be seen.
    """
    kept = INVISIBLE_IN_A_LINE.sub("", _clean(text))
    return _seen(_composed(" ".join(kept.split())), text)


def clean_text(text: str) -> str:
    """Clean a text of several lines: a comment, a note.

    Args:
        text: what a person typed, with any spelling of line breaks.

    Returns:
        The text in NFC with "\\n" between lines, at most one empty line in a row and none at
        either end, without control characters and direction overrides, with at most 10 marks on a
        letter; "" for space only.

    Raises:
        ValidationError: half characters (lone surrogates), or nothing in it can be seen.
    """
    lines = _composed(_clean(text)).split("\n")
    kept = "\n".join(line.rstrip() for line in lines)
    return _seen(EMPTY_LINES.sub("\n\n", kept).strip(), text)


def refuse_damaged(text: str) -> None:
    """Refuse a text that lost characters on its way here; a validator for form fields.

    A browser that sends broken UTF-8 is heard by Django as U+FFFD, the replacement character.

    Raises:
        ValidationError: U+FFFD stands in the text.
    """
    if "\ufffd" in text:
        raise ValidationError(
            _("Some characters arrived damaged (shown as �). Please correct them and send again."),
            code="damaged",
        )


class LineField(forms.CharField):
    """A form's field of one line, cleaned by `clean_line` before its length is checked."""

    default_validators = [refuse_damaged]

    def to_python(self, value: object) -> str:
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """A form's field of several lines, cleaned by `clean_text` before its length is checked."""

    default_validators = [refuse_damaged]
    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return clean_text(super().to_python(value) or "")


def _clean(text: str) -> str:
    """Refuse half characters, spell line breaks as one, drop what only plays tricks."""
    if SURROGATES.search(text):
        raise ValidationError(
            _("This text contains half characters that cannot be kept. Please type it again."),
            code="surrogates",
        )
    text = LINE_BREAKS.sub("\n", text)
    return TRICKS.sub(lambda match: match["flag"] or "", text)


def _composed(text: str) -> str:
    """Give NFC with few marks on a letter, or leave the text composed as it is.

    The marks are capped before, because sorting a thousand of them takes the square of the time,
    and after, because one character may decompose into several marks. A few letters of Hindi,
    Hebrew and others fall apart in NFC; a name of many would outgrow its column, so where the text
    would become longer it stays as it was typed.
    """
    if text.isascii():
        return text
    capped = _cap_marks(text)
    composed = _cap_marks(normalize("NFC", capped))
    return composed if len(composed) <= len(capped) else capped


def _cap_marks(text: str) -> str:
    kept = []
    marks = 0
    for character in text:
        if character < "\u0300":  # no mark stands below
            marks = 0
        elif combining(character) or category(character) in ("Mn", "Me"):
            marks += 1
        else:
            marks = 0
        if marks <= MARKS_ON_ONE_LETTER:
            kept.append(character)
    return "".join(kept)


def _seen(kept: str, typed: str) -> str:
    """Give what was kept if a person can see something in it, or if nothing was typed."""
    if typed.strip() and not any(_is_visible(character) for character in kept):
        raise ValidationError(_("There is nothing to read in this text."), code="invisible")
    return kept


def _is_visible(character: str) -> bool:
    # What this Python's Unicode does not know yet (Cn) may be next year's emoji.
    kind = category(character)
    return kind[0] not in "ZM" and kind not in ("Cc", "Cf") and character not in BLANK_LETTERS
