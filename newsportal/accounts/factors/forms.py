"""Forms that ask for a code."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as theirs
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsportal.accounts import attempts
from newsportal.accounts.factors import checking

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
