"""What an invited colleague fills in, and what an administrator says of a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.chrome import current as chrome
from articles.models import Section
from newsportal import roles
from newsportal.accounts.forms import PASSWORD_HELP, PASSWORD_LENGTH
from newsportal.core.models import User
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.plain_text import LineField


class NewColleagueForm(forms.Form):
    """Name and password of a new account; the address is that of the invitation."""

    display_name = LineField(
        label=gettext_lazy("Your name"),
        max_length=DISPLAY_NAME_LENGTH,
        help_text=gettext_lazy("As colleagues and readers see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        max_length=PASSWORD_LENGTH,
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_display_name(self) -> str:
        """A colleague may be called an editor or stand in a byline; a name it must be."""
        name: str = self.cleaned_data["display_name"]
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("A name needs a letter."))
        if "@" in name or "://" in name:
            raise ValidationError(_("A name is no address: leave out @ and links."))
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("password"):
            person = User(email=self.email, display_name=data.get("display_name", ""))
            try:
                validate_password(data["password"], person)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return data


def role_choices(names: list[str]) -> list[tuple[str, Any]]:
    """Roles with their meaning, for boxes to check or one to choose."""
    return [
        (
            name,
            format_html(
                '<strong>{}</strong> <span class="choice-meaning">{}</span>',
                roles.label(name),
                roles.MEANINGS[name],
            ),
        )
        for name in names
    ]


class SectionsField(forms.ModelMultipleChoiceField):
    """Boxes for the sections, in the order of their addresses, those below with the way there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Section.objects.order_by("path"),
            required=False,
            label=gettext_lazy("Only in these sections"),
            help_text=gettext_lazy(
                "None checked: everywhere. Sections below a checked one are included. "
                "Editors and moderators can be limited."
            ),
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return " › ".join(section.name for section in chrome.get().trail(obj))


class InvitationForm(forms.Form):
    """Whom to invite to what."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(
            attrs={"dir": "ltr", "class": "vTextField", "autocomplete": "off", "autofocus": True}
        ),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    sections = SectionsField()

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(names)  # type: ignore[attr-defined]
