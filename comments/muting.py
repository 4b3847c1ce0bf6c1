"""Muting a person: their comments are folded for one reader, who hears nothing of them (C12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, IntegerField, Value

from articles.models import Story
from comments.following import Followed
from comments.models import DiscussionFollow, Mute
from newsportal.core.models import User


class Refused(Exception):
    """Nobody can be muted here; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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


@dataclass(frozen=True)
class ReadersView:
    """What a page of a discussion shows to one reader alone."""

    muted: frozenset[int] = frozenset()
    followed: Followed = field(default_factory=Followed)


def view_of(person: User | None, story: Story) -> ReadersView:
    """Whom a reader has muted and what they follow below a story, in one query; guests: none."""
    if person is None:
        return ReadersView()
    nothing = Value(None, output_field=IntegerField())
    muted = Mute.objects.filter(person=person).values_list("muted", nothing)
    followed = DiscussionFollow.objects.filter(person=person, story=story)
    rows = list(muted.union(followed.values_list(nothing, F("branch")), all=True))
    branches = frozenset(branch for who, branch in rows if who is None and branch is not None)
    return ReadersView(
        muted=frozenset(who for who, _branch in rows if who is not None),
        followed=Followed(story=(None, None) in rows, branches=branches),
    )
