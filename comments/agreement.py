"""How far moderators agree, from decisions that another looked at without knowing them (M15).

A pair is one decision and one second look that was sure. Percent say how often both would publish,
or both refuse; Cohen's kappa says how much of that is more than chance, since two people who
approve nearly everything agree by approving (Cohen 1960; the words follow Landis and Koch 1977).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import SPAM, CommentEvent, SecondLook

Kind = CommentEvent.Kind
Opinion = SecondLook.Opinion

#: Decisions that leave a comment where readers see it, and those against it.
PUBLISHING = (Kind.APPROVED, Kind.RESTORED, Kind.KEPT)
REFUSING = (Kind.REJECTED, Kind.MARKED_SPAM, Kind.REMOVED)

APPROVE, UNSURE = Opinion.APPROVE.value, Opinion.UNSURE.value

#: With fewer pairs one more of them would turn kappa round.
FEWEST = 20

#: Upper bounds of kappa and what is said up to there.
STEPS = (
    (0.0, gettext_lazy("no better than chance")),
    (0.2, gettext_lazy("hardly more than chance")),
    (0.4, gettext_lazy("a little more than chance")),
    (0.6, gettext_lazy("moderate")),
    (0.8, gettext_lazy("good")),
    (1.0, gettext_lazy("very good")),
)


@dataclass(frozen=True)
class Pairs:
    """Decisions and second looks at them, counted by (first, second).

    Either is "approve" or the reason of a refusal; the second may be "unsure".
    """

    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def _sure(self) -> list[tuple[str, str, int]]:
        return [(*pair, number) for pair, number in self.counts.items() if pair[1] != UNSURE]

    @property
    def number(self) -> int:
        """Pairs; a look that was unsure makes none."""
        return sum(number for _first, _second, number in self._sure)

    @property
    def unsure(self) -> int:
        return sum(number for (_f, second), number in self.counts.items() if second == UNSURE)

    @property
    def agreed(self) -> int:
        """Pairs in which both would publish, or both refuse, for whatever reason."""
        return sum(
            n for first, second, n in self._sure if (first == APPROVE) == (second == APPROVE)
        )

    @property
    def agreed_in_reason(self) -> int:
        """Pairs in which both said the very same."""
        return sum(number for first, second, number in self._sure if first == second)

    @property
    def percent(self) -> int | None:
        """Of a hundred pairs so many agree; None without any."""
        return round(100 * self.agreed / self.number) if self.number else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of publishing and refusing; None where chance alone agrees fully."""
        number = self.number
        if not number:
            return None
        first = sum(n for one, _other, n in self._sure if one == APPROVE) / number
        second = sum(n for _one, other, n in self._sure if other == APPROVE) / number
        chance = first * second + (1 - first) * (1 - second)
        if chance == 1:
            return None
        return (self.agreed / number - chance) / (1 - chance)

    @property
    def words(self) -> str:
        """What kappa means, as a part of a sentence."""
        if self.number < FEWEST:
            return _("too few pairs to tell it from chance")
        kappa = self.kappa
        if kappa is None:
            return _("both always decided the same way, so chance cannot be told apart")
        return next(str(words) for most, words in STEPS if kappa <= most + 1e-9)

    def where_first(self, first: str) -> Pairs:
        """Those whose decision was this."""
        return Pairs({pair: number for pair, number in self.counts.items() if pair[0] == first})

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(dict(Counter(self.counts) + Counter(other.counts)))


def told(looks: QuerySet[SecondLook]) -> QuerySet[SecondLook]:
    """Looks with `first` and `second`, what either of the two said."""
    return looks.annotate(
        first=Case(
            When(event__kind__in=PUBLISHING, then=Value(APPROVE)),
            When(event__kind=Kind.MARKED_SPAM, then=Value(SPAM)),
            default=F("event__reason"),
            output_field=CharField(),
        ),
        second=Case(
            When(opinion=Opinion.REJECT, then=F("reason")),
            default=F("opinion"),
            output_field=CharField(),
        ),
    )


def disagreements(looks: QuerySet[SecondLook]) -> QuerySet[SecondLook]:
    """Looks at which both were sure and said something else, also only another reason."""
    return told(looks).exclude(Q(opinion=Opinion.UNSURE) | Q(first=F("second")))


def counted(looks: QuerySet[SecondLook], *by: str) -> dict[tuple[object, ...], Pairs]:
    """Pairs by the values of some columns, in one query."""
    asked = [*by, *(name for name in ("first", "second") if name not in by)]
    rows = told(looks).order_by().values(*asked).annotate(number=Count("pk"))
    found: dict[tuple[object, ...], dict[tuple[str, str], int]] = {}
    for row in rows:
        pairs = found.setdefault(tuple(row[name] for name in by), {})
        pair = row["first"], row["second"]
        pairs[pair] = pairs.get(pair, 0) + row["number"]
    return {values: Pairs(pairs) for values, pairs in found.items()}


def together(pairs: Iterable[Pairs]) -> Pairs:
    """All of them as one."""
    return sum(pairs, Pairs())
