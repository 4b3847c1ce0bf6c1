"""The part of a document's form that is no content: the verbs' times and words."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Document

#: What browsers send for a field of date and time, in the newsroom's zone.
LOCAL = "%Y-%m-%dT%H:%M"


def moment_field(label: Any, help_text: Any = "") -> forms.DateTimeField:
    """A date and time in the newsroom's zone, with the browser's own picker."""
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=help_text,
        input_formats=[LOCAL, f"{LOCAL}:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )


class DeskForm(forms.Form):
    """What a verb is told with the content: when, and a word on why."""

    at = moment_field(_("Date and time"))
    embargo_until = moment_field(_("Nothing public before"))
    change = forms.ChoiceField(
        label=_("This change is"),
        choices=Document.Change.choices,
        initial=Document.Change.UPDATE,
        required=False,
    )
    note = forms.CharField(
        label=_("A word to colleagues"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    revision_note = forms.CharField(
        label=_("What has changed"),
        max_length=300,
        required=False,
        help_text=_("Stands beside this version in the history."),
    )
    based_on = forms.IntegerField(
        label=_("Version that was opened"), required=False, widget=forms.HiddenInput
    )

    def unchecked(self) -> Self:
        """The form with what was typed and no complaints yet: it is checked when it is saved."""
        self._errors = ErrorDict()
        return self

    @staticmethod
    def times_of(document: Document | None) -> dict[str, Any]:
        """First values of the fields of time: what is set already."""
        if document is None:
            return {}
        at = document.change_at
        if document.status == Document.Status.SCHEDULED:
            at = document.live_at
        return {
            "at": _to_the_minute(at),
            "embargo_until": _to_the_minute(document.embargo_until),
            # What was said of a change that waits; any other begins as an update.
            "change": document.change_class if document.change_at else Document.Change.UPDATE,
        }


def _to_the_minute(at: datetime.datetime | None) -> datetime.datetime | None:
    return timezone.localtime(at).replace(second=0, microsecond=0) if at else None
