"""A person's own comments: what became of each, why, and what can be done (feature C14).

Open to everybody who is signed in, also under a sanction (M10).
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import appealing, own_comments, resending
from comments.forms import AppealForm, CommentForm
from comments.gate import NotAccepted
from comments.models import Comment
from comments.views.writing import POSTS, POSTS_SECONDS
from newsportal.core import cursors, limits
from newsportal.core.client_network import client_address

ORDER = "own-comments"


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """All own comments, the newest first, or those in one state."""
    state, after = request.GET.get("state", ""), None
    if "after" in request.GET:
        after = cursors.decode(request.GET["after"], ORDER, (datetime.datetime, int))
    if (state and state not in own_comments.STATES) or ("after" in request.GET and after is None):
        return HttpResponseRedirect(request.path)
    person: Any = request.user
    page = own_comments.page(person, state, after)
    last = page.lines[-1].comment if page.has_more else None
    context = {
        "lines": page.lines,
        "state": state,
        "states": own_comments.STATES,
        "is_first": after is None,
        "next": cursors.encode(ORDER, last.created_at, last.pk) if last else "",
    }
    return _private(render(request, "me/comments.html", context))


@require_safe
@login_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One own comment with the decision on it, and the ways to mend it or to object."""
    return _page(request, _own(request, pk), AppealForm())


@require_POST
@login_required
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to the decision."""
    comment = _own(request, pk)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, comment, form, status=422)
    person: Any = request.user
    try:
        made = appealing.appeal(comment, person, form.cleaned_data["text"])
    except appealing.Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, comment, form, status=409)
    messages.success(
        request,
        _("Your appeal is here. You get an answer by %(due)s.") % {"due": _day(made.due_at)},
    )
    return _private(HttpResponseRedirect(reverse("comments:own-comment", args=[comment.pk])))


def _day(moment: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")


def _own(request: HttpRequest, pk: int) -> Comment:
    """A comment of the person's. Raises Http404 for everybody else's."""
    person: Any = request.user
    comment = own_comments.of(person).filter(pk=pk).first()
    if comment is None:
        raise Http404
    return comment


def _page(
    request: HttpRequest, comment: Comment, form: AppealForm, status: int = 200
) -> HttpResponse:
    (line,) = own_comments.lines([comment])
    context = {
        "line": line,
        "comment": comment,
        "steps": own_comments.steps(comment),
        "form": form,
    }
    return _private(render(request, "me/comment.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the refused words, to mend them and send them again."""
    comment = _own(request, pk)
    if request.method == "POST":
        return _resend(request, comment)
    if not resending.may_resend(comment):
        return _private(HttpResponseRedirect(reverse("comments:own-comment", args=[comment.pk])))
    initial = {"text": comment.text, "form_key": uuid.uuid4()}
    return _form_page(request, comment, CommentForm(initial=initial))


def _resend(request: HttpRequest, comment: Comment) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _form_page(request, comment, form, status=422)
    verdict = limits.hit("comment", str(request.user.pk), limit=POSTS, per_seconds=POSTS_SECONDS)
    if not verdict.allowed:
        form.add_error(None, verdict.sentence)
        return _form_page(request, comment, form, status=429)
    try:
        sent = resending.resend(
            comment,
            request.user,  # type: ignore[arg-type]
            form.cleaned_data["text"],
            form_key=form.cleaned_data["form_key"],
            address=str(client_address(request)),
            agent=request.headers.get("User-Agent", ""),
        )
    except NotAccepted as refusal:
        form.add_error(refusal.field if refusal.field == "text" else None, refusal.message)
        return _form_page(request, comment, form, status=409)
    if sent.comment.is_public:
        messages.success(request, _("Your comment is published."))
    else:
        messages.success(request, _("Sent again. A moderator reads it before it appears."))
    return _private(HttpResponseRedirect(reverse("comments:own-comment", args=[sent.comment.pk])))


def _form_page(
    request: HttpRequest, comment: Comment, form: CommentForm, status: int = 200
) -> HttpResponse:
    (line,) = own_comments.lines([comment])
    context = {
        "line": line,
        "comment": comment,
        "form": form,
        "lost_answered": comment.reply_to_id and resending.answered_still(comment) is None,
    }
    return _private(render(request, "me/send_again.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
