"""One reader as a moderator needs to know them, and finding one (features M10, M13).

Whatever a moderator limited to sections is told here, also in numbers, is of their sections.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from articles import rights as articles_rights
from comments import rights
from comments.history import History, histories_of
from comments.models import Appeal, Comment, ReaderNote, Report, Sanction
from comments.models.comment import CommentQuerySet
from newsportal.core.models import FormerName, User

Status = Comment.Status

#: What "lately" means beside a whole history.
LATELY = datetime.timedelta(days=90)
#: People on a page of the search, comments on the page of a reader.
PAGE = 25


def knows_accounts(user: Any) -> bool:
    """Whether somebody keeps the accounts, and may see and search e-mail addresses."""
    return bool(user.has_perm("core.view_user"))


def people_seen(user: Any) -> QuerySet[User]:
    """The people that somebody may look up: all for who keeps the accounts, else those who wrote or
    reported where they moderate, or about whom something was decided that they read."""
    if knows_accounts(user):
        return User.objects.all()
    if not rights.may_moderate(user):
        return User.objects.none()
    mine = OuterRef("pk")
    decidable = rights.decidable(user).order_by()
    wrote = decidable.filter(author=mine)
    reported = Report.objects.filter(reporter=mine, comment__in=decidable)
    decided = rights.sanctions_seen(user).filter(person=mine)
    return User.objects.filter(Exists(wrote) | Exists(reported) | Exists(decided))


def one(user: Any, pk: int) -> User | None:
    """Somebody that `people_seen` knows, with `former`, their earlier names, the latest first."""
    names = FormerName.objects.filter(person=OuterRef("pk")).order_by("-until", "-pk")
    found = people_seen(user).annotate(former=ArraySubquery(names.values("name")))
    return found.filter(pk=pk).first()


def search(user: Any, words: str) -> QuerySet[User]:
    """People by a part of their name, of a former one, or of the e-mail address for who may see
    it; without words those whom moderators have sanctioned or noted. The newest account first."""
    found = people_seen(user)
    if words:
        # lists of ids are read once, where a question for each person would be asked of all
        former = FormerName.objects.filter(name__icontains=words)
        named = Q(display_name__icontains=words) | Q(pk__in=former.values("person"))
        if knows_accounts(user):
            named |= Q(email__icontains=words)
        found = found.filter(named)
    else:
        standing = rights.sanctions_seen(user).standing()
        noted = rights.notes_seen(user).filter(kind=ReaderNote.Kind.WORDS)
        known = Q(pk__in=standing.values("person")) | Q(pk__in=noted.values("person"))
        found = found.filter(known)
    return found.prefetch_related("former_names").order_by("-pk")


@dataclass(frozen=True)
class Tally:
    """Comments in numbers: all, or those written lately."""

    counts: dict[str, int]

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Every state that has some, in words."""
        return [
            (str(status.label), self.counts[status]) for status in Status if self.counts.get(status)
        ]

    @property
    def history(self) -> History:
        return History(0, self.counts)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Record:
    """What the page of a reader shows beside their comments.

    Args:
        made, received: reports by state, of theirs and of their comments.
    """

    ever: Tally
    lately: Tally
    sanctions: list[Sanction]
    notes: list[ReaderNote]
    made: dict[str, int]
    received: dict[str, int]
    appeals: list[Appeal] = field(default_factory=list)

    @property
    def standing(self) -> list[Sanction]:
        return [one for one in self.sanctions if one.is_in_force]

    @property
    def past(self) -> list[Sanction]:
        return [one for one in self.sanctions if not one.is_in_force]


def record_of(person: User, user: Any) -> Record:
    """Everything of one reader that somebody may know; four queries."""
    numbers = _numbers(person, user)
    comments = numbers["comments"]
    sanctions = rights.sanctions_seen(user).of(person).for_lists()[:100]
    return Record(
        ever=Tally({state: number for state, (number, _new) in comments.items()}),
        lately=Tally({state: new for state, (_number, new) in comments.items() if new}),
        sanctions=list(sanctions),
        notes=list(rights.notes_seen(user).about(person).for_lists()[:100]),
        made={state: number for state, (number, _new) in numbers["made"].items()},
        received={state: number for state, (number, _new) in numbers["received"].items()},
        appeals=list(_appeals(person, user)[:20]),
    )


def _numbers(person: User, user: Any) -> dict[str, dict[str, list[int]]]:
    """By kind and state how many, and how many lately, in one query: comments, the reports that
    they sent (made), and those of their comments (received)."""
    limits = articles_rights.sections_of(user)
    reports = Report.objects.order_by()
    if limits is not None:
        reports = reports.filter(comment__story__section__in=limits)
    lately = Count("pk", filter=Q(created_at__gt=timezone.now() - LATELY))
    comments = rights.decidable(user).filter(author=person).order_by()
    sides = (("made", Q(reporter=person)), ("received", Q(comment__author=person)))
    kinds = (
        comments.values_list(Value("comments"), "status").annotate(Count("pk"), new=lately),
        *(
            reports.filter(side)
            .values_list(Value(name), "state")
            .annotate(Count("pk"), new=Value(0))
            for name, side in sides
        ),
    )
    found: dict[str, dict[str, list[int]]] = {"comments": {}, "made": {}, "received": {}}
    for kind, state, *numbers in kinds[0].union(*kinds[1:], all=True):
        found[kind][state] = numbers
    return found


def _appeals(person: User, user: Any) -> QuerySet[Appeal]:
    """What they objected to, as far as somebody may know of it."""
    seen = Q(comment__in=rights.decidable(user)) | Q(sanction__in=rights.sanctions_seen(user))
    appeals = Appeal.objects.filter(seen, person=person)
    return appeals.select_related("comment__story", "sanction", "answered_by").order_by(
        "-made_at", "-pk"
    )


def comments_of(person: User, user: Any) -> CommentQuerySet:
    """Their comments that somebody decides on, the newest first."""
    own = rights.decidable(user).filter(author=person)
    return own.select_related("story__section", "decided_by").order_by("-created_at", "-pk")


def histories_for(people: list[User], user: Any) -> list[tuple[User, History]]:
    """A page of people with what is known of each."""
    known = histories_of([person.pk for person in people], user)
    return [(person, known[person.pk]) for person in people]
