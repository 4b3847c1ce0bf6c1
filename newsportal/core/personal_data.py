"""What the portal holds about a person: each app says it, the core gathers it (feature R15).

An app registers *parts*, which fill the file that a person downloads, and *erasures*, which undo
what the person left behind when the account is deleted. Rows that hang on the account alone need
no erasure: they go with it, as their foreign keys say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from newsportal.core.models import User

#: What a field of a row may be: what JSON can say, with moments as `datetime`.
Value = object
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Part:
    """One kind of rows that are about a person.

    Args:
        code: the name of its file.
        label: a heading.
        order: its place; what people look for first stands first.
        fields: names of the fields for programs, with their headings for people.
        rows: the rows of a person, each in the order of `fields`. They hold nothing about
            others: no names, no addresses, no notes among colleagues.
    """

    code: str
    label: Promise
    order: int
    fields: Mapping[str, Promise]
    rows: Callable[[User], Iterable[Row]]


#: Undoes what a person left behind. Called by the worker, perhaps twice; the second argument says
#: whether what others can read stays there without a name.
Erasure = Callable[[User, bool], None]

_parts: dict[str, Part] = {}
_erasures: list[Erasure] = []


def register(*parts: Part) -> None:
    """Make parts known; apps call it when they are ready."""
    _parts.update({part.code: part for part in parts})


def parts() -> list[Part]:
    """All parts in their order."""
    return sorted(_parts.values(), key=lambda part: part.order)


def register_erasure(erasure: Erasure) -> None:
    """Make an erasure known; apps call it when they are ready."""
    if erasure not in _erasures:
        _erasures.append(erasure)


def erasures() -> list[Erasure]:
    """All erasures, in the order in which they were made known."""
    return list(_erasures)


# Copies -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Copies:
    """Files in which an app keeps what people have asked for: a text that is erased for all goes
    from them, too.

    Args:
        count: how many files of these people (ids) there are.
        forget: deletes them; returns how many.
    """

    count: Callable[[Collection[int]], int]
    forget: Callable[[Collection[int]], int]


_copies: list[Copies] = []


def register_copies(copies: Copies) -> None:
    """Make files known; apps call it when they are ready."""
    if copies not in _copies:
        _copies.append(copies)


def count_copies(people: Collection[int]) -> int:
    """How many files hold data of these people."""
    return sum(one.count(people) for one in _copies)


def forget_copies(people: Collection[int]) -> int:
    """Delete all files that hold data of these people; they can ask for them again."""
    return sum(one.forget(people) for one in _copies)
