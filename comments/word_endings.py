"""What languages write onto a word: a closed set, so that nothing is found inside other words.

A list that matches endings finds a stem with one of these behind it and nothing else: "idiots" and
"idiotic", but neither "Arsenal" nor "Penistone". Arabic and Korean write articles, conjunctions and
particles onto words; those are understood whatever a list says.
"""

from __future__ import annotations

from comments.folding import fold

#: Plural, tense, person and the commonest adjectives of the languages of Europe that write Latin
#: letters. Single vowels are left out: "hello" is no form of "hell".
_LATIN = (
    "s es ed er ers ing ings in ins y ies ier iest ish ic ics ical ically ly ness head heads "
    "e en em ern innen isch ische ischen ischer isches lich liche lichen "
    "os as ees ment mente ito ita itos itas"
)
_CYRILLIC = (
    "а я ы и у ю е о ой ей ом ем ам ям ами ями ах ях ов ев ий ый ая ое ые ого ему ому ими ыми ство"
)
_GREEK = "ς ας ης ος ου οι ων ους α η ο ες"
#: Of what a word belongs to, and of more than one.
_ARABIC = "ه ها هم هما هن ك كم ي نا ون ين ان ات ه\u0627 ين\u0647"

#: Endings with which a stem is the same word; folded.
ENDINGS = frozenset(fold(one) for one in f"{_LATIN} {_CYRILLIC} {_GREEK} {_ARABIC}".split())
LONGEST_ENDING = max(map(len, ENDINGS))

#: Written before an Arabic word without a space: and, so, with, like, to, the.
ARABIC_PREFIXES = tuple(
    fold(one) for one in "وبال وكال وال فال بال كال ولل فلل لل ال و ف ب ك ل".split()
)
#: An Arabic word that is left after a prefix has at least so many letters.
SHORTEST_ARABIC = 3

_PARTICLES = (
    "은 는 이 가 을 를 의 에 에게 에서 에게서 로 으로 와 과 랑 이랑 도 만 까지 부터 보다 처럼 "
    "같이 같은 한테 께 야 아 이야 여 이여 다 이다 인 이네 네 들 들이 들은 들을 들의 들아 들도 "
    "들에게 들한테 라 이라 라고 이라고 라니 이라니 입니다 이에요 예요 냐 이냐 니 이니 지 이지 "
    "죠 이죠 님 놈 년 새끼"
)
#: Written behind a Korean word without a space; folded.
PARTICLES = frozenset(fold(one) for one in _PARTICLES.split())
PARTICLE_LENGTHS = tuple(sorted({len(one) for one in PARTICLES}))
