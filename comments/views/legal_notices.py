"""Giving notice of illegal content without an account, and following it by a signed link (C9)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments import legal_notices
from comments.legal_forms import AppealForm, LegalNoticeForm
from comments.models import LegalNotice
from comments.models.legal_notice import ADDRESS_LENGTH, APPEAL_WITHIN
from comments.views.discussion import reader_of
from newsportal.core import limits
from newsportal.core.client_network import sealed_network
from newsportal.core.guest_pages import is_personal, public_page
from newsportal.core.origin import same_origin_form

#: Notices of one person, or of one network's guests: nobody writes faster what another must read.
NOTICES, NOTICES_SECONDS = 10, 60 * 60
#: Links tried and appeals sent from one network: for typing errors, not for guessing.
TRIES, TRIES_SECONDS = 30, 10 * 60


@same_origin_form
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def give(request: HttpRequest) -> HttpResponse:
    """The form; ``?about=`` is the address of the content, as links of ours give it."""
    if request.method == "POST":
        return _take(request, LegalNoticeForm(request.POST, host=request.get_host()))
    if "sent" in request.GET:  # what a robot is shown, who left nothing
        return render(request, "comments/legal/sent.html")
    about = request.GET.get("about", "").replace("\0", "")[:ADDRESS_LENGTH]
    return form_page(request, about)


def form_page(
    request: HttpRequest, about: str, *, words: str = "", is_after_report: bool = False
) -> HttpResponse:
    """The empty form, with what is known already."""
    reader = reader_of(request)
    initial: dict[str, Any] = {"address": about, "explanation": words}
    if reader is not None:
        initial |= {"name": reader.display_name, "email": reader.email}
    form = LegalNoticeForm(initial=initial, host=request.get_host())
    return _page(request, form, is_after_report=is_after_report)


def _page(
    request: HttpRequest,
    form: LegalNoticeForm,
    *,
    is_after_report: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "is_after_report": is_after_report}
    return render(request, "comments/legal/give.html", context, status=status)


def _take(request: HttpRequest, form: LegalNoticeForm) -> HttpResponse:
    """Take a notice and lead to its page, or tell beside the fields what is missing."""
    if not form.is_valid() or form.content is None:
        return _page(request, form, status=422)
    verdict = limits.hit(
        "legal notice", limits.person_key(request), limit=NOTICES, per_seconds=NOTICES_SECONDS
    )
    if not verdict.allowed:
        form.add_error(None, verdict.sentence)
        response = _page(request, form, status=429)
        response["Retry-After"] = str(verdict.retry_after_seconds)
        return response
    if form.is_trapped:
        return HttpResponseRedirect(f"{request.path}?sent=1")
    notice = legal_notices.give(
        form.content, form.said(), user=reader_of(request), network=sealed_network(request)
    )
    return HttpResponseRedirect(legal_notices.address_of(notice))


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, reference: str, token: str) -> HttpResponse:
    """The receipt, every step and the decision of a notice; after it, the form of an appeal."""
    notice = legal_notices.find(reference, token)
    if notice is None:
        response = _unknown(request)
    elif request.method == "POST":
        response = _appeal(request, notice)
    else:
        response = _follow_page(request, notice, AppealForm())
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"  # the address is the key
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    verdict = limits.hit(
        "legal link", limits.network_key(request), limit=TRIES, per_seconds=TRIES_SECONDS
    )
    if not verdict.allowed:
        return limits.limited_response(request, verdict)
    raise Http404


def _follow_page(
    request: HttpRequest, notice: LegalNotice, form: AppealForm, status: int = 200
) -> HttpResponse:
    decisions = list(notice.decisions.all())
    context = {
        "notice": notice,
        "decisions": decisions,
        "events": notice.events.exclude(kind="forgotten"),
        "may_appeal": notice.may_be_appealed(),
        "appeal_until": decisions[0].at + APPEAL_WITHIN if decisions else None,
        "form": form,
    }
    return render(request, "comments/legal/follow.html", context, status=status)


def _appeal(request: HttpRequest, notice: LegalNotice) -> HttpResponse:
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _follow_page(request, notice, form, status=422)
    verdict = limits.hit(
        "legal appeal", limits.network_key(request), limit=TRIES, per_seconds=TRIES_SECONDS
    )
    if not verdict.allowed:
        form.add_error(None, verdict.sentence)
        return _follow_page(request, notice, form, status=429)
    try:
        legal_notices.appeal(notice, form.cleaned_data["words"])
    except legal_notices.Refused as refusal:
        form.add_error(None, refusal.message)
        return _follow_page(request, notice, form, status=409)
    if is_personal(request):
        messages.success(request, _("Your appeal has arrived."))
    return HttpResponseRedirect(f"{request.path}#appeal")
