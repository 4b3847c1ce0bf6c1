"""How much abuse somebody has had to read, so that a break is suggested in time (feature M15).

Nothing is measured but what is in the log anyway: the comments that a moderator decided on, or
looked at a second time, which were refused for abuse or against the law, or in which the word
lists found something.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import figures
from comments.discussions import newsroom_zone, policies
from comments.marking import WORD_LISTS
from comments.models import CommentEvent, Reason, SecondLook, Signal

#: Reasons of refusals that are hard to read.
HARD_REASONS = (Reason.ABUSE, Reason.ILLEGAL)


@dataclass(frozen=True)
class Exposure:
    """How many comments that are hard to read somebody has read today, and since Monday."""

    today: int = 0
    week: int = 0

    @property
    def asks_for_break(self) -> bool:
        limit = policies.get().site.break_after
        return limit is not None and self.today >= limit

    @property
    def sentence(self) -> str:
        """A gentle word to the person; empty when there was nothing."""
        if not self.week:
            return ""
        today = ngettext(
            "You have read %(number)d comment today that is hard to read.",
            "You have read %(number)d comments today that are hard to read.",
            self.today,
        ) % {"number": self.today}
        if self.asks_for_break:
            return today + " " + _("That is a lot. Take a break: the others can go on without you.")
        week = ngettext("%(number)d this week.", "%(number)d this week.", self.week) % {
            "number": self.week
        }
        return f"{today} {week}"


def exposure_of(person: Any) -> Exposure:
    """One person's."""
    return exposures([person.pk]).get(person.pk, Exposure())


def exposures(people: Collection[int], now: datetime.datetime | None = None) -> dict[int, Exposure]:
    """By the person's key, in one query; who has read nothing hard is left out."""
    local = timezone.localtime(now, newsroom_zone())
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - datetime.timedelta(days=today.weekday())
    decided = CommentEvent.objects.filter(kind__in=figures.VERBS, actor__in=people)
    looked = SecondLook.objects.filter(moderator__in=people)
    numbers = [
        _counted(decided.annotate(person=F("actor")), "comment", "", monday, today),
        _counted(
            looked.annotate(person=F("moderator")), "event__comment", "event__", monday, today
        ),
    ]
    found: dict[int, Exposure] = {}
    for person, of_today, of_week in numbers[0].union(numbers[1], all=True):
        before = found.get(person, Exposure())
        found[person] = Exposure(before.today + of_today, before.week + of_week)
    return found


def _counted(
    rows: QuerySet[Any], comment: str, event: str, monday: Any, today: Any
) -> QuerySet[Any, Any]:
    """(person, today, this week): how many comments, each once.

    Args:
        comment, event: the ways from a row to its comment and to its event.
    """
    marked = Signal.objects.filter(
        comment=OuterRef(comment),
        revision=OuterRef(f"{event}revision"),
        check_name__startswith=WORD_LISTS,
    ).exclude(verdict="pass")
    hard: Any = Q(**{f"{event}reason__in": HARD_REASONS}) | Exists(marked)
    if event:
        hard |= Q(reason__in=HARD_REASONS)
    return (
        rows.filter(hard, at__gte=monday)
        .order_by()
        .values_list("person")
        .annotate(
            today=Count(comment, distinct=True, filter=Q(at__gte=today)),
            week=Count(comment, distinct=True),
        )
    )
