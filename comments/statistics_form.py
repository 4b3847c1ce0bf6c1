"""The form above the desk's figures: which days, which section, whose (feature M14)."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from articles import rights
from articles.chrome import current as chrome
from comments.desk_statistics import Asked
from comments.discussions import newsroom_zone

#: A year and the day that leap years have more: what one page and one file still show quickly.
MOST_DAYS = 366

TODAY, WEEK, DAYS_30, MONTH, LAST_MONTH, OWN = "today", "7", "30", "month", "last-month", "own"

#: Periods that are one press away; days and months are the newsroom's.
PERIODS = (
    (TODAY, gettext_lazy("Today")),
    (WEEK, gettext_lazy("7 days")),
    (DAYS_30, gettext_lazy("30 days")),
    (MONTH, gettext_lazy("This month")),
    (LAST_MONTH, gettext_lazy("Last month")),
)


class StatisticsForm(forms.Form):
    """Read from the address; `asked` is what a whole form asks for."""

    period = forms.ChoiceField(
        choices=[*PERIODS, (OWN, "")], required=False, widget=forms.HiddenInput
    )
    since = forms.DateField(
        label=pgettext_lazy("beginning of a period", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=pgettext_lazy("end of a period", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    section = forms.TypedChoiceField(
        label=gettext_lazy("Section"), coerce=int, empty_value=None, required=False
    )
    person = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, auto_id="statistics-%s")
        sections = sorted(chrome.get().sections.values(), key=lambda one: one.path)
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", _("All sections")),
            *((one.pk, str(one)) for one in sections if rights.holds_in(user, one.pk)),
        ]

    def clean(self) -> dict[str, Any]:
        """An own period has both ends, in their order, and is no longer than a year."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("period") != OWN:
            return values
        since, until = values.get("since"), values.get("until")
        for name in ("since", "until"):
            if values.get(name) is None and name not in self.errors:
                self.add_error(name, _("Choose a day."))
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        elif since and until and (until - since).days >= MOST_DAYS:
            self.add_error(
                "until",
                ngettext(
                    "At most %(days)d day at once. Take two periods.",
                    "At most %(days)d days at once. Take two periods.",
                    MOST_DAYS,
                )
                % {"days": MOST_DAYS},
            )
        return values

    @property
    def asked(self) -> Asked:
        """What is asked for; a valid form's. Without a word the last seven days."""
        values = self.cleaned_data
        first, last = self._days(values.get("period") or WEEK)
        return Asked(first, last, values.get("section"), values.get("person"))

    def _days(self, period: str) -> tuple[datetime.date, datetime.date]:
        today = timezone.localtime(None, newsroom_zone()).date()
        first_of_month = today.replace(day=1)
        if period == OWN:
            return self.cleaned_data["since"], self.cleaned_data["until"]
        if period == MONTH:
            return first_of_month, today
        if period == LAST_MONTH:
            last = first_of_month - datetime.timedelta(days=1)
            return last.replace(day=1), last
        back = {TODAY: 0, WEEK: 6, DAYS_30: 29}[period]
        return today - datetime.timedelta(days=back), today
