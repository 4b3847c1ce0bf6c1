"""Muting a person: their comments are folded for one reader, who hears nothing of them (C12)."""

from __future__ import annotations

from collections.abc import Iterable

from comments.models import Mute
from newsportal.core.models import User


def mute(person: User, other: User) -> bool:
    """Fold what `other` writes for `person`; the other is not told. Returns whether that is new.

    Raises:
        ValueError: they are the same.
    """
    if person.pk == other.pk:
        raise ValueError("nobody mutes themselves")
    _row, is_new = Mute.objects.get_or_create(person=person, muted=other)
    return is_new


def unmute(person: User, other: int) -> bool:
    """Show them again. Returns whether they were muted."""
    return bool(Mute.objects.filter(person=person, muted=other).delete()[0])


def muted_by(person: User) -> frozenset[int]:
    """The ids of those whom a person has muted."""
    return frozenset(Mute.objects.filter(person=person).values_list("muted", flat=True))


def who_mutes(author: int | None, people: Iterable[int]) -> frozenset[int]:
    """Which of some people have muted an author."""
    found = Mute.objects.filter(muted=author, person__in=list(people))
    return frozenset(found.values_list("person", flat=True))
