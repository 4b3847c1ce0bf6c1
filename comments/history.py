"""What there is to know of readers in a line, before a moderator decides about one (M5, M13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from comments import rights
from comments.models import Comment, Sanction

Status = Comment.Status


@dataclass(frozen=True)
class History:
    """One author, in the numbers of those sections that the moderator sees.

    Args:
        counts: comments by state.
        sanctions: those in force, the newest first; what was decided before is `past`.
        notes: how many notes there are on them.
    """

    person: int
    counts: dict[str, int] = field(default_factory=dict)
    sanctions: tuple[Sanction, ...] = ()
    past: tuple[Sanction, ...] = ()
    notes: int = 0

    def number(self, *states: str) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def approved(self) -> int:
        """Approved ones, those that were removed since left out."""
        return self.number(Status.APPROVED)

    @property
    def rejected(self) -> int:
        return self.number(Status.REJECTED)

    @property
    def spam(self) -> int:
        return self.number(Status.SPAM)

    @property
    def removed(self) -> int:
        return self.number(Status.REMOVED)

    @property
    def refused(self) -> int:
        """All that somebody decided against."""
        return self.number(Status.REJECTED, Status.SPAM, Status.REMOVED)

    @property
    def waiting(self) -> int:
        return self.number(Status.HELD)

    @property
    def rate(self) -> int | None:
        """Of a hundred decided comments, how many were refused; None before the first."""
        decided = self.approved + self.refused
        return round(100 * self.refused / decided) if decided else None

    @property
    def is_new(self) -> bool:
        """Whether nothing of them was ever decided."""
        return self.rate is None


def histories_of(people: Iterable[int], user: Any) -> dict[int, History]:
    """What is known of several people, by their ids, in three queries.

    Args:
        user: who looks; a moderator limited to sections is told of those alone.
    """
    wanted = set(people)
    if not wanted:
        return {}
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = rights.decidable(user).filter(author__in=wanted).order_by()
    for person, status, number in rows.values_list("author", "status").annotate(Count("pk")):
        counts[person][status] = number
    known: dict[int, list[Sanction]] = defaultdict(list)
    decided = rights.sanctions_seen(user).filter(person__in=wanted).counted()
    for sanction in decided.select_related("section").order_by("-made_at", "-pk"):
        known[sanction.person_id].append(sanction)
    noted = rights.notes_seen(user).filter(person__in=wanted).order_by()
    notes = dict(noted.values_list("person").annotate(Count("pk")))
    return {
        person: History(
            person=person,
            counts=counts[person],
            sanctions=tuple(one for one in known[person] if one.is_in_force),
            past=tuple(one for one in known[person] if not one.is_in_force),
            notes=notes.get(person, 0),
        )
        for person in wanted
    }
