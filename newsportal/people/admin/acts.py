"""What an administrator does to an account beside its form: each asks first, and is one button.

Taking a lost second factor away, and a portrait that others should not have to see (feature R9).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsportal.accounts import profile
from newsportal.accounts.factors import resetting
from newsportal.accounts.factors.checking import has_factor
from newsportal.core.models import User
from newsportal.people import giving


def urls(admin_view: Callable[[Callable[..., Any]], Callable[..., Any]]) -> list[URLPattern]:
    """The addresses below a person's; `admin_view` is the site's guard."""
    return [
        path("<int:pk>/second-factor/", admin_view(take_factor), name="person-factor"),
        path("<int:pk>/portrait/", admin_view(take_portrait), name="person-portrait"),
    ]


def _person(request: HttpRequest, pk: int) -> tuple[User, User]:
    """Who asks, and whom it is about. Raises PermissionDenied for everybody else."""
    person = get_object_or_404(User, pk=pk)
    actor = request.user
    if not isinstance(actor, User) or not actor.has_perm("core.change_user"):
        raise PermissionDenied
    if not giving.may_touch(actor, person):
        raise PermissionDenied
    return actor, person


@require_http_methods(["GET", "HEAD", "POST"])
def take_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and on POST take the second factor away."""
    actor, person = _person(request, pk)
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            resetting.reset(actor, person)
        except resetting.Refused as refused:
            status, refusal = 409, refused.message
        else:
            return _done(request, person, _("The second factor is gone. A mail tells its owner."))
    context = {
        "title": _("Take the second factor away"),
        "is_there": has_factor(person),
        "refusal": refusal,
        "act": "factor",
    }
    return _page(request, person, context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def take_portrait(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and on POST show the initials again."""
    actor, person = _person(request, pk)
    if request.method == "POST" and person.portrait:
        profile.remove_portrait(person)
        LogEntry.objects.log_actions(
            actor.pk, [person], CHANGE, _("Removed the portrait."), single_object=True
        )
        return _done(request, person, _("The portrait is gone."))
    context = {
        "title": _("Remove the portrait"),
        "is_there": bool(person.portrait),
        "act": "portrait",
    }
    return _page(request, person, context, 409 if request.method == "POST" else 200)


def _page(request: HttpRequest, person: User, context: dict[str, Any], status: int) -> HttpResponse:
    around = {**admin.site.each_context(request), "opts": User._meta, "original": person}
    return render(request, "admin/core/user/act.html", around | context, status=status)


def _done(request: HttpRequest, person: User, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(reverse("admin:core_user_change", args=[person.pk]))
