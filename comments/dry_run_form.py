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

from comments import dry_rules
from comments.dry_rules import Offered, Threshold
from comments.dry_running import DAYS, MOST_DAYS


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

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
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
        """The checks in use, in their order."""
        return [
            Choice(check, [self[_name(check, one)] for one in check.thresholds])
            for check in self.offered
            if check.is_in_use
        ]

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
            is_own = kind == "thresholds" and name.startswith(f"{code}-")
            if name != "days" and not is_own:
                del self.errors[name]
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
