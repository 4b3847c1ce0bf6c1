"""The page that the link in an invitation leads to. Opening it changes nothing (house rule 10)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsportal import roles
from newsportal.core import limits
from newsportal.core.guest_pages import is_personal
from newsportal.core.models import User
from newsportal.people import inviting
from newsportal.people.forms import NewColleagueForm
from newsportal.people.giving import Refused
from newsportal.people.models import Invitation

#: Links tried and forms sent from one network: for typing errors, not for guessing.
TRIES, TRIES_SECONDS = 20, 10 * 60

BACKEND = "newsportal.people.backends.PasswordBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody is invited to; on POST make their account, or give theirs the role."""
    try:
        found = inviting.find(token)
        response = _answer(request, token, found)
    except inviting.Closed as closed:
        response = _closed(request, closed.why)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"  # the address is the key
    return response


def _answer(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    account = inviting.account_of(found)
    person = _signed_in(request)
    if person is not None and person != account:
        return _page(request, found, account, stranger=person, status=403)
    if account is not None and person is None:
        return _page(request, found, account, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, found, account)
    verdict = limits.hit(
        "invitation", limits.network_key(request), limit=TRIES, per_seconds=TRIES_SECONDS
    )
    if not verdict.allowed:
        return limits.limited_response(request, verdict)
    if account is not None:
        return _accept(request, token, found, account)
    return _begin(request, token, found)


def _signed_in(request: HttpRequest) -> User | None:
    user = request.user if is_personal(request) else None
    return user if user is not None and user.is_authenticated else None


def _begin(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    """Make a new account from the form, and sign it in."""
    form = NewColleagueForm(request.POST, email=found.email)
    if not form.is_valid():
        return _page(request, found, None, form=form, status=422)
    data = form.cleaned_data
    try:
        person = inviting.accept_as_new(token, data["display_name"], data["password"])
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, found, inviting.account_of(found), form=form, status=409)
    login(request, person, backend=BACKEND)
    return _welcome(request, found)


def _accept(request: HttpRequest, token: str, found: Invitation, account: User) -> HttpResponse:
    try:
        inviting.accept_as(token, account)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(request.path)
    return _welcome(request, found)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    words = _("Welcome to the newsroom. Your role: %(role)s.") % {"role": roles.label(found.role)}
    messages.success(request, words)
    return HttpResponseRedirect(reverse("admin:index"))


def _page(
    request: HttpRequest,
    found: Invitation,
    account: User | None,
    *,
    form: NewColleagueForm | None = None,
    stranger: User | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "invitation": found,
        "role": roles.label(found.role),
        "meaning": roles.MEANINGS[found.role],
        "limits": [section.name for section in found.sections.all()],
        "account": account,
        "stranger": stranger,
        "here": request.path,
        "form": form or NewColleagueForm(email=found.email),
    }
    return render(request, "people/invitation_page.html", context, status=status)


def _closed(request: HttpRequest, why: str) -> HttpResponse:
    """A link that does not work: 404 when there was never such a one, else 410, with what to do."""
    if why == "unknown":
        verdict = limits.hit(
            "invitation", limits.network_key(request), limit=TRIES, per_seconds=TRIES_SECONDS
        )
        if not verdict.allowed:
            return limits.limited_response(request, verdict)
    status = 404 if why == "unknown" else 410
    return render(request, "people/invitation_closed.html", {"why": why}, status=status)
