"""The form of an error report: shape only."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from articles.error_reports import Said
from articles.models.error_report import QUOTE_LENGTH, WORDS_LENGTH
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.plain_text import LineField, TextField
from newsportal.core.traps import TrappedForm

EMAIL_LENGTH = 254
TOO_LONG = gettext_lazy(
    "This has at most %(limit_value)d characters; yours has %(show_value)d. "
    "Nothing is lost: shorten it and send it again."
)


class ErrorReportForm(TrappedForm):
    """The words of the story, what is wrong with them, and where an answer may go."""

    quote = TextField(
        label=gettext_lazy("The words of the story"),
        required=False,
        max_length=QUOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Copy the sentence from the story, if it is about one."),
        error_messages={"max_length": TOO_LONG},
    )
    words = TextField(
        label=gettext_lazy("What is wrong, and what is right?"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("If you know a source, name it: it saves us time."),
        error_messages={
            "required": gettext_lazy("Say what is wrong."),
            "max_length": TOO_LONG,
        },
    )
    name = LineField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=DISPLAY_NAME_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
        help_text=gettext_lazy("Only for an answer. You need not give either."),
    )

    def said(self) -> Said:
        """The clean words; call it when the form is valid."""
        data = self.cleaned_data
        return Said(data["words"], data["quote"], data["name"], data["email"])
