"""The form of a report: shape only; whether the comment can be reported is not asked here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Report
from comments.models.report import WORDS_LENGTH
from newsportal.core.plain_text import TextField
from newsportal.core.traps import TrappedForm


class ReportForm(TrappedForm):
    """Why, and words that only moderators read."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what is wrong with it."),
            "invalid_choice": gettext_lazy("Choose what is wrong with it."),
        },
    )
    words = TextField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Only moderators read this. It helps them if you say which part."),
        error_messages={
            "max_length": gettext_lazy(
                "A report has at most %(limit_value)d characters; yours has %(show_value)d. "
                "Nothing is lost: shorten it and send it again."
            ),
        },
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        is_other = data.get("reason") == Report.Reason.OTHER
        if is_other and "words" in data and not data["words"]:
            self.add_error("words", ValidationError(_("Say in a few words what is wrong.")))
        return data
