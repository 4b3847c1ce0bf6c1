"""A person's notices, their choice of kinds, and the link that stops mails.

Inbox and choices are the same in the newsroom and on a person's own pages, in two frames.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newsportal.core import notices
from newsportal.core.models import Webhook
from newsportal.core.notice_forms import ChoicesForm
from newsportal.core.notice_kinds import kind_of
from newsportal.core.views import webhooks

#: Notices on a page of the inbox: more than a day's, and one screen's worth of scrolling.
PAGE = 50

#: More digits than any id has.
LONGEST_ID = 18


def urls(in_newsroom: Callable[[Callable[..., Any]], Callable[..., Any]]) -> list[URLPattern]:
    """The pages of notices and webhooks, for the newsroom's own list of addresses.

    Args:
        in_newsroom: lets staff in only, such as `AdminSite.admin_view`.
    """
    view = in_newsroom
    return [
        path("notices/", view(inbox), name="notices"),
        path("notices/read/", view(read), name="notice_read"),
        path("notices/choices/", view(choices), name="notice_choices"),
        path("webhooks/", view(webhooks.listing), name="webhooks"),
        path("webhooks/add/", view(webhooks.add), name="webhook_add"),
        path("webhooks/<int:pk>/", view(webhooks.detail), name="webhook"),
        path("webhooks/<int:pk>/<slug:act>/", view(webhooks.act), name="webhook_act"),
    ]


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest notices, unread ones marked; reading the page marks none."""
    found = _page(request)
    if found is None:
        return HttpResponseRedirect(reverse("admin:notices"))
    context = {**admin.site.each_context(request), "title": _("Notices"), **found}
    return render(request, "admin/notices/inbox.html", context)


@require_GET
@login_required
def my_inbox(request: HttpRequest) -> HttpResponse:
    """The same on a person's own pages (feature C11)."""
    found = _page(request)
    if found is None:
        return HttpResponseRedirect(reverse("core:notices"))
    return _private(render(request, "me/notices.html", found))


def _page(request: HttpRequest) -> dict[str, Any] | None:
    """What a page of the inbox shows; None when its address names no place in it."""
    before = _id(request.GET.get("before"))
    if before is None and "before" in request.GET:
        return None
    lines = notices.inbox(request.user, before=before, size=PAGE + 1)  # type: ignore[arg-type]
    shown = lines[:PAGE]
    return {
        "lines": shown,
        "newest": shown[0].notice.pk if shown else 0,
        "has_unread": any(line.notice.read_at is None for line in shown),
        "older": shown[-1].notice.pk if len(lines) > PAGE else None,
        "is_first_page": before is None,
    }


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice read and lead to what it is about, or mark all that were shown."""
    return _read(request, reverse("admin:notices"))


@require_POST
@login_required
def my_read(request: HttpRequest) -> HttpResponse:
    """The same on a person's own pages."""
    return _private(_read(request, reverse("core:notices")))


def _read(request: HttpRequest, inbox_path: str) -> HttpResponse:
    person: Any = request.user
    until, one = _id(request.POST.get("until")), _id(request.POST.get("notice"))
    if until is not None:
        count = notices.mark_all_read(person, until)
        text = ngettext(
            "%(count)d notice marked as read.", "%(count)d notices marked as read.", count
        )
        messages.success(request, text % {"count": count})
        return HttpResponseRedirect(inbox_path)
    notice = notices.mark_read(person, one) if one is not None else None
    if notice is None:
        raise Http404
    told = notices.tell([notice], person)[0].told
    if told is None or "stay" in request.POST:
        return HttpResponseRedirect(inbox_path)
    return HttpResponseRedirect(told.url)


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Which kinds by which way."""
    form, kept = _choices(request)
    if kept:
        return HttpResponseRedirect(reverse("admin:notice_choices"))
    context = {
        **admin.site.each_context(request),
        "title": _("What you want to hear of"),
        "form": form,
        "webhooks": Webhook.objects.filter(owner=request.user),  # type: ignore[misc]
    }
    status = 422 if form.errors else 200
    return render(request, "admin/notices/choices.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_choices(request: HttpRequest) -> HttpResponse:
    """The same on a person's own pages."""
    form, kept = _choices(request)
    if kept:
        return _private(HttpResponseRedirect(reverse("core:notice-choices")))
    status = 422 if form.errors else 200
    return _private(render(request, "me/notice_choices.html", {"form": form}, status=status))


def _choices(request: HttpRequest) -> tuple[ChoicesForm, bool]:
    """The form, and whether what was chosen in it is kept now."""
    person: Any = request.user
    form = ChoicesForm(person, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return form, False
    form.save()
    messages.success(request, _("Your choice is kept."))
    return form, True


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


@csrf_exempt  # the signed link is its own proof (house rule 10, RFC 8058 section 3.1)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mails of a kind, of the digest, of all kinds, or take that back: a GET asks, a POST
    does it.

    A mail program's own button posts ``List-Unsubscribe=One-Click`` without a session; that stops
    what the link names.
    """
    named = notices.read_stop_token(token)
    if named is None:
        raise Http404
    person, code = named
    done = ""
    if request.method == "POST":
        done = request.POST.get("do", "stop")
        what = notices.EVERYTHING if done == "stop_all" else code
        notices.set_mail(person, notices.stopped_by(person, what), by_mail=done == "again")
    context = {
        "kind": kind_of(code),
        "is_digest": code == notices.DIGEST,
        "is_everything": notices.EVERYTHING in (code, {"stop_all": notices.EVERYTHING}.get(done)),
        "done": done,
    }
    response = render(request, "core/stop_mails.html", context)
    add_never_cache_headers(response)
    # The address is the right to change a person's choice: it goes to nobody as a referrer.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _id(text: str | None) -> int | None:
    """A row's id as it came in an address or a form; None for anything else."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > LONGEST_ID:
        return None
    return int(text)
