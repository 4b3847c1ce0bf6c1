"""One's own data: to take away, and to have deleted (feature R15). Also for whoever is banned."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsportal.accounts import attempts, closing, exporting
from newsportal.accounts.models import DataExport
from newsportal.core import personal_data
from newsportal.core.models import User

KEEP, DELETE = "keep", "delete"


class ClosingForm(forms.Form):
    """What becomes of one's comments; nothing is chosen beforehand."""

    comments = forms.ChoiceField(
        label=gettext_lazy("What becomes of your comments?"),
        choices=[
            (KEEP, gettext_lazy("They stay, under “A former reader”")),
            (DELETE, gettext_lazy("They are deleted too")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of your comments.")},
    )


def _own(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)  # every view here asks for a sign-in
    return person


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Both ways, and how far a file is that was asked for."""
    person = _own(request)
    context = {
        "export": DataExport.objects.filter(person=person).first(),
        "parts": personal_data.parts(),
        "why_not": closing.why_not(person),
    }
    return _private(render(request, "me/data.html", context))


@require_POST
@login_required
@reauthentication_required
def ask(request: HttpRequest) -> HttpResponse:
    """Let the worker write the file."""
    person = _own(request)
    try:
        attempts.of_export(person.pk)
    except attempts.TooMany as refused:
        messages.error(request, refused.message)
    else:
        exporting.ask(person)
        messages.success(request, _("Your file is being written. A mail tells you when it is."))
    return redirect("accounts:data")


@require_safe
@login_required
@reauthentication_required
def file(request: HttpRequest) -> HttpResponseBase:
    """The file itself."""
    export = DataExport.objects.filter(person=_own(request)).first()
    if export is None or not export.is_ready:
        raise Http404
    response = FileResponse(
        storages["originals"].open(export.file),
        content_type="application/zip",
        as_attachment=True,
        filename=f"my-data-{export.ready_at:%Y-%m-%d}.zip",
    )
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
def delete(request: HttpRequest) -> HttpResponse:
    """Say what happens, ask for the choice, and switch the account off."""
    person = _own(request)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            closing.ask(person, keep_comments=form.cleaned_data["comments"] == KEEP)
        except closing.Refused:
            return _delete_page(request, form, status=409)
        logout(request)
        return _private(render(request, "accounts/goodbye.html", {"days": closing.GRACE.days}))
    return _delete_page(request, form, status=422 if form.errors else 200)


def _delete_page(request: HttpRequest, form: ClosingForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "why_not": closing.why_not(_own(request)),
        "days": closing.GRACE.days,
    }
    return _private(render(request, "me/delete.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def way_back(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a mail or a sign-in leads to while an account waits to be deleted."""
    found = closing.find(token)
    if found is not None and request.method == "POST" and closing.undo(found):
        messages.success(request, _("Your account stays. Sign in to go on."))
        return redirect("account_login")
    status = 404 if found is None else 409 if found.begun_at else 200
    context = {"closing": found if status == 200 else None}
    response = _private(render(request, "accounts/closing.html", context, status=status))
    response["Referrer-Policy"] = "same-origin"  # the address is the key
    return response
