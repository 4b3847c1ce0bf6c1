"""The form of a dry run: what to change, and over how many days (feature M8).

All that can be tried stands on one page; the button that was pressed says what is meant, and only
its own fields are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import dry_rules, word_lists
from comments.dry_rules import Offered, Threshold
from comments.dry_running import DAYS, MOST_DAYS
from comments.models import WordList
from newsportal.core.plain_text import TextField

#: The fields of word lists, and the characters of one: some five hundred entries at once.
WORDS = ("word_list", "added", "removed")
WORDS_LENGTH = 20_000


@dataclass(frozen=True)
class Choice:
    """A check on the page, with its fields."""

    check: Offered
    fields: list[BoundField]


class DryRunForm(forms.Form):
    """Days, and a field for every threshold of every check in use."""

    days = forms.IntegerField(
        label=gettext_lazy("Days to look back"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        error_messages={
            "required": gettext_lazy("Say how many days."),
            "invalid": gettext_lazy("Write a whole number."),
            "min_value": gettext_lazy("Look back at least one day."),
            "max_value": gettext_lazy("Look back %(limit_value)d days at most."),
        },
    )

    word_list = forms.ModelChoiceField(
        WordList.objects.all(),
        label=gettext_lazy("Word list"),
        required=False,
        empty_label=gettext_lazy("a new one"),
    )
    added = TextField(
        label=gettext_lazy("Entries more, one a line"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "spellcheck": "false"}),
    )
    removed = TextField(
        label=gettext_lazy("Entries less, one a line"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        kind, _colon, code = (data.get("try", "") if data is not None else "").partition(":")
        self.pressed = (kind, code)
        self.offered = dry_rules.offered()
        for check, threshold in self._thresholds():
            self.fields[_name(check, threshold)] = _field(threshold)

    def _thresholds(self) -> Iterator[tuple[Offered, Threshold]]:
        for check in self.offered:
            if check.is_in_use:
                for threshold in check.thresholds:
                    yield check, threshold

    def choices(self) -> list[Choice]:
        """The checks in use that go by numbers, in their order."""
        return [
            Choice(check, [self[_name(check, one)] for one in check.thresholds])
            for check in self.in_use()
            if check.thresholds
        ]

    def in_use(self) -> list[Offered]:
        return [check for check in self.offered if check.is_in_use]

    def words(self) -> list[BoundField]:
        """The fields of word lists."""
        return [self[name] for name in WORDS]

    def on_trial(self) -> list[Offered]:
        return [check for check in self.offered if not check.is_in_use]

    def rule(self) -> dict[str, Any]:
        """What is tried, by a form without errors."""
        found: dict[str, Any] = self.cleaned_data["rule"]
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, code = self.pressed
        for name in list(self.errors):
            is_own = (
                name in WORDS if kind == "words" else name.startswith(f"{code}-")
            ) and kind in ("words", "thresholds")
            if name != "days" and not is_own:
                del self.errors[name]
        if kind == "words":
            self._read_words(data)
            return data
        meant = (
            one for one in self.offered if one.code == code and one.is_in_use == (kind != "on")
        )
        check = next(meant, None)
        if check is None or kind not in ("thresholds", "off", "on"):
            self.add_error(None, _("Press the button of what you want to try."))
        elif kind == "thresholds":
            self._read_thresholds(check, data)
        else:
            data["rule"] = {"kind": kind, "check": check.dotted}
        return data

    def _read_words(self, data: dict[str, Any]) -> None:
        row: WordList | None = data.get("word_list")
        added = word_lists.lines_of(data.get("added") or "")
        removed = word_lists.lines_of(data.get("removed") or "")
        if any(name in self.errors for name in WORDS):
            return
        standing = word_lists.lines_of(row.entries) if row else ()
        known = {line.casefold() for line in standing}
        missing = [line for line in removed if line.casefold() not in known]
        if missing:
            words = {"entry": missing[0]}
            self.add_error("removed", _("“%(entry)s” does not stand in this list.") % words)
        elif not added and not removed and (row is None or row.is_on):
            self.add_error("added", _("Write an entry, or take one out."))
        new = [line for line in added if line.casefold() not in known]
        if added and not new and not removed:
            self.add_error("added", _("The list has all of these already."))
        data["rule"] = dry_rules.words_rule(row, new, removed)

    def _read_thresholds(self, check: Offered, data: dict[str, Any]) -> None:
        typed = {one.key: data.get(_name(check, one)) for one in check.thresholds}
        if any(value is None for value in typed.values()):
            return  # it stands beside the field
        values = {
            one.key: typed[one.key] for one in check.thresholds if typed[one.key] != one.value
        }
        if not values:
            names = [_name(check, one) for one in check.thresholds]
            self.add_error(names[0] if names else None, _("This is what holds today. Change it."))
        data["rule"] = {"kind": "thresholds", "check": check.dotted, "values": values}


def _name(check: Offered, threshold: Threshold) -> str:
    return f"{check.code}-{threshold.key}"


def _field(threshold: Threshold) -> forms.Field:
    kind = forms.FloatField if threshold.is_share else forms.IntegerField
    return kind(
        label=threshold.label,
        min_value=0,
        max_value=threshold.most,
        initial=threshold.value,
        error_messages={
            "required": _("Write a number."),
            "invalid": _("Write a number."),
            "min_value": _("Write 0 or more."),
            "max_value": _("Write %(limit_value)s at most."),
        },
    )
