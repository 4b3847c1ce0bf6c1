"""Which rules can be tried on comments of the past, and how a changed one is made (feature M8).

A check is tried with other thresholds, switched off, or, where `settings.COMMENT_CHECKS_ON_TRIAL`
names it, switched on. Its thresholds are the parameters behind the submission that have numbers
as defaults, so that a new check brings its own; the words for them stand in `LABELS`. A word list
is tried with entries more or less, or before it is in use. Code comes from the settings alone: what
somebody types is numbers and words.
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
from django.utils.translation import gettext_lazy, ngettext

from comments import word_lists, wording
from comments.models import WordList
from comments.screening import Check, Strictness, Submission, Verdict
from newsportal.core.sentences import listed

#: What the thresholds of our own checks are called.
LABELS: dict[str, Promise] = {
    "links.allowed": gettext_lazy("Links that a comment may have"),
    "shouting.share": gettext_lazy("Share of capitals from which a text is shouted (0 to 1)"),
    "shouting.letters": gettext_lazy("Letters below which capitals say nothing"),
    "repetition.days": gettext_lazy("Days that the same text counts"),
    "repetition.shortest": gettext_lazy("Characters below which a text may repeat"),
    "refusals.share": gettext_lazy("Share of refused comments from which all wait (0 to 1)"),
    "refusals.decided": gettext_lazy("Decided comments below which the share says nothing"),
    "network.refused": gettext_lazy("Refused comments of a network from which its next waits"),
}
#: They look at the moment of writing, which is over: of comments that are there they say nothing.
OF_THE_MOMENT = frozenset({"always_held", "posting_rate"})
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

    before: Check | None
    after: Check | None


def offered() -> list[Offered]:
    """The checks that can be tried, in the order of the settings, those on trial last."""
    in_use = [Offered(one, is_in_use=True) for one in settings.COMMENT_CHECKS]
    on_trial = [Offered(one, is_in_use=False) for one in settings.COMMENT_CHECKS_ON_TRIAL]
    return [one for one in in_use if one.code not in OF_THE_MOMENT] + on_trial


def read(rule: dict[str, Any]) -> Change:
    """The change that a stored rule stands for.

    Raises:
        Unknown: its check is not in the settings any more, or its list is gone.
    """
    makers: dict[str, Callable[[dict[str, Any]], Change]] = {
        "thresholds": _with_thresholds,
        "off": lambda rule: Change(find(rule["check"], is_in_use=True).check, None),
        "on": lambda rule: Change(None, find(rule["check"], is_in_use=False).check),
        "words": _with_words,
    }
    maker = makers.get(rule.get("kind", ""))
    if maker is None:
        raise Unknown
    return maker(rule)


def label_of(rule: dict[str, Any]) -> str:
    """What a stored rule tries, as a line; asks nothing of the database. Raises Unknown."""
    kind = rule.get("kind")
    if kind == "words":
        return _label_of_words(rule)
    one = find(rule.get("check", ""), is_in_use=kind != "on")
    if kind == "on":
        return _("With the check “%(name)s”") % {"name": one.name}
    if kind == "off":
        return _("Without the check “%(name)s”") % {"name": one.name}
    known = _known_thresholds(one, rule)
    changed = [
        _("%(label)s: %(new)s instead of %(old)s")
        % {"label": known[key].label, "new": value, "old": known[key].value}
        for key, value in rule["values"].items()
    ]
    return f"{one.name}: {listed(changed)}"


def find(dotted: str, *, is_in_use: bool, among: Iterable[Offered] | None = None) -> Offered:
    """One of those offered. Raises Unknown for any other."""
    for one in offered() if among is None else among:
        if one.dotted == dotted and one.is_in_use == is_in_use:
            return one
    raise Unknown


def _known_thresholds(one: Offered, rule: dict[str, Any]) -> dict[str, Threshold]:
    known = {threshold.key: threshold for threshold in one.thresholds}
    if not rule["values"] or not rule["values"].keys() <= known.keys():
        raise Unknown
    return known


def _with_thresholds(rule: dict[str, Any]) -> Change:
    one = find(rule["check"], is_in_use=True)
    _known_thresholds(one, rule)
    return Change(one.check, partial(one.check, **rule["values"]))


# Word lists ---------------------------------------------------------------------------------------


def words_rule(
    word_list: WordList | None, added: Iterable[str], removed: Iterable[str]
) -> dict[str, Any]:
    """The rule of a list with entries more and less.

    Args:
        word_list: None for a new one, which holds.
    """
    return {
        "kind": "words",
        "list": word_list.pk if word_list else None,
        "name": word_list.name if word_list else "",
        "is_on": bool(word_list and word_list.is_on),
        "added": list(added),
        "removed": list(removed),
    }


def _label_of_words(rule: dict[str, Any]) -> str:
    changed = [
        ngettext("%(number)d entry more", "%(number)d entries more", len(rule["added"]))
        % {"number": len(rule["added"])},
        ngettext("%(number)d less", "%(number)d less", len(rule["removed"]))
        % {"number": len(rule["removed"])},
    ]
    said = listed(
        words
        for words, lines in zip(changed, (rule["added"], rule["removed"]), strict=True)
        if lines
    )
    if rule["list"] is None:
        return _("A new word list: %(changed)s") % {"changed": said}
    if not said:
        return _("Word list “%(name)s” in use") % {"name": rule["name"]}
    return _("Word list “%(name)s”: %(changed)s") % {"name": rule["name"], "changed": said}


def _with_words(rule: dict[str, Any]) -> Change:
    if rule["list"] is None:
        return Change(None, _words_check(WordList(entries="\n".join(rule["added"]))))
    row = WordList.objects.filter(pk=rule["list"]).first()
    if row is None:
        raise Unknown
    before = _words_check(row) if row.is_on else None
    removed = {line.casefold() for line in rule["removed"]}
    kept = [line for line in word_lists.lines_of(row.entries) if line.casefold() not in removed]
    row.entries = "\n".join([*kept, *rule["added"]])
    return Change(before, _words_check(row))


def _words_check(row: WordList) -> Check:
    """A check that knows this one list as it stands in memory."""
    known = word_lists.compile_lists([row])
    asks = Strictness.REJECT if row.action == WordList.Action.REJECT else Strictness.HOLD

    def words(submission: Submission) -> Verdict:
        spans = tuple(one.span for one in known.find(submission.text))
        return Verdict(asks, "word", spans=spans) if spans else Verdict()

    return words
