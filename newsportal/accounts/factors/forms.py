"""Forms that ask for a code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as theirs
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsportal.accounts import attempts
from newsportal.accounts.factors import checking
from newsportal.core.plain_text import LineField

#: Longer than any code with the spaces that people put into it.
CODE_LENGTH = 24

ATTRS = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "dir": "ltr",
    "maxlength": CODE_LENGTH,
    "autocapitalize": "off",
    "spellcheck": "false",
}


def _code_field(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        help_text=help_text,
        widget=forms.TextInput(attrs=dict(ATTRS)),
    )


class CodeForm(theirs.BaseAuthenticateForm):
    """A code of the app, or one for its loss."""

    code = _code_field(_("Six digits from your app, or one of your recovery codes."))

    def clean_code(self) -> str:
        attempts.of_code(self.user.pk)
        code: str = self.cleaned_data["code"]
        found = checking.use(self.user, code)
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user
        self.authenticator = found
        if found.type == Authenticator.Type.RECOVERY_CODES:
            _tell_of_spare_code(self.user)
        return code


def _tell_of_spare_code(person: Any) -> None:
    """Whoever did not use the code should hear of it; whoever did should know how many are left."""
    adapter = account_adapter()
    left = checking.codes_left(person)
    adapter.send_notification_mail("mfa/email/recovery_code_used", person, {"left": left})
    sentence = ngettext(
        "You have used a recovery code. %(count)d is left.",
        "You have used a recovery code. %(count)d are left.",
        left,
    )
    messages.info(adapter.request, sentence % {"count": left})


class AuthenticateForm(CodeForm, theirs.AuthenticateForm):
    """Asked for after the password."""


class ReauthenticateForm(CodeForm, theirs.ReauthenticateForm):
    """Asked for again, before something that a stranger at the desk must not do."""


class ActivateForm(totp_forms.ActivateTOTPForm):
    """The first code of a new app: proof that it was set up."""

    code = _code_field(_("Six digits that the app shows now."))

    def clean_code(self) -> str:
        validate_can_add_authenticator(self.user)
        attempts.of_code(self.user.pk)
        code: str = self.cleaned_data["code"]
        #: The time step of the code, which counts as used from now on.
        self.step = checking.step_of(self.secret, code)
        if self.step is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


# Security keys ------------------------------------------------------------------------------------

#: A name for a key: "Blue one on my ring".
KEY_NAME_LENGTH = 60


def _key_name() -> LineField:
    return LineField(
        label=_("What you call it"),
        max_length=KEY_NAME_LENGTH,
        help_text=_("So that you know which it is when you have several."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class Guarded(forms.Form):
    """Takes whatever a browser says for what a key said, and refuses what is none."""

    def clean_as_theirs(self, judge: Callable[[], Any]) -> Any:
        """The outcome of allauth's check; any of its troubles is a wrong answer."""
        try:
            return judge()
        except ValidationError:
            raise
        except Exception:  # noqa: BLE001 -- decoders of a stranger's bytes may raise anything
            raise get_adapter().validation_error("incorrect_code") from None


class AddKeyForm(Guarded, key_forms.AddWebAuthnForm):
    """A new key: what it says of itself, and a name for it."""

    name = _key_name()

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])

    def clean(self) -> Any:
        validate_can_add_authenticator(self.user)
        attempts.of_code(self.user.pk)
        return self.clean_as_theirs(super().clean)


class RenameKeyForm(key_forms.EditWebAuthnForm):
    """Another name for a key."""

    name = _key_name()


class KeyForm(Guarded, key_forms.AuthenticateWebAuthnForm):
    """What a key says after the password."""

    def clean_credential(self) -> Any:
        attempts.of_code(self.user.pk)
        return self.clean_as_theirs(super().clean_credential)


class KeyAgainForm(KeyForm):
    """What a key says again, before something that a stranger at the desk must not do."""

    reauthenticated = True
