"""The forms of the account pages: allauth's, in our words and with our limits."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.accounts import attempts, profile
from newsportal.core import haste
from newsportal.core.models import User
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.plain_text import LineField

SALT = "newsportal.signup"
#: Hashing a password of a megabyte would cost as much time as somebody likes.
PASSWORD_LENGTH = 256

#: What the column of addresses holds; Django's form field would let longer ones through to it.
ADDRESS_LENGTH = 254

PASSWORD_HELP = gettext_lazy(
    "At least 10 characters, not a common password and not your name or address. "
    "Three or four words are easy to keep in mind."
)
LABELS = {
    "login": gettext_lazy("E-mail address"),
    "email": gettext_lazy("E-mail address"),
    "password": gettext_lazy("Password"),
    "oldpassword": gettext_lazy("Current password"),
    "password1": gettext_lazy("New password"),
    "password2": gettext_lazy("New password again"),
}


REQUIRED = {
    "login": gettext_lazy("Enter your e-mail address."),
    "email": gettext_lazy("Enter your e-mail address."),
    "display_name": gettext_lazy("Choose the name that stands above your comments."),
    "password": gettext_lazy("Enter your password."),
    "oldpassword": gettext_lazy("Enter your current password."),
    "password1": gettext_lazy("Choose a password."),
    "password2": gettext_lazy("Enter the new password once more."),
}


class OurWords(forms.Form):
    """Labels above the fields instead of words inside them, which vanish when one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name in REQUIRED:
                field.error_messages["required"] = REQUIRED[name]
            if not isinstance(field, forms.CharField):
                continue
            if name in ("login", "email"):
                field.widget.attrs["dir"] = "ltr"
                _limit(field, ADDRESS_LENGTH)
            elif "password" in name:
                field.help_text = ""
                _limit(field, PASSWORD_LENGTH)


def _limit(field: forms.CharField, length: int) -> None:
    """Give a field made by somebody else a greatest length, as CharField does."""
    field.max_length = length
    field.validators.append(MaxLengthValidator(length))
    field.widget.attrs["maxlength"] = str(length)


class SignInForm(OurWords, theirs.LoginForm):
    """Address and password; the adapter counts the attempt."""


class SignUpForm(OurWords, theirs.SignupForm):
    """Address, name and password; bots are told by a trap and by their haste (no CAPTCHA)."""

    field_order = ("email", "display_name", "password1")

    display_name = LineField(
        label=gettext_lazy("Display name"),
        max_length=DISPLAY_NAME_LENGTH,
        help_text=gettext_lazy("The name that stands above your comments."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    #: The trap: people do not see it (templates/account/signup.html), robots fill it in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    shown_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = PASSWORD_HELP
        self.initial["shown_at"] = haste.stamp(SALT)

    def clean_display_name(self) -> str:
        return profile.clean_name(None, self.cleaned_data["display_name"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        self._check_haste(data.get("shown_at", ""))
        if not self.is_trapped:
            attempts.of_sign_up(data["email"])
        return data

    def _check_haste(self, token: str) -> None:
        """Refuse a form that was sent at once or not shown by us; a person just sends it again."""
        if refusal := haste.refusal(token, SALT):
            self.data = {**dict(self.data.items()), "shown_at": haste.stamp(SALT)}
            raise ValidationError(refusal)

    @property
    def is_trapped(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, unless a robot asks or the address has one.

        Both get the usual answer: a robot learns nothing, and whoever tries addresses does not
        hear which are taken, not by the time that it takes either (hashing is most of it).
        """
        if self.is_trapped:
            return None, get_adapter().respond_email_verification_sent(request, None)
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        result: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return result


class ResetPasswordForm(OurWords, theirs.ResetPasswordForm):
    """The address that a link for a new password goes to."""

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            attempts.of_reset(self.cleaned_data["email"])
        return self.cleaned_data


class ChoosePasswordForm(OurWords, theirs.ResetPasswordKeyForm):
    """A new password, by a link from a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP


class ChangePasswordForm(OurWords, theirs.ChangePasswordForm):
    """A new password, by knowing the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP

    def clean_oldpassword(self) -> str:
        attempts.of_password(context.request, self.user.email)
        password: str = super().clean_oldpassword()
        return password


class SetPasswordForm(OurWords, theirs.SetPasswordForm):
    """A first password, for an account that was made without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP


class ReauthenticateForm(OurWords, theirs.ReauthenticateForm):
    """The password once more, before something that a stranger at the desk must not do."""


class NewAddressForm(OurWords, theirs.AddEmailForm):
    """The address to change to; it counts once its owner has opened the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            attempts.of_new_address(self.user.pk, data["email"])
        return data
