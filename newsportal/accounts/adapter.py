"""What allauth asks the portal: how mails are sent, who is calling, where a person goes next."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from articles.chrome import current as chrome
from articles.models import Story
from comments import drafts
from newsportal.accounts import attempts, closing
from newsportal.accounts.models import Closing
from newsportal.core import mail
from newsportal.core.client_network import client_address
from newsportal.core.models import User

#: Names in a mail's context that hold an address of ours.
LINKS = ("activate_url", "password_reset_url", "signup_url")


class AccountAdapter(DefaultAccountAdapter):
    """Mails by the worker and in the newspaper's name; limits and next pages of our own."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The address or the password is not right."),
        "duplicate_email": _("This is your address already."),
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail of two templates (subject and message) into the worker's queue."""
        words = {
            **context,
            **{name: on_our_site(context[name]) for name in LINKS if name in context},
            "email": email,
            "site_name": chrome.get().site.name,
            "site_url": settings.SITE_URL,
            "reset_url": settings.SITE_URL + reverse("account_reset_password"),
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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is looked at. Raises attempts.TooMany."""
        attempts.of_password(request, credentials.get("email", ""))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller behind the proxies that we trust, and no others."""
        return str(client_address(request))

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002 — allauth's
        """Never: allauth would answer with JSON, which no page of ours asks for."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` may lead there: to this very host only, not to any that we answer for."""
        request: HttpRequest = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The comment that was typed before signing in, if there is one; else the front page."""
        return _place_of_draft(request) or super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Lead whoever is deleting the account to the way back; tell others that it is off."""
        waiting = Closing.objects.filter(person=user).first()
        if waiting is not None:
            return HttpResponseRedirect(closing.address_of(waiting))
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep the new password; written alone, so that nothing else of the row goes back."""
        user.set_password(password)
        user.save(update_fields=["password"])


def on_our_site(url: str) -> str:
    """The same page under SITE_URL, whatever host the request came by.

    A mail outlives the request; a host that is allowed, but not the one that readers know, has no
    place in it.
    """
    parts = urlsplit(url)
    return settings.SITE_URL + parts.path + (f"?{parts.query}" if parts.query else "")


def _place_of_draft(request: HttpRequest) -> str:
    """Where the typed comment's form is, or nothing."""
    draft = drafts.kept(request)
    story = Story.objects.live().filter(pk=draft.story).first() if draft else None
    if draft is None or story is None:
        return ""
    answer = f"{draft.reply_to}/reply/" if draft.reply_to else ""
    return f"{story.get_absolute_url()}comments/{answer}#write"
