"""Whoever works in the newsroom shows a second factor first, unless REQUIRE_STAFF_MFA is off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from newsportal.accounts.factors.checking import has_factor
from newsportal.core.models import User


def is_required_of(person: User) -> bool:
    """Whether an account must have a second factor."""
    return bool(settings.REQUIRE_STAFF_MFA and person.is_staff)


def was_shown(request: HttpRequest) -> bool:
    """Whether a code was typed in this session."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


class StaffSecondFactorMiddleware:
    """Leads staff without a second factor to where it is set up, before any page of the admin.

    It stands before the views and not in one of them: whatever lies below the admin's address is
    the newsroom's. A session that began without the factor (by an invitation, or before there was
    one) types a code first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Answer with the way to the factor, or let the request through."""
        if not settings.REQUIRE_STAFF_MFA or not request.path.startswith(reverse("admin:index")):
            return None
        person = request.user
        if not isinstance(person, User) or not person.is_staff:
            return None  # the admin sends them away itself
        if not has_factor(person):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if was_shown(request):
            return None
        again = request.get_full_path() if request.method == "GET" else reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': again})}")
