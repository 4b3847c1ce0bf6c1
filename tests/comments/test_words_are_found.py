"""Feature M6: words of a list are found in any disguise, whole, where they were typed."""

from __future__ import annotations

import random

import pytest

from comments import word_matching
from comments.word_matching import Matcher, Words

ENTRIES = (
    *("idiot", "penis", "arse", "cunt", "cialis", "ass", "tit", "hell", "village fool"),
    *("حمار", "바보", "시발", "ㅅㅂ", "идиот", "🖕"),
)
STEMS = Matcher([Words(1, ENTRIES, stems=True, exceptions=("Tit Willow", "cock-a-tit"))])
WHOLE = Matcher([Words(1, ENTRIES)])


def found(text: str, matcher: Matcher = STEMS) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.entry.text) for hit in matcher.find(text)]


@pytest.mark.parametrize(
    "spelling",
    [
        *("idiot", "IDIOT", "ïdíôt", "ｉｄｉｏｔ", "𝐢𝐝𝐢𝐨𝐭", "i\u0301dio\u0308t"),
        *("1d10t", "1D!0T", "id!ot", "idi0t", "i d i o t", "i.d.i.o.t", "i-d-i-o-t", "i_d_i_o_t"),
        *("1 d 1 0 t", "id-iot", "id.iot", "idiiiot", "IDIOOOT", "i\u200bd\u00adi\u2060ot"),
        *("іdіоt", "ιdiot", "i  d  i  o  t"),
    ],
)
def test_a_disguised_word_is_marked_where_it_stands(spelling):
    for before, after in (("You ", "!"), ("“", "”, he said."), ("Ça va? ", "\nEnd")):
        text = f"{before}{spelling}{after}"
        assert found(text) == [(spelling, "idiot")], text


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe, Penistone and Arsenal; specialists and analysts assess assistants.",
        "Class, assume, assassin, bassist, hello, shell, title, titanic, Essex, cockatoo.",
        "The pen is mightier. As stated: as I said, J. A. S. Smith took the A55 at 4.55, 50km on.",
        "Plan A, b, c, d and e. U.S.A., e.g., i.e., 3.5 % and a-z; push-it, don't, re-entry.",
        "Mail jo.4ss@example.org, see https://example.org/1d10t/i.d.i.o.t and www.example.org/t1t",
        "Титан, сор, рок – слова как слова. التيتانيوم والحمال؟ 바보상자 이상한 보바 시민발표",
        "Tit Willow sang to the cock-a-tit.",
    ],
)
def test_nothing_is_found_inside_an_innocent_word(text):
    assert found(text) == []


def test_what_cannot_be_seen_is_no_entry_and_no_word_between_two():
    matcher = Matcher([Words(1, ("\u200d", "\u200b\u0301", "village \u200b fool"), accents=True)])

    assert found("Us: 👨\u200d👩\u200d👧, the\u200b end.", matcher) == []
    assert found("A village \u200b fool", matcher) == [
        ("village \u200b fool", "village \u200b fool")
    ]
    assert found("A village fool", matcher) == [("village fool", "village \u200b fool")]


def test_thousands_that_begin_alike_are_found_apart():
    begin_alike = tuple(f"you word{number}" for number in range(5_000))
    exceptions = ("you a", *(f"you b{number}" for number in range(5_000)))
    matcher = Matcher([Words(1, (*begin_alike, "you"), exceptions=exceptions)])

    hits = found("you word7 you a you b9 you", matcher)

    assert hits == [("you word7", "you word7"), ("you", "you")]
    assert len(matcher.loose.phrases) == 5_000  # one look at each length, whatever their number
    assert matcher.loose.lengths == {"you": {2}}


def test_endings_belong_to_a_word_where_the_list_says_so():
    text = "Idiots, idiotic; идиотов. Idiot’s. A village  FOOL. 🖕"
    whole = [("Idiot", "idiot"), ("village  FOOL", "village fool"), ("🖕", "🖕")]

    assert found(text, WHOLE) == whole
    assert found(text) == [
        ("Idiots", "idiot"),
        ("idiotic", "idiot"),
        ("идиотов", "идиот"),
        ("Idiot’s", "idiot"),
        *whole[1:],
    ]
    assert found("a tit, but Tit Willow") == [("tit", "tit")]


def test_arabic_and_korean_words_are_found_with_what_is_written_onto_them():
    arabic = "يا حمار، والحمار وحِمَار حـمـار بالحمار"
    assert [piece for piece, _entry in found(arabic, WHOLE)] == [
        *("حمار", "والحمار", "وحِمَار", "حـمـار", "بالحمار")
    ]
    korean = "바보야, 바보들이 ㅂㅏㅂㅗ 또는 ㅂ ㅏ ㅂ ㅗ 또는 바 보 또는 시1발 ㅅㅂ"
    assert [piece for piece, _entry in found(korean, WHOLE)] == [
        *("바보야", "바보들이", "ㅂㅏㅂㅗ", "ㅂ ㅏ ㅂ ㅗ", "바 보", "시1발", "ㅅㅂ")
    ]


def test_accents_tell_words_apart_where_the_list_says_so():
    strict = Matcher([Words(1, ("péché",), accents=True), Words(2, ("coté",))])
    assert found("péché PÉCHÉ pe\u0301che\u0301 pêche peche", strict) == [
        ("péché", "péché"),
        ("PÉCHÉ", "péché"),
        ("pe\u0301che\u0301", "péché"),
    ]
    assert [piece for piece, _entry in found("côté cote COTÉ", strict)] == ["côté", "cote", "COTÉ"]


class Counting(dict):
    looks = 0

    def get(self, *args):
        Counting.looks += 1
        return super().get(*args)


HOSTILE = (
    "a " * 1000,
    "a." * 1000,
    "a" * 2000,
    "aaa " * 500,
    "1@" * 1000,
    "i d i o t 1d10t " * 120,
    "\u0301" * 2000,
    "ㅂ ㅏ " * 500,
    "аa" * 1000,
)


def test_five_thousand_entries_are_no_more_work_than_five(monkeypatch):
    """Looks into the tables are counted, never the time: `manage.py bench` tells that."""
    chance = random.Random(6)  # noqa: S311 -- words, no secrets
    many = ["".join(chance.choices("bcdfghklmnprst", k=7)) for _ in range(5000)]
    prose = ("The ferry to Low Quay left early again, said my sister-in-law at 7.30. " * 30)[:2000]

    def looks(entries: list[str], text: str) -> int:
        matcher = Matcher([Words(1, tuple(entries), stems=True)])
        tables = (matcher.loose, matcher.unsigned, matcher.shortened)
        for one in tables:
            one.words, one.stems = Counting(one.words), Counting(one.stems)
            one.seen = Counting(one.seen)
        matcher.plain = [matcher.loose]
        Counting.looks = 0
        matcher.find(text)
        return Counting.looks

    assert looks(many, prose) == looks(many[:5], prose) < 600
    for text in HOSTILE:
        assert looks([*many, "idiot"], text) <= 4 * len(text), text[:20]
    remembered = Matcher([Words(1, ("idiot",))])
    monkeypatch.setattr(word_matching, "MOST_SEEN", 3)
    remembered.find("one two three four five")
    assert len(remembered.loose.seen) <= 3
