"""The page that takes a second factor away, for somebody whose phone is lost (feature R9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsportal.accounts.factors import resetting
from newsportal.accounts.factors.checking import has_factor
from newsportal.core.models import User
from newsportal.people import giving


def urls(admin_view: Callable[[Callable[..., Any]], Callable[..., Any]]) -> list[URLPattern]:
    """The address below a person's; `admin_view` is the site's guard."""
    return [path("<int:pk>/second-factor/", admin_view(take_away), name="person-factor")]


@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and on POST take it away."""
    person = get_object_or_404(User, pk=pk)
    actor = request.user
    may = isinstance(actor, User) and actor.has_perm("core.change_user")
    if not may or not giving.may_touch(actor, person):
        raise PermissionDenied
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            resetting.reset(actor, person)
        except resetting.Refused as refused:
            status, refusal = 409, refused.message
        else:
            messages.success(
                request,
                _("The second factor of %(name)s is gone. A mail tells them.") % {"name": person},
            )
            return redirect(reverse("admin:core_user_change", args=[pk]))
    context = {
        **admin.site.each_context(request),
        "title": _("Take the second factor away"),
        "opts": User._meta,
        "original": person,
        "has_factor": has_factor(person),
        "refusal": refusal,
    }
    return render(request, "admin/core/user/factor.html", context, status=status)
