"""The form of a timed control: what, how slow, and until when."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.desk_form import moment_field
from comments.controls import LASTS, PACES
from comments.models import Control


class ControlForm(forms.Form):
    """Shape only; `controls.switch_on` says whether it can be."""

    #: It stands on the page of a story beside other forms.
    prefix = "control"

    kind = forms.ChoiceField(
        label=_("Switch on"),
        choices=(
            (Control.Kind.SLOW, _("Slow mode: one comment per person in a time")),
            (Control.Kind.HOLD, _("Hold all: every comment waits for a moderator")),
            (Control.Kind.NO_REPLIES, _("Replies off: new comments only")),
        ),
        widget=forms.RadioSelect,
        initial=Control.Kind.SLOW,
    )
    seconds = forms.TypedChoiceField(
        label=_("How slow"),
        choices=tuple(PACES.items()),
        coerce=int,
        initial=120,
        required=False,
        empty_value=None,
        help_text=_("For slow mode."),
    )
    minutes = forms.TypedChoiceField(
        label=_("For"),
        choices=tuple(LASTS.items()),
        coerce=int,
        initial=120,
        required=False,
        empty_value=None,
    )
    until = moment_field(_("or until"), _("In the newsroom’s time; at most seven days ahead."))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") != Control.Kind.SLOW:
            data["seconds"] = None
        if not data.get("until") and not data.get("minutes") and "until" not in self.errors:
            self.add_error("until", _("Say until when."))
        return data

    def ends_at(self, now: datetime.datetime | None = None) -> datetime.datetime:
        """The time that was typed, else the preset from now on."""
        data = self.cleaned_data
        typed: datetime.datetime | None = data["until"]
        return typed or (now or timezone.now()) + datetime.timedelta(minutes=data["minutes"])
