"""Accounts: what the portal adds to allauth's sign-up and sign-in."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.chrome import current as chrome
from newsportal.core import mail
from newsportal.core.models import User
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.names import clean_display_name

SALT = "newsportal.signup"
#: Nobody reads and fills the form faster.
FASTEST_SECONDS = 2
#: A form left open for longer is asked for again.
OPEN_SECONDS = 24 * 60 * 60


class AccountAdapter(DefaultAccountAdapter):
    """Mails by the worker and in the newspaper's name."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = chrome.get().site
        words = {
            **context,
            "email": email,
            "site_name": site.name,
            "site_url": settings.SITE_URL,
            "signup_url": settings.SITE_URL + reverse("account_signup"),
        }
        subject = render_to_string(f"{template_prefix}_subject.txt", words)
        text = render_to_string(f"{template_prefix}_message.txt", words)
        mail.send_later(" ".join(subject.split()), text.strip() + "\n", email)

    def save_user(
        self, request: HttpRequest, user: User, form: forms.BaseForm, commit: bool = True
    ) -> User:
        user.display_name = form.cleaned_data["display_name"]
        saved: User = super().save_user(request, user, form, commit)
        return saved


class SignUpForm(SignupForm):
    """E-mail, name and password; bots are told by a trap and by their haste (no CAPTCHA)."""

    field_order = ("email", "display_name", "password1")

    display_name = forms.CharField(
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
        self.fields["email"].label = gettext_lazy("E-mail address")
        self.fields["password1"].label = gettext_lazy("Password")
        self.initial["shown_at"] = signing.dumps(int(time.time()), salt=SALT)

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_haste(data.get("shown_at", ""))
        return data

    def _check_haste(self, token: str) -> None:
        """Refuse a form that was sent at once or not shown by us; a person just sends it again."""
        try:
            shown_at = int(signing.loads(token, salt=SALT, max_age=OPEN_SECONDS))
        except (signing.BadSignature, ValueError, TypeError):
            shown_at = None
        now = int(time.time())
        if shown_at is None or now - shown_at < FASTEST_SECONDS:
            self.data = self.data.copy()
            self.data["shown_at"] = signing.dumps(now, salt=SALT)
            raise ValidationError(
                _("That was fast. Please look at it once more and send the form again.")
                if shown_at is not None
                else _("The form was open for long. Please send it again.")
            )

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """A filled trap gets the usual answer and no account, so that a robot learns nothing."""
        if self.cleaned_data.get("website"):
            adapter = AccountAdapter(request)
            return None, adapter.respond_email_verification_sent(request, None)
        result: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return result
