"""The forms of an erasure for legal reasons, and of opening what is under seal (feature M17)."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import erasing, evidence
from comments.models import Comment, LegalGround, LegalNotice
from comments.models.erasure import NOTE_LENGTH, REFERENCE_LENGTH
from newsportal.core.plain_text import LineField, TextField

KEEP, HIDE = "keep", "hide"

#: Longer than any passphrase that somebody remembers; scrypt takes more.
PASSPHRASE_MOST = 200


class EraseForm(forms.Form):
    """On which ground, what becomes of the replies, what is sealed, and that it is meant."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        choices=LegalGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the ground: readers and author read it.")},
    )
    reference = LineField(
        label=gettext_lazy("Reference"),
        required=False,
        max_length=REFERENCE_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "The court’s file number or the lawyer’s. It stands on the receipt and in the journal, "
            "not on the page."
        ),
    )
    note = TextField(
        label=gettext_lazy("Note for colleagues"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Only on the receipt. Do not repeat what is erased."),
    )
    replies = forms.ChoiceField(
        label=gettext_lazy("Replies below it"),
        choices=[
            (KEEP, gettext_lazy("stay readable; quotations of it are taken out")),
            (HIDE, gettext_lazy("are hidden with it")),
        ],
        initial=KEEP,
        widget=forms.RadioSelect,
    )
    seals = forms.BooleanField(
        label=gettext_lazy("Keep the text under seal, as evidence"), required=False
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("On the day after, it is destroyed by itself."),
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase"),
        required=False,
        strip=False,
        max_length=PASSPHRASE_MOST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
        help_text=gettext_lazy(
            "At least twelve characters. It is kept nowhere: without it nobody opens the evidence, "
            "neither you nor whoever runs the server."
        ),
    )
    again = forms.CharField(
        label=gettext_lazy("Passphrase once more"),
        required=False,
        strip=False,
        max_length=PASSPHRASE_MOST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )
    number = forms.CharField(
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=32767)

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comment = comment
        self.fields["revision"].initial = comment.revision
        self.fields["number"].label = _("Type %(number)d to confirm") % {"number": comment.pk}
        today = timezone.localdate()
        self.fields["until"].widget.attrs |= {
            "min": str(today),
            "max": str(today + evidence.LONGEST),
        }

    def clean_number(self) -> str:
        typed = str(self.cleaned_data["number"]).strip().lstrip("#")
        if typed != str(self.comment.pk):
            raise ValidationError(
                _("Type %(number)d, the number of this comment: an erasure cannot be undone.")
                % {"number": self.comment.pk}
            )
        return typed

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("seals"):
            self._check_seal(data)
        return data

    def _check_seal(self, data: dict[str, Any]) -> None:
        until, today = data.get("until"), timezone.localdate()
        if until is None and "until" not in self.errors:
            self.add_error("until", _("Say until when it is kept."))
        elif until is not None and not today <= until <= today + evidence.LONGEST:
            self.add_error("until", _("A day from today on, within ten years."))
        passphrase = data.get("passphrase", "")
        if len(passphrase) < evidence.PASSPHRASE_LENGTH:
            self.add_error("passphrase", _("At least twelve characters."))
        elif passphrase != data.get("again"):
            self.add_error("again", _("This is another passphrase than above."))

    def order(self, notice: LegalNotice | None) -> erasing.Order:
        """What is to be done; call it when the form is valid."""
        data = self.cleaned_data
        until: datetime.date | None = data["until"] if data["seals"] else None
        return erasing.Order(
            ground=data["ground"],
            reference=data["reference"],
            note=data["note"],
            hides_replies=data["replies"] == HIDE,
            notice=notice,
            seal=evidence.Seal(until, data["passphrase"]) if until else None,
        )

    def refuse(self, refusal: erasing.Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class OpenForm(forms.Form):
    """The passphrase of sealed evidence."""

    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase"),
        strip=False,
        max_length=PASSPHRASE_MOST,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type the passphrase it was sealed with.")},
    )
