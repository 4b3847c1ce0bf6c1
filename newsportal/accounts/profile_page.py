"""The page on which a person changes name and portrait."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from newsportal.accounts import attempts, profile
from newsportal.core import limits, sessions
from newsportal.core.models import User
from newsportal.core.models.user import DISPLAY_NAME_LENGTH
from newsportal.core.plain_text import LineField

#: How often somebody signs out everywhere else in an hour: each time the worker reads all sessions.
ENDINGS, ENDINGS_SECONDS = 5, 60 * 60


class NameForm(forms.Form):
    """The name that stands above one's comments."""

    display_name = LineField(
        label=gettext_lazy("Display name"),
        max_length=DISPLAY_NAME_LENGTH,
        help_text=gettext_lazy(
            "It stands above all your comments, also the older ones. Twice a month at most."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data, initial={"display_name": person.display_name})
        self.person = person

    def clean_display_name(self) -> str:
        return profile.clean_name(self.person, self.cleaned_data["display_name"])

    def save(self) -> bool:
        """Rename; False when it was refused, and then the sentence stands beside the field."""
        try:
            changed = profile.rename(self.person, self.cleaned_data["display_name"])
        except ValidationError as refused:
            self.add_error("display_name", refused)
            return False
        self.said = _("Your name is changed.") if changed else _("That is your name already.")
        return True


class PortraitForm(forms.Form):
    """A picture of oneself."""

    portrait = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("The middle of it is shown, as a small circle."),
        error_messages={"required": gettext_lazy("Choose a picture.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )

    def __init__(self, person: User, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.person = person

    def save(self) -> bool:
        """Keep the picture; False when it was refused, and then the sentence stands there."""
        try:
            attempts.of_portrait(self.person.pk)
            profile.portray(self.person, self.cleaned_data["portrait"])
        except ValidationError as refused:  # also of the picture, as ImageRefused
            self.add_error("portrait", refused)
            return False
        self.said = _("This is your portrait now.")
        return True


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Show both forms; the button says which of them was sent."""
    person = request.user
    assert isinstance(person, User)
    act = request.POST.get("act")
    name = NameForm(person, request.POST if act == "name" else None)
    picture = PortraitForm(
        person, *((request.POST, request.FILES) if act == "portrait" else (None, None))
    )
    by_act: dict[str, NameForm | PortraitForm] = {"name": name, "portrait": picture}
    sent = by_act.get(act or "")
    if act == "remove":
        profile.remove_portrait(person)
        return _done(request, _("Your portrait is gone."))
    if sent is not None and sent.is_valid() and sent.save():
        return _done(request, sent.said)
    context = {"name_form": name, "portrait_form": picture, "form": sent}
    status = _status_of(sent) if sent is not None else 200
    # What was refused is not the person's name: the menu says the one that holds.
    person.refresh_from_db(fields=["display_name", "portrait"])
    response = render(request, "me/profile.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign the person out everywhere else: on a lent computer, on a phone that was sold."""
    person = request.user
    assert isinstance(person, User)
    verdict = limits.hit(
        "end-sessions", limits.person_key(request), limit=ENDINGS, per_seconds=ENDINGS_SECONDS
    )
    if not verdict.allowed:
        return limits.limited_response(request, verdict)
    sessions.end_all.enqueue(person.pk, sessions.name_of(request.session.session_key or ""))
    messages.success(request, _("You are being signed out everywhere else, within a minute."))
    return HttpResponseRedirect(reverse("account_change_password"))


def _status_of(form: forms.Form) -> int:
    errors = (error for one in form.errors.as_data().values() for error in one)
    return 429 if any(isinstance(error, attempts.TooMany) for error in errors) else 422


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("accounts:profile"))
