"""The form that a newcomer by another service fills in: the same checks as everybody's."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.forms import SignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from newsportal.accounts import attempts, profile
from newsportal.accounts.forms import OurWords
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.plain_text import LineField


class SocialSignUpForm(OurWords, SignupForm):
    """Address and name, filled in with what the service said; the person decides."""

    field_order = ("email", "display_name")

    display_name = LineField(
        label=_("Display name"),
        max_length=DISPLAY_NAME_LENGTH,
        help_text=_("The name that stands above your comments."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )

    def clean_display_name(self) -> str:
        return profile.clean_name(None, self.cleaned_data["display_name"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            attempts.of_sign_up(data["email"])
        return data
