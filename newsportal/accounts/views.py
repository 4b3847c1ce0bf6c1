"""Pages that a link in a mail leads to: opening one changes nothing (house rule 10)."""

from __future__ import annotations

from typing import Any

from allauth.account.models import get_emailconfirmation_model
from allauth.account.views import ConfirmEmailView, PasswordResetFromKeyView
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods


class ConfirmAddress(ConfirmEmailView):
    """Asks whether the address is right; the button confirms it."""

    def get_object(self, queryset: Any = None) -> Any:  # noqa: ARG002 — allauth's
        """What the link stands for, or None: a dead link has a page of its own."""
        return get_emailconfirmation_model().from_key(self.kwargs["key"])

    def logout_other_user(self, confirmation: Any) -> None:
        """Sign somebody else out, but not for looking at the page."""
        if confirmation and self.request.method == "POST":
            super().logout_other_user(confirmation)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.get_object() is None:
            return self.get(*args, **kwargs)
        response: HttpResponse = super().post(*args, **kwargs)
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if context["can_confirm"] else 404
        response: HttpResponse = super().render_to_response(context, status=status, **kwargs)
        return response


class ChoosePassword(PasswordResetFromKeyView):
    """Asks for a new password; a dead link is a 404."""

    def logout(self) -> None:
        """Sign somebody else out, but not for looking at the page."""
        if self.request.method == "POST":
            super().logout()

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 404 if context.get("token_fail") else 200
        response: HttpResponse = super().render_to_response(context, status=status, **kwargs)
        return response


only_these = require_http_methods(["GET", "HEAD", "POST"])
confirm_address = only_these(ConfirmAddress.as_view())
choose_password = only_these(ChoosePassword.as_view())
