"""Erasing a comment for legal reasons, the receipts, and what lies under seal (feature M17)."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import erasing, evidence
from comments.desk_pages import desk_page, show
from comments.erasure_forms import EraseForm, OpenForm
from comments.models import Comment, ErasureReceipt, LegalNotice, SealedEvidence
from comments.rights import may_erase
from newsportal.core import cursors, limits

#: Receipts on a page.
PAGE = 50
#: Passphrases that one person tries in an hour: for typing errors, not for guessing.
TRIES, TRIES_SECONDS = 10, 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(may_erase)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """What an erasure would wipe, and the form that does it."""
    comment = get_object_or_404(Comment.objects.select_related("author", "story__section"), pk=pk)
    if comment.status == Comment.Status.ERASED:
        done = ErasureReceipt.objects.filter(comment=comment).first()
        if done is not None:
            return redirect("moderation-erasure", done.number)
    notice = _notice(request, comment)
    if request.method != "POST":
        return _erase_page(request, comment, notice, EraseForm(comment=comment))
    form = EraseForm(request.POST, comment=comment)
    if not form.is_valid():
        return _erase_page(request, comment, notice, form, status=422)
    try:
        made = erasing.erase(
            comment,
            request.user,  # type: ignore[arg-type]
            form.order(notice),
            revision=form.cleaned_data["revision"],
        )
    except erasing.Refused as refusal:
        form.refuse(refusal)
        return _erase_page(request, comment, notice, form, status=409)
    address = reverse("moderation-erasure", args=[made.number])
    if notice is None or not notice.is_waiting:
        messages.success(request, _("Erased. This is the receipt."))
        return HttpResponseRedirect(address)
    told = _("Erased. Now decide the notice: its notifier waits for an answer.")
    words = '{} <a href="{}">{}</a>'
    messages.success(request, format_html(words, told, address, made.number))
    return redirect("admin:comments_legalnotice_change", notice.pk)


def _notice(request: HttpRequest, comment: Comment) -> LegalNotice | None:
    """The notice that led here, by its reference in the address."""
    asked = request.GET.get("notice", "").replace("\0", "")
    return LegalNotice.objects.filter(comment=comment, reference=asked).first() if asked else None


def _erase_page(
    request: HttpRequest,
    comment: Comment,
    notice: LegalNotice | None,
    form: EraseForm,
    *,
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        "admin/moderation/erasing/erase.html",
        _("Erase a comment for legal reasons"),
        {
            "comment": comment,
            "notice": notice,
            "form": form,
            "counts": erasing.preview(comment),
            "seal_fields": [form[name] for name in ("until", "passphrase", "again")],
        },
        status=status,
    )


@require_safe
@desk_page(may_erase)
def receipts(request: HttpRequest) -> HttpResponse:
    """All receipts, the newest first; searched by number, reference, or number of the comment."""
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:120]
    found = ErasureReceipt.objects.select_related("by", "story", "evidence").order_by("-at", "-pk")
    if asked:
        found = found.filter(_asked(asked))
    if after := cursors.decode(request.GET.get("after"), "erasures", (datetime.datetime, int)):
        found = found.filter(TupleLessThan(Tuple("at", "pk"), after))
    page = list(found[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    return show(
        request,
        "admin/moderation/erasing/receipts.html",
        _("Erasures for legal reasons"),
        {
            "receipts": page[:PAGE],
            "asked": asked,
            "next": cursors.encode("erasures", last.at, last.pk) if last else "",
        },
    )


def _asked(words: str) -> Q:
    asked = Q(number__icontains=words) | Q(reference__icontains=words)
    if words.isascii() and words.isdigit() and len(words) < 19:
        asked |= Q(comment_number=int(words))
    return asked


@require_safe
@desk_page(may_erase)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """One receipt, as it is printed for the file."""
    return _receipt_page(request, _receipt(number), OpenForm())


def _receipt(number: str) -> ErasureReceipt:
    found = ErasureReceipt.objects.select_related(
        "by", "story__section", "comment", "notice", "evidence"
    )
    return get_object_or_404(found, number=number.replace("\0", ""))


def _receipt_page(
    request: HttpRequest, found: ErasureReceipt, form: OpenForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    sealed = _sealed(found)
    context = {
        "receipt": found,
        "wiped": erasing.told(found.wiped),
        "replays": [(one["at"], erasing.told(one["wiped"])) for one in found.replays],
        "sealed": sealed,
        "openings": sealed.openings.select_related("by") if sealed else (),
        "open_form": form,
        **more,
    }
    title = _("Receipt %(number)s") % {"number": found.number}
    template = "admin/moderation/erasing/receipt.html"
    return show(request, template, title, context, status=status)


def _sealed(found: ErasureReceipt) -> SealedEvidence | None:
    return getattr(found, "evidence", None)


@require_POST
@desk_page(may_erase)
def evidence_page(request: HttpRequest, number: str) -> HttpResponse:
    """What lies under seal, for who knows the passphrase; noted each time."""
    found = _receipt(number)
    sealed = _sealed(found)
    if sealed is None:
        raise Http404
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _receipt_page(request, found, form, status=422)
    verdict = limits.hit(
        "evidence", limits.person_key(request), limit=TRIES, per_seconds=TRIES_SECONDS
    )
    if not verdict.allowed:
        form.add_error(None, verdict.sentence)
        return _receipt_page(request, found, form, status=429)
    try:
        opened = evidence.open_sealed(sealed, request.user, form.cleaned_data["passphrase"])  # type: ignore[arg-type]
    except evidence.CannotOpen as refusal:
        form.add_error("passphrase", refusal.message)
        return _receipt_page(request, found, form, status=409)
    title = _("Under seal: %(number)s") % {"number": found.number}
    context = {"receipt": found, "sealed": sealed, "opened": opened}
    return show(request, "admin/moderation/erasing/evidence.html", title, context)
