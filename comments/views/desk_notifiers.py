"""Trusting, warning and suspending whoever gives notices: buttons on the page of a notice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from comments import notice_givers, rights
from comments.desk_pages import desk_page
from comments.models import LegalNotice


@require_POST
@csrf_protect
@desk_page(rights.may_decide_notices)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what a button says; what is not possible is told on the notice's page."""
    notice, actor = get_object_or_404(LegalNotice, pk=pk), request.user
    verb, days = request.POST.get("verb", ""), request.POST.get("days", "")
    if verb not in notice_givers.VERBS and verb != "suspend":
        return HttpResponseBadRequest()
    try:
        _act(notice, actor, verb, days)
    except notice_givers.Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Done."))
    address = reverse("admin:comments_legalnotice_change", args=[notice.pk])
    return HttpResponseRedirect(f"{address}#notifier")


def _act(notice: LegalNotice, actor: Any, verb: str, days: str) -> None:
    if verb == "suspend":
        chosen = next((one for one in notice_givers.LASTS if str(one) == days), 0)
        notice_givers.suspend(notice, actor, chosen)
    else:
        notice_givers.VERBS[verb](notice, actor)
