"""Reading a word as people read it: without case, width, accents, marks and invisible signs.

Everything goes character by character through one table, so that folding a word is one call in C.
Spans stay right because whole words are folded, never texts: a word's place is where it stood.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from newsportal.core.names import LOOK_ALIKES_BY_LETTER

#: Marks that a reader of the script leaves out, or that only decorate; vowel signs of other scripts
#: are letters to theirs and stay. The first part is what "accents matter" keeps.
ACCENTS = "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
MARKS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
#: What shows nothing, beside everything of the category "format": joiners, fillers, selectors.
UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
UNSEEN += "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
#: All of these stand within a word without ending it.
WITHIN = ACCENTS + MARKS + UNSEEN

#: A word: letters and digits of any script with what stands within.
WORD = re.compile(rf"(?:[^\W_]|[{WITHIN}])+")

_IS_ACCENT = re.compile(f"[{ACCENTS}]")
_IS_NOTHING = re.compile(f"[{MARKS}{UNSEEN}]")

#: Letters with a stroke or of two letters, which no decomposition takes apart.
_STROKES = dict(zip("øłđħŧıȷæœþðŋǝə", "o l d h t i j ae oe th d n e e".split(), strict=True))
#: Arabic letters that stand for each other in everyday writing, and those of Persian and Urdu.
_ARABIC = dict(zip("أإآٱىیےئؤةکگہھـ", [*"ا ا ا ا ي ي ي ي و ه ك ك ه ه".split(), ""], strict=True))

#: Tails of Korean syllables as the letters that they are: a syllable and its letters written one by
#: one are the same then.
_TAILS = {
    chr(code): "".join(
        unicodedata.lookup(f"HANGUL CHOSEONG {letter}")
        for letter in unicodedata.name(chr(code)).removeprefix("HANGUL JONGSEONG ").split("-")
    )
    for code in range(0x11A8, 0x11C3)
}


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first seen."""

    def __init__(self, *, keeps_accents: bool) -> None:
        super().__init__()
        self.keeps_accents = keeps_accents

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        parts = unicodedata.normalize("NFKD", folded)
        plain = "".join(self._part(part) for part in parts)
        if self.keeps_accents:
            plain = unicodedata.normalize("NFC", plain)
        self[code] = plain
        return plain

    def _part(self, part: str) -> str:
        if _IS_NOTHING.match(part) or unicodedata.category(part) == "Cf":
            return ""
        if _IS_ACCENT.match(part):
            return part if self.keeps_accents else ""
        if not self.keeps_accents:
            part = _STROKES.get(part, part)
        return _TAILS.get(part, _ARABIC.get(part, part))


_LOOSE, _STRICT = _Table(keeps_accents=False), _Table(keeps_accents=True)


def fold(word: str) -> str:
    """The word without case, width, accents, marks and what cannot be seen."""
    return word.lower() if word.isascii() else word.translate(_LOOSE)


def fold_strictly(word: str) -> str:
    """The same with its accents."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).translate(_STRICT))


# Look-alikes --------------------------------------------------------------------------------------

#: Letters of other alphabets that look like a Latin one.
_TO_LATIN = {
    ord(sign): letter
    for letter, signs in LOOK_ALIKES_BY_LETTER.items()
    for sign in signs
    if not sign.isascii() and sign.isalpha() and not "\u0590" < sign < "\u0700"
}
#: And Latin ones that look like a Cyrillic one.
_TO_CYRILLIC = str.maketrans("aceopxykmt", "асеорхукмт")

#: Whether any letter of a text can be taken for one of another alphabet.
LOOK_ALIKE = re.compile("[" + "".join(map(chr, _TO_LATIN)) + "]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
#: Greek and Cyrillic letters that look like no Latin one.
_OWN = re.compile(
    "["
    + "".join(
        chr(code) for code in range(0x370, 0x530) if chr(code).isalpha() and code not in _TO_LATIN
    )
    + "]"
)


def may_be_disguised(text: str) -> bool:
    """Whether words of a text may be written with letters of another alphabet than they belong to.

    A text in Greek or Cyrillic letters without any Latin one is what it is.
    """
    return bool(LOOK_ALIKE.search(text)) and (_LATIN.search(text) is not None or not is_own(text))


def is_own(text: str) -> bool:
    """Whether it has Greek or Cyrillic letters that look like no Latin one: whole words of such
    letters are no disguise then."""
    return _OWN.search(text) is not None


def disguised(word: str, *, is_own_text: bool) -> list[str]:
    """What a word of borrowed letters reads as, folded; nothing for a word of one alphabet.

    Args:
        is_own_text: as `is_own` says of the whole text.
    """
    if not LOOK_ALIKE.search(word) or (is_own_text and not _LATIN.search(word)):
        return []
    folded = fold(word)
    # Twice: capitals of other alphabets have shapes of their own, and so have small letters.
    readings = [fold(word.translate(_TO_LATIN)).translate(_TO_LATIN)]
    if _CYRILLIC.search(folded):
        readings.append(folded.translate(_TO_CYRILLIC))
    return [reading for reading in readings if reading != folded]


# Digits and signs for letters ---------------------------------------------------------------------

#: Signs that stand for a letter.
SIGNS = "@$!|€+"
#: i and l are one, because 1, ! and | are both.
_SIGNED = str.maketrans("0123456789@$!|€+i", "olzeasgtbgaslletl")


def unsigned(folded: str) -> str:
    """A folded word with digits and signs read as letters: "1d10t" and "idiot" are both "ldlot"."""
    return folded.translate(_SIGNED)


def has_signs(run: str) -> bool:
    """Whether digits or signs may stand for letters here: beside at least one Latin letter, and not
    as in names of roads and products, where they follow one or two letters ("A55", "mp3")."""
    if run.isalpha() or not _LATIN.search(run):
        return False
    return _NAME_AND_NUMBER.fullmatch(run) is None


_NAME_AND_NUMBER = re.compile(r"[A-Za-z]{1,2}\d+")
_LENGTHENED = re.compile(r"(.)\1+")
#: Three of a letter, which no spelling has.
LENGTHENED = re.compile(r"([^\W\d_])\1\1")


def shortened(folded: str) -> str:
    """A folded word with each letter once where it stands several times in a row."""
    return _LENGTHENED.sub(r"\1", folded)


def is_lengthened(longer: str, word: str) -> bool:
    """Whether `longer` begins as `word` does, with some letters repeated and none left out."""
    runs = [[(letter, len(list(same))) for letter, same in groupby(one)] for one in (longer, word)]
    return len(runs[0]) >= len(runs[1]) and all(
        one[0] == other[0] and one[1] >= other[1] for one, other in zip(*runs, strict=False)
    )
