"""Counting what was decided on comments: one set of questions for the public page, the report to
the public and the statistics of the desk (features M11, M12, M14).

Everything is counted from events, which nobody changes, so that the same period always gives the
same numbers. What an import brought was decided elsewhere and counts nowhere; what becomes of it
here counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Aggregate,
    BooleanField,
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from comments.discussions import newsroom_zone
from comments.models import Appeal, Comment, CommentEvent, LegalDecision, LegalNotice, Report
from comments.models import Sanction as SanctionRow

Kind = CommentEvent.Kind
Status = Comment.Status

#: What authors do: where it leads to a decision, a check took it.
BY_AUTHORS = (Kind.SUBMITTED, Kind.EDITED, Kind.CONFIRMED)
#: Verbs of moderators, and of the system where it has no actor.
VERBS = (
    Kind.APPROVED,
    Kind.REJECTED,
    Kind.MARKED_SPAM,
    Kind.REMOVED,
    Kind.RESTORED,
    Kind.HELD,
    Kind.KEPT,
)
#: States to which a check alone may bring a comment; to hold it is no decision.
DECIDED = (Status.APPROVED, Status.REJECTED, Status.SPAM)
#: States into which a decision against the author leads.
REFUSED = (Status.REJECTED, Status.SPAM)
#: The same, and out of publication.
AGAINST = (*REFUSED, Status.REMOVED)

#: A person acted, also one whose account is gone since.
BY_A_PERSON = Q(actor__isnull=False) | Q(by_former=True)

#: By what decisions can be counted, with the fields that say it.
BY = {
    "kind": "kind",
    "status": "to_status",
    "reason": "reason",
    "actor": "actor",
    "section": "comment__story__section",
    "story": "comment__story",
    "is_automatic": "is_automatic",
}


@dataclass(frozen=True)
class Period:
    """From a moment to another, which belongs to the next period; both aware."""

    since: datetime.datetime
    until: datetime.datetime

    def around(self, field: str) -> Q:
        """The condition that a column of times lies in it."""
        return Q(**{f"{field}__gte": self.since, f"{field}__lt": self.until})


def days(first: datetime.date, last: datetime.date, zone: ZoneInfo | None = None) -> Period:
    """From the beginning of a day to the end of another.

    Args:
        zone: the newsroom's when None.
    """
    a_day = datetime.timedelta(days=1)
    last = min(last, datetime.date.max - a_day)  # the last day that there is has no other after it
    return Period(_midnight(first, zone), _midnight(last + a_day, zone))


def month(first: datetime.date) -> Period:
    """The month that begins on this day, in the newsroom's zone."""
    return Period(_midnight(first), _midnight(next_month(first)))


def months(count: int, now: datetime.datetime | None = None) -> list[datetime.date]:
    """The first days of the present month and those before it, the newest first."""
    first = timezone.localtime(now, newsroom_zone()).date().replace(day=1)
    found = []
    for _place in range(count):
        found.append(first)
        first = (first - datetime.timedelta(days=1)).replace(day=1)
    return found


def next_month(first: datetime.date) -> datetime.date:
    """The first day of the month after."""
    return (first + datetime.timedelta(days=31)).replace(day=1)


def _midnight(day: datetime.date, zone: ZoneInfo | None = None) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), zone or newsroom_zone())


# Decisions ----------------------------------------------------------------------------------------


def decisions(
    period: Period, *, sections: Collection[int] | None = None, undone: bool = False
) -> QuerySet[CommentEvent, CommentEvent]:
    """What was decided on comments in a period, by people and by checks, each with `is_automatic`.

    Args:
        sections: only below stories of these main sections; None is everywhere.
        undone: also those that were taken back at once, which are no decisions.
    """
    by_check = Q(kind__in=BY_AUTHORS, to_status__in=DECIDED) & ~Q(from_status=F("to_status"))
    found = CommentEvent.objects.filter(Q(kind__in=VERBS) | by_check, period.around("at"))
    if sections is not None:
        found = found.filter(comment__story__section__in=sections)
    if not undone:
        found = found.filter(~Exists(CommentEvent.objects.filter(undoes=OuterRef("pk"))))
    is_automatic = ~BY_A_PERSON | Q(kind__in=BY_AUTHORS)
    return found.order_by().annotate(
        is_automatic=Case(
            When(is_automatic, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def by_people(
    period: Period, *, sections: Collection[int] | None = None
) -> QuerySet[CommentEvent, CommentEvent]:
    """Those that a person took."""
    found = decisions(period, sections=sections)
    return found.filter(BY_A_PERSON).exclude(kind__in=BY_AUTHORS)


def counts(found: QuerySet[Any, Any], *by: str) -> dict[Any, int]:
    """How many, by one thing (its value is the key) or several (a tuple is).

    Args:
        by: of `BY`, or fields of the model.
    """
    fields = [BY.get(name, name) for name in by]
    rows = found.order_by().values_list(*fields).annotate(number=Count("pk"))
    return {row[0] if len(by) == 1 else tuple(row[:-1]): row[-1] for row in rows}


# Waiting ------------------------------------------------------------------------------------------


class Median(Aggregate):
    """The middle one of many, between two where their number is even."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def with_waits(found: QuerySet[CommentEvent, CommentEvent]) -> QuerySet[Any, Any]:
    """Decisions with how long the comment had waited for the person who took it, as `waited`.

    A comment waits from the event by which it came to wait, not from an edit meanwhile. Empty where
    nothing waited, or a check decided.
    """
    began = (
        CommentEvent.objects.standing()
        .filter(comment=OuterRef("comment"), to_status=Status.HELD, pk__lt=OuterRef("pk"))
        .exclude(from_status=Status.HELD)
    )
    last = began.order_by("-pk").values("at")[:1]
    waited = ExpressionWrapper(F("at") - Subquery(last), output_field=DurationField())
    of_people = When(BY_A_PERSON, from_status=Status.HELD, kind__in=VERBS, then=waited)
    return found.annotate(waited=Case(of_people, default=None, output_field=DurationField()))


def waits(found: QuerySet[CommentEvent, CommentEvent]) -> QuerySet[CommentEvent, CommentEvent]:
    """Of decisions by people those on comments that waited, each with how long as `waited`."""
    return with_waits(found).filter(waited__isnull=False)


def median_wait(
    found: QuerySet[CommentEvent, CommentEvent],
) -> datetime.timedelta | None:
    """How long half of what people decided had waited at most; None where nothing had."""
    median: datetime.timedelta | None = waits(found).aggregate(
        median=Median("waited", output_field=DurationField())
    )["median"]
    return median


def median_waits(
    found: QuerySet[CommentEvent, CommentEvent], by: str
) -> dict[Any, datetime.timedelta]:
    """The same by one thing of `BY`."""
    rows = waits(found).order_by().values_list(BY.get(by, by))
    return dict(rows.annotate(median=Median("waited", output_field=DurationField())))


# What else happened -------------------------------------------------------------------------------


def written(
    period: Period, *, sections: Collection[int] | None = None
) -> QuerySet[CommentEvent, CommentEvent]:
    """Comments handed in, a guest's from when its address was confirmed."""
    found = CommentEvent.objects.filter(period.around("at")).filter(
        Q(kind=Kind.CONFIRMED) | Q(kind=Kind.SUBMITTED) & ~Q(to_status=Status.UNCONFIRMED)
    )
    if sections is not None:
        found = found.filter(comment__story__section__in=sections)
    return found.order_by()


def held(
    period: Period, *, sections: Collection[int] | None = None
) -> QuerySet[CommentEvent, CommentEvent]:
    """Times that a comment began to wait, by a check, a crowd of reports or a moderator."""
    found = (
        CommentEvent.objects.standing()
        .filter(period.around("at"), to_status=Status.HELD)
        .exclude(Q(from_status=Status.HELD) | Q(kind=Kind.IMPORTED))
    )
    if sections is not None:
        found = found.filter(comment__story__section__in=sections)
    return found.order_by()


def reports_given(period: Period) -> QuerySet[Report, Report]:
    """Reports of readers that came in."""
    return Report.objects.filter(period.around("at")).order_by()


def reports_settled(period: Period) -> QuerySet[Report, Report]:
    """Reports that got an end; its `state` says which."""
    return Report.objects.filter(period.around("settled_at")).order_by()


def appeals_made(period: Period) -> QuerySet[Appeal, Appeal]:
    return Appeal.objects.filter(period.around("made_at")).order_by()


def appeals_answered(period: Period) -> QuerySet[Appeal, Appeal]:
    """Appeals that ended; their `state` says how."""
    return Appeal.objects.filter(period.around("answered_at")).order_by()


def sanctions_imposed(period: Period) -> QuerySet[SanctionRow, SanctionRow]:
    found = SanctionRow.objects.filter(period.around("made_at"))
    return found.exclude(lifted_as=SanctionRow.End.UNDONE).order_by()


def notices_given(period: Period) -> QuerySet[LegalNotice, LegalNotice]:
    """Notices of illegal content that came in."""
    return LegalNotice.objects.filter(period.around("at")).order_by()


def notices_decided(period: Period) -> QuerySet[LegalDecision, LegalDecision]:
    """First decisions on notices."""
    found = LegalDecision.objects.filter(period.around("at"), is_of_appeal=False)
    return found.order_by()
