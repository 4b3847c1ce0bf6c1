"""What a person reads who may not write now: the page of the refusal, and all decisions about them.

Whichever view's verb raises `MayNotWrite`, the middleware answers with one page: what, why, until
when, and everything that was typed. After a warning the same form is sent again by "I have read
it".
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import appealing, sanctions
from comments.forms import AppealForm
from comments.models import Sanction
from comments.models.sanction import SanctionQuerySet
from newsportal.core.models import User
from newsportal.core.origin import TOKEN_FIELD

#: Fields of the warning's page beside what was typed.
AGAIN = "again"
#: Fields of what a person types: a comment, a report.
TYPED = ("text", "words")


class GateMiddleware:
    """Answers a write that a sanction forbids; views need not know of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; any other exception goes its way."""
        if not isinstance(exception, sanctions.MayNotWrite):
            return None
        return refused(request, exception)


def refused(request: HttpRequest, refusal: sanctions.MayNotWrite) -> HttpResponse:
    """Say why not, and give back what was typed (403)."""
    fields = [
        (name, value.encode("utf-8", "replace").decode())
        for name, values in request.POST.lists()
        if name not in (TOKEN_FIELD, AGAIN)
        for value in values
    ]
    context = {
        "refusal": refusal,
        "sanction": refusal.sanction,
        "fields": fields,
        "text": next((value for name, value in fields if name in TYPED), ""),
        "again": request.path,
    }
    response = render(request, "comments/may_not_write.html", context, status=403)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Every decision about the person, with its reason; those in force stand first."""
    person: User = request.user  # type: ignore[assignment]
    found = appealing.sanction_statements(_told(person))
    context = {
        "standing": [one for one in found if one.sanction.is_in_force],
        "past": [one for one in found if not one.sanction.is_in_force],
    }
    response = render(request, "me/sanctions.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _told(person: User) -> SanctionQuerySet:
    """Decisions about a person, without those that were taken back before they were told."""
    return Sanction.objects.of(person).for_lists().exclude(lifted_as=Sanction.End.UNDONE)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision about the person, and the form to object to it."""
    person: User = request.user  # type: ignore[assignment]
    sanction = get_object_or_404(_told(person), pk=pk)
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = _object(request, sanction, person, form)
        if status == 302:
            return HttpResponseRedirect(request.path)
    (statement,) = appealing.sanction_statements([sanction])
    context = {"sanction": sanction, "statement": statement, "form": form}
    response = render(request, "me/sanction.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _object(request: HttpRequest, sanction: Sanction, person: User, form: AppealForm) -> int:
    """Appeal; the status to answer with. What stands in the way is said in the form."""
    if not form.is_valid():
        return 422
    try:
        made = appealing.appeal_sanction(sanction, person, form.cleaned_data["text"])
    except appealing.Refused as refusal:
        form.add_error(None, refusal.message)
        return 409
    due = date_format(timezone.localtime(made.due_at), "DATE_FORMAT")
    messages.success(
        request, _("Your appeal is here. You get an answer by %(due)s.") % {"due": due}
    )
    return 302


@require_POST
@login_required
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's warning as read; what was being written is then sent once more, as it was.

    A 307 lets the browser post the same fields to where they were going.
    """
    person: User = request.user  # type: ignore[assignment]
    sanction = get_object_or_404(Sanction.objects.of(person), pk=pk, kind=Sanction.Kind.WARNING)
    sanctions.acknowledge(sanction, person)
    again = request.POST.get(AGAIN, "")
    is_ours = again.startswith("/") and url_has_allowed_host_and_scheme(
        again, allowed_hosts=None, require_https=request.is_secure()
    )
    if is_ours:
        response = HttpResponseRedirect(again)
        response.status_code = 307
        return response
    return HttpResponseRedirect(reverse("comments:own-sanctions"))
