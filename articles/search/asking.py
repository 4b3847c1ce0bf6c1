"""What a reader typed, read as a question to the index of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from articles.search import folding

#: Longer questions are cut: nobody types them, and every word costs time.
LONGEST_QUERY = 200
MOST_UNITS = 24

#: What keyboards and telephones make of straight quotes and of the minus.
_PLAIN = str.maketrans({**dict.fromkeys("“”„‟«»〝〞", '"'), "−": "-"})
_UNIT = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)')
#: Particles that hardly end a noun of their own; others (이, 가, 도) do, as in 고양이.
_PARTICLE = re.compile("(?<=[가-힣]{2})(?:[은는을를]|에서|에게|으로|까지|부터)$")

#: The parts of a tsquery as PostgreSQL writes it.
_LEXEME = re.compile(r"'(?:[^']|'')*'(?::\*)?")
_LEXEME_OR_ORDER = re.compile(rf"({_LEXEME.pattern})|<(?:-|\d+)>")
#: One letter of a script that is kept in pairs is the beginning of pairs.
_LONE_LETTER = re.compile(f"'{folding.GRAMMED.pattern[:-1]}'")


@dataclass(frozen=True)
class Unit:
    """A word or a phrase, as typed; `folded` is what goes to PostgreSQL."""

    typed: str
    folded: str
    is_phrase: bool = False


@dataclass(frozen=True)
class Group:
    """What stands between two ORs: all that is wanted, and what is not."""

    wanted: list[Unit] = field(default_factory=list)
    unwanted: list[Unit] = field(default_factory=list)


@dataclass(frozen=True)
class Question:
    """A question in PostgreSQL's own writing; false when nothing is left to look for.

    Attributes:
        words: what was typed, on one line.
        groups: the same as it was read.
        exact: what a story must match.
        loose: a wider question, which the index answers without a look at any story; it is the
            same as `exact` unless that has phrases.
        ranked: what counts for the rank: no marks of languages, nothing unwanted.
        lexemes: by configuration, any of the words that were wanted, which are to be marked.
    """

    words: str
    groups: tuple[Group, ...] = ()
    exact: str = ""
    loose: str = ""
    ranked: str = ""
    lexemes: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.exact)

    @property
    def named(self) -> str:
        """The words as they stand between the quotation marks of a sentence: one phrase needs none
        of its own there."""
        inner = self.words[1:-1]
        is_phrase = f'"{inner}"' == self.words.translate(_PLAIN) and '"' not in inner
        return inner if is_phrase and inner else self.words

    @property
    def any_words(self) -> str:
        """The question with an OR between its words; empty where it has but one."""
        units = [f'"{unit.typed}"' if unit.is_phrase else unit.typed for unit in self.wanted]
        return " OR ".join(units) if len(self.groups) == 1 and len(units) > 1 else ""

    @property
    def wanted(self) -> list[Unit]:
        return [unit for group in self.groups for unit in group.wanted]


class Prepared(SearchQuery):
    """A question that is written already.

    It stands in a SELECT of its own: so the planner does not see it, takes it for a rare one and
    goes by the index of words. Where it sees a word that stands in every other story it reads all
    stories instead, each with its long column, which it believes to be cheap.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def as_sql(self, *_args: Any, **_options: Any) -> Any:
        return "(SELECT %s::tsquery)", [self.text]


def one_line(words: str) -> str:
    """What was typed, on one line and no longer than may be."""
    return " ".join(words.replace("\x00", "").split())[:LONGEST_QUERY].strip()


def read(words: str) -> Question:
    """Read what was typed, whatever it is, in at most one statement.

    Quotes make phrases, OR and a minus are understood, all else is words. Stories of a language
    are asked by its stems; names, and languages without stems, by the words as they stand. What is
    not wanted is wanted in none of these ways.

    Returns:
        A question that is false for nothing but signs, stop words, or words that are not wanted.
    """
    words = one_line(words)
    groups = tuple(_groups(words))
    if not any(group.wanted for group in groups):
        return Question(words, groups)
    units = [unit.folded for group in groups for unit in (*group.wanted, *group.unwanted)]
    configurations = [*map(folding.configuration_of, folding.languages()), folding.SIMPLE]
    return _question(words, groups, _written(units, configurations))


def any_of(words: Iterable[str], language: str) -> SearchQuery:
    """Any of some words of a story, to find others like it; no statement of its own."""
    phrases = (folding.fold(word).replace('"', " ") for word in words)
    return SearchQuery(
        " or ".join(f'"{phrase}"' for phrase in phrases),
        search_type="websearch",
        config=folding.configuration_of(language),
    )


# Reading -----------------------------------------------------------------------------------------


def _groups(words: str) -> Iterable[Group]:
    text = folding.seen(words).translate(_PLAIN)
    if text.count('"') % 2:  # a lone quote begins no phrase
        before, _quote, after = text.rpartition('"')
        text = f"{before} {after}"
    group = Group()
    for found in list(_UNIT.finditer(text))[:MOST_UNITS]:
        word, phrase = found["word"], found["phrase"]
        if word in ("OR", "|"):
            yield group
            group = Group()
        elif word is None:
            into = group.unwanted if found["minus"] else group.wanted
            _add(into, Unit(phrase.strip(), folding.fold(phrase).strip(), is_phrase=True))
        else:
            into = group.unwanted if word.startswith("-") else group.wanted
            word = word.lstrip("-")
            _add(into, Unit(word, folding.fold(_PARTICLE.sub("", word)).strip()))
    yield group


def _add(units: list[Unit], unit: Unit) -> None:
    if unit.folded:
        units.append(unit)


def _written(units: Sequence[str], configurations: Sequence[str]) -> dict[str, dict[str, str]]:
    """By configuration, how it writes each unit: a word, a phrase of lexemes, or nothing."""
    unique = list(dict.fromkeys(units))
    written: dict[str, dict[str, str]] = {name: {} for name in configurations}
    if not unique:
        return written
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, unit, phraseto_tsquery(name::regconfig, unit)::text"
            " FROM unnest(%s::text[]) AS name, unnest(%s::text[]) AS unit",
            [list(written), unique],
        )
        for name, unit, text in cursor.fetchall():
            is_letter = _LONE_LETTER.fullmatch(text)
            written[name][unit] = f"{text}:*" if is_letter else text
    return written


# Writing -----------------------------------------------------------------------------------------


def _question(
    words: str, groups: tuple[Group, ...], written: dict[str, dict[str, str]]
) -> Question:
    exact, loose, ranked = [], [], []
    lexemes: dict[str, list[str]] = {name: [] for name in written}
    for group in groups:
        wanted, alternatives = [], []
        as_stands = _texts(group.wanted, written[folding.SIMPLE])
        for name, of_unit in written.items():
            texts = _texts(group.wanted, of_unit)
            if not texts:
                continue
            lexemes[name] += _LEXEME.findall(" ".join(texts))
            if name == folding.SIMPLE or texts != as_stands:  # else it is asked for already
                alternatives.append(_all(texts))
                wanted.append(_in_its_language(name, _all(texts)))
        if not wanted:
            continue
        unwanted = [
            _in_its_language(name, of_unit[unit.folded])
            for unit in group.unwanted
            for name, of_unit in written.items()
            if of_unit[unit.folded]
        ]
        in_order = [text for text in unwanted if _without_order(text) != text]
        single = [text for text in unwanted if text not in in_order]
        exact.append(_but_not(_any(wanted), unwanted))
        loose.append(_but_not(_without_order(_any(wanted)), single))
        ranked += alternatives
    if not exact:
        return Question(words, groups)
    return Question(
        words,
        groups,
        exact=_any(exact),
        loose=_any(loose),
        ranked=_any(ranked),
        lexemes={name: _any(found) for name, found in lexemes.items() if found},
    )


def _texts(units: Iterable[Unit], of_unit: dict[str, str]) -> list[str]:
    return [of_unit[unit.folded] for unit in units if of_unit[unit.folded]]


def _in_its_language(configuration: str, text: str) -> str:
    if configuration == folding.SIMPLE:
        return text
    return f"'{folding.mark_of(configuration)}' & ({text})"


def _all(texts: Sequence[str]) -> str:
    return " & ".join(f"({text})" for text in dict.fromkeys(texts))


def _any(texts: Sequence[str]) -> str:
    return " | ".join(f"({text})" for text in dict.fromkeys(texts))


def _but_not(text: str, unwanted: Sequence[str]) -> str:
    return f"({text})" + "".join(f" & !({one})" for one in dict.fromkeys(unwanted))


def _without_order(text: str) -> str:
    """A question whose phrases are nothing but their words."""
    return _LEXEME_OR_ORDER.sub(lambda part: part[1] or "&", text)
