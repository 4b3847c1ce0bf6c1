"""One spelling for letters that readers write in several ways, before words are told apart.

It is done alike to the text of a story, to what is searched for and to the words that are marked,
so that all three meet (decision 39). Accents are not its matter: `unaccent` stands in every
configuration.
"""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

#: PostgreSQL's stemmers by language; migration 0025 makes a configuration of ours for each. Those
#: of languages in which no story can be written are not asked (`languages`).
CONFIGURATIONS = {
    "ar": "portal_arabic",
    "ca": "portal_catalan",
    "da": "portal_danish",
    "de": "portal_german",
    "el": "portal_greek",
    "en": "portal_english",
    "es": "portal_spanish",
    "eu": "portal_basque",
    "fi": "portal_finnish",
    "fr": "portal_french",
    "ga": "portal_irish",
    "hi": "portal_hindi",
    "hu": "portal_hungarian",
    "hy": "portal_armenian",
    "id": "portal_indonesian",
    "it": "portal_italian",
    "lt": "portal_lithuanian",
    "nb": "portal_norwegian",
    "ne": "portal_nepali",
    "nl": "portal_dutch",
    "pt": "portal_portuguese",
    "ro": "portal_romanian",
    "ru": "portal_russian",
    "sr": "portal_serbian",
    "sv": "portal_swedish",
    "ta": "portal_tamil",
    "tr": "portal_turkish",
    "yi": "portal_yiddish",
}
#: Words as they stand, without accents: names, and languages that nothing stems.
SIMPLE = "portal_simple"


def base_of(language: str) -> str:
    """``de`` of a code such as ``de-at``."""
    return language.lower().partition("-")[0]


def languages() -> list[str]:
    """The languages whose stems are asked for: those that the newsroom's form offers."""
    offered = (base_of(code) for code, _name in settings.LANGUAGES)
    return [code for code in dict.fromkeys(offered) if code in CONFIGURATIONS]


def configuration_of(language: str) -> str:
    """Name of the text search configuration of a story in this language.

    A language that is not offered (an import brought it) is split into words only: its words are
    found as they stand.
    """
    base = base_of(language)
    return CONFIGURATIONS[base] if base in languages() else SIMPLE


def mark_of(configuration: str) -> str:
    """A word that stands in the vector of every story of a configuration and that nobody can type:
    the stems of one language are looked for among its stories only, or “cares” would find cars
    (its stem in German)."""
    return f"language:{configuration}"


# Letters -----------------------------------------------------------------------------------------

#: Marks of direction, joiners, soft hyphens: seen by nobody, and between the letters of a word.
_UNSEEN = dict.fromkeys(
    (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))
)
_UNSEEN[0xFEFF] = None
#: Short vowels and other marks over Arabic letters, and the line that stretches a word.
_ARABIC_MARKS = dict.fromkeys(
    (*range(0x610, 0x61B), 0x640, *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE))
)
#: Forms of alef, alef maksura and Persian yeh, teh marbuta, Persian kaf; digits of both hands.
_ARABIC_LETTERS = str.maketrans("آأإٱىیةک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ااااييهك01234567890123456789")
_FOLDED = {**_UNSEEN, **_ARABIC_MARKS, **_ARABIC_LETTERS}

_ARABIC_WORD = re.compile("[\u0620-\u064a\u0671-\u06d3]+")
#: The article with what may be grown to it: and, so, with, like, for. PostgreSQL's stemmer takes
#: off some of these and then reads the end of the word otherwise than without them.
_ARTICLE = re.compile("(?:[وفبك]?ال|لل)(?=..)")
#: Ends of feminine words and their plural, which the stemmer reads in one form only.
_FEMININE = re.compile("(?<=...)(?:ات|ه)$")

#: Scripts that put no space between words, or grow particles to them: two letters are a word.
GRAMMED = re.compile(
    "[\u1100-\u11ff\u3005\u3040-\u30ff\u3131-\u318e"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+"
)


def seen(text: str) -> str:
    """The text with one code for each letter, and without what nobody sees."""
    return unicodedata.normalize("NFKC", text.translate(_UNSEEN))


def letters(text: str) -> str:
    """The text in small letters of one spelling each; words stay where they are."""
    return unicodedata.normalize("NFKC", text).translate(_FOLDED).lower()


def fold(text: str) -> str:
    """The text as it goes to PostgreSQL: letters folded, Arabic words without what grows to them,
    Korean (Chinese, Japanese) in overlapping pairs of letters.

    “부산항에” becomes “부산 산항 항에”: any noun that is looked for stands in it, whatever particle
    follows.
    """
    text = _ARABIC_WORD.sub(lambda word: _light_stem(word[0]), letters(text))
    return GRAMMED.sub(lambda run: f" {grams(run[0])} ", text)


def grams(run: str) -> str:
    if len(run) == 1:
        return run
    return " ".join(run[place : place + 2] for place in range(len(run) - 1))


def _light_stem(word: str) -> str:
    bare = _ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word
    return _FEMININE.sub("", bare)
