"""Which rules can be tried on comments of the past, and how a changed one is made (feature M8).

A check is tried with other thresholds, switched off, or, where `settings.COMMENT_CHECKS_ON_TRIAL`
names it, switched on. Its thresholds are the parameters behind the submission that have numbers
as defaults, so that a new check brings its own; the words for them stand in `LABELS`. Code comes
from the settings alone: what somebody types is numbers and words.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import wording
from comments.screening import Check

#: What the thresholds of our own checks are called.
LABELS: dict[str, Promise] = {
    "links.allowed": gettext_lazy("Links that a comment may have"),
    "shouting.share": gettext_lazy("Share of capitals from which a text is shouted (0 to 1)"),
    "shouting.letters": gettext_lazy("Letters below which capitals say nothing"),
    "repetition.days": gettext_lazy("Days that the same text counts"),
    "repetition.shortest": gettext_lazy("Characters below which a text may repeat"),
}
#: Larger numbers than this make no threshold.
MOST = 10_000

Number = int | float


class Unknown(Exception):
    """A rule names a check or a list that is not there (any more)."""


@dataclass(frozen=True)
class Threshold:
    """A number that a check goes by."""

    key: str
    label: str
    value: Number

    @property
    def is_share(self) -> bool:
        """A part of a whole, from 0 to 1."""
        return isinstance(self.value, float)

    @property
    def most(self) -> int:
        return 1 if self.is_share else MOST


@dataclass(frozen=True)
class Offered:
    """A check that can be tried."""

    dotted: str
    is_in_use: bool

    @property
    def code(self) -> str:
        return self.dotted.rpartition(".")[2]

    @property
    def name(self) -> str:
        return wording.name_of(self.code)

    @property
    def check(self) -> Check:
        found: Check = import_string(self.dotted)
        return found

    @property
    def about(self) -> str:
        """Of one on trial, the first line that its author wrote about it."""
        return "" if self.is_in_use else (inspect.getdoc(self.check) or "").partition("\n")[0]

    @property
    def thresholds(self) -> list[Threshold]:
        return [
            Threshold(
                one.name,
                str(LABELS.get(f"{self.code}.{one.name}", one.name.replace("_", " "))),
                one.default,
            )
            for one in inspect.signature(self.check).parameters.values()
            if isinstance(one.default, (int, float)) and not isinstance(one.default, bool)
        ]


@dataclass(frozen=True)
class Change:
    """A rule as it is and as it would be; None where there is (or would be) none."""

    label: str
    before: Check | None
    after: Check | None


def offered() -> list[Offered]:
    """The checks that can be tried, in the order of the settings, those on trial last."""
    return [Offered(one, is_in_use=True) for one in settings.COMMENT_CHECKS] + [
        Offered(one, is_in_use=False) for one in settings.COMMENT_CHECKS_ON_TRIAL
    ]


def read(rule: dict[str, Any]) -> Change:
    """The change that a stored rule stands for.

    Raises:
        Unknown: its check is not in the settings any more.
    """
    makers: dict[str, Callable[[dict[str, Any]], Change]] = {
        "thresholds": _with_thresholds,
        "off": _without,
        "on": _with,
    }
    maker = makers.get(rule.get("kind", ""))
    if maker is None:
        raise Unknown
    return maker(rule)


def find(dotted: str, *, is_in_use: bool, among: Iterable[Offered] | None = None) -> Offered:
    """One of those offered. Raises Unknown for any other."""
    for one in offered() if among is None else among:
        if one.dotted == dotted and one.is_in_use == is_in_use:
            return one
    raise Unknown


def _with_thresholds(rule: dict[str, Any]) -> Change:
    one = find(rule["check"], is_in_use=True)
    known = {threshold.key: threshold for threshold in one.thresholds}
    values = rule["values"]
    if not values or not values.keys() <= known.keys():
        raise Unknown
    changed = [
        _("%(label)s: %(new)s instead of %(old)s")
        % {"label": known[key].label, "new": value, "old": known[key].value}
        for key, value in values.items()
    ]
    label = f"{one.name}: {', '.join(changed)}"
    return Change(label, one.check, partial(one.check, **values))


def _without(rule: dict[str, Any]) -> Change:
    one = find(rule["check"], is_in_use=True)
    return Change(_("Without the check “%(name)s”") % {"name": one.name}, one.check, None)


def _with(rule: dict[str, Any]) -> Change:
    one = find(rule["check"], is_in_use=False)
    return Change(_("With the check “%(name)s”") % {"name": one.name}, None, one.check)
