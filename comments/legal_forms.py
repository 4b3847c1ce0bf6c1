"""The forms of a notice of illegal content: giving it, and asking for another look."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.content_addresses import Content, content_at
from comments.legal_notices import Said
from comments.models import LegalNotice
from comments.models.legal_notice import ADDRESS_LENGTH, EXPLANATION_LENGTH, LAW_LENGTH
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.plain_text import LineField, TextField
from newsportal.core.traps import TrappedForm

EMAIL_LENGTH = 254
TOO_LONG = gettext_lazy(
    "This has at most %(limit_value)d characters; yours has %(show_value)d. "
    "Nothing is lost: shorten it and send it again."
)


class LegalNoticeForm(TrappedForm):
    """What, why, by which law, and who says so."""

    address = LineField(
        label=gettext_lazy("Address of the content"),
        max_length=ADDRESS_LENGTH,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Of the comment (“Link to this comment” below it) or of the story, as your browser "
            "shows it."
        ),
        error_messages={"required": gettext_lazy("Say where the content stands.")},
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[("", gettext_lazy("Choose …")), *LegalNotice.Ground.choices],
        error_messages={
            "required": gettext_lazy("Choose what it is about."),
            "invalid_choice": gettext_lazy("Choose what it is about."),
        },
    )
    law = LineField(
        label=gettext_lazy("Law or paragraph"),
        required=False,
        max_length=LAW_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("If you know it. Nobody has to."),
    )
    explanation = TextField(
        label=gettext_lazy("Why is it illegal?"),
        max_length=EXPLANATION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        help_text=gettext_lazy("Quote the words that you mean, and say what is wrong with them."),
        error_messages={
            "required": gettext_lazy("Say why it is illegal."),
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
        help_text=gettext_lazy(
            "The receipt and the decision go there. Name and address are needed by law, except "
            "where it is about offences against children."
        ),
    )
    good_faith = forms.BooleanField(
        label=gettext_lazy("I believe in good faith that what I say here is true and complete."),
        error_messages={"required": gettext_lazy("We need this statement to act on your notice.")},
    )

    def __init__(self, *args: Any, host: str, **kwargs: Any) -> None:
        """`host`: by which name this portal was asked."""
        super().__init__(*args, **kwargs)
        self._host = host
        self.content: Content | None = None

    def clean_address(self) -> str:
        self.content = content_at(self.cleaned_data["address"], self._host)
        return self.content.address

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("ground") in LegalNotice.NAMELESS:
            return data
        wanted = {
            "name": _("Say who gives this notice."),
            "email": _("Say where the decision goes."),
        }
        for name, sentence in wanted.items():
            if name in data and not data[name]:
                self.add_error(name, ValidationError(sentence))
        return data

    def said(self) -> Said:
        """The clean words; call it when the form is valid."""
        data = self.cleaned_data
        return Said(data["ground"], data["law"], data["explanation"], data["name"], data["email"])


class AppealForm(forms.Form):
    """Why another person should look at it again."""

    words = TextField(
        label=gettext_lazy("Why should another person look at it again?"),
        max_length=EXPLANATION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={
            "required": gettext_lazy("Say what the decision has overlooked."),
            "max_length": TOO_LONG,
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the template has the token
