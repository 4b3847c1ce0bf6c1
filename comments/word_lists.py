"""The newsroom's word lists: kept by lead moderators, made ready once a process (feature M6).

Every list that is in use is compiled into one matcher, which the process keeps until a list changes
(`core.versions`); a comment that comes in pays for the looking only.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.db import transaction

from comments import desk_log
from comments.models import WordList
from comments.word_matching import Hit, Matcher, Words
from newsportal.core import versions
from newsportal.core.models import User

VERSION_KEY = "word-lists"

#: A longer line is a sentence, and no comment repeats it letter by letter.
LONGEST_ENTRY = 120


@dataclass(frozen=True)
class Found:
    """An entry that a text has, the list that it stands in, and where in the text it is."""

    word_list: WordList
    entry: str
    span: tuple[int, int]

    @property
    def refuses(self) -> bool:
        return self.word_list.action == WordList.Action.REJECT


@dataclass(frozen=True)
class Lists:
    """The lists in use, ready to be asked."""

    by_key: dict[int, WordList]
    matcher: Matcher

    def find(self, text: str) -> list[Found]:
        """What stands in a text, in its order."""
        return [self._found(hit) for hit in self.matcher.find(text)]

    def _found(self, hit: Hit) -> Found:
        return Found(self.by_key[hit.entry.list_key], hit.entry.text, (hit.start, hit.end))


def compile_lists(rows: list[WordList]) -> Lists:
    """Lists made ready, saved or not: what one would find can be tried before it is in use."""
    words = [
        Words(
            key=number,
            entries=lines_of(row.entries),
            exceptions=lines_of(row.exceptions),
            stems=row.matching == WordList.Matching.STEMS,
            accents=row.accents_matter,
        )
        for number, row in enumerate(rows)
    ]
    return Lists(dict(enumerate(rows)), Matcher(words))


def _load() -> Lists:
    return compile_lists(list(WordList.objects.filter(is_on=True)))


lists = versions.VersionedCopy(_load, VERSION_KEY)


def lines_of(text: str) -> tuple[str, ...]:
    """The entries of a list: its lines without remarks, blanks and repetitions."""
    lines = (line.strip()[:LONGEST_ENTRY] for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def with_lines(text: str, more: str) -> tuple[str, int]:
    """A list's text with the lines of another behind it; returns it, and how many were new."""
    known = set(lines_of(text))
    new = [line for line in lines_of(more) if line not in known]
    joined = "\n".join([*text.rstrip().splitlines(), *new])
    return joined, len(new)


def read_file(content: bytes) -> str:
    """The lines of a file with one entry a line, or of a table's first column.

    Raises:
        UnicodeDecodeError: it is no text in UTF-8.
        csv.Error: it is no table.
    """
    text = content.decode("utf-8-sig").replace("\0", "")
    if "," not in text and ";" not in text and "\t" not in text:
        return text
    first = text.splitlines()[0] if text else ""
    mark = next((sign for sign in "\t;," if sign in first), ",")
    lines = io.StringIO(text, newline=None)  # ends of lines of any system
    return "\n".join(row[0] for row in csv.reader(lines, delimiter=mark) if row)


@transaction.atomic
def save(row: WordList, actor: User | None) -> None:
    """Keep a list; from now on it is looked through as it is."""
    row.save()
    entries = len(lines_of(row.entries))
    desk_log.record("word_list_changed", actor, subject=row, entries=entries, on=row.is_on)
    versions.bump(VERSION_KEY)


@transaction.atomic
def delete(row: WordList, actor: User | None) -> None:
    """Take a list away; what it has held stays held, and says so."""
    desk_log.record("word_list_dropped", actor, subject=row)
    row.delete()
    versions.bump(VERSION_KEY)
