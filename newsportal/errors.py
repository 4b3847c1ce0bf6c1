"""Pages for what goes wrong (feature R14), in the site's look."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import escape_leading_slashes
from django.views.decorators.csrf import requires_csrf_token

from newsportal.core import not_found as missing_addresses
from newsportal.core.origin import Sender, sender_of

#: When the database is away: about as long as a restart takes.
RETRY_SECONDS = 30

#: Fields that are not repeated: the old token, and what nobody wants to see on a page.
TOKEN_FIELD = "csrfmiddlewaretoken"  # noqa: S105 — the name of the field, no secret
SECRET_WORDS = ("password", "token", "code")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"message": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page stands here; the newsroom hears which addresses are asked for in vain."""
    missing_addresses.count(request)
    words = missing_addresses.words_of(request.path)
    return render(request, "404.html", {"words": words}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the database: it must stand when nothing else does.

    A database that does not answer is no error of ours for long, so it is a 503.
    """
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    # The newspaper's own language, where its settings were read before it went wrong.
    chrome = getattr(request, "chrome", None)
    with translation.override(chrome.site.language if chrome else settings.LANGUAGE_CODE):
        page = loader.get_template("503.html" if is_away else "500.html").render()
    response = HttpResponse(page, status=503 if is_away else 500)
    if is_away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


@requires_csrf_token
def token_missing(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without a valid token: show again what was typed.

    From our own page (the session expired, a second tab signed in) it can be sent anew with a
    fresh token. From another site, or from nobody knows where, it cannot: one click would do what
    a stranger prepared. The words are shown all the same, so that they can be copied.
    """
    if request.method != "POST":
        return _page_of_not_allowed(request, HttpResponseNotAllowed(["GET", "HEAD", "POST"]))
    fields = [
        (name, value.encode("utf-8", "replace").decode())
        for name, values in request.POST.lists()
        if name != TOKEN_FIELD and not any(word in name for word in SECRET_WORDS)
        for value in values
    ]
    context = {
        "here": escape_leading_slashes(request.get_full_path()),
        "fields": fields,
        "is_ours": sender_of(request) is Sender.OURS,
        "has_left_out": bool(request.FILES) or any("password" in name for name in request.POST),
    }
    response = render(request, "403_token.html", context, status=403)
    patch_cache_control(response, private=True, no_store=True)
    return response


class NotAllowedPageMiddleware:
    """Gives the bare answer 405 of Django's decorators a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_bare = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.streaming
        if is_bare and isinstance(response, HttpResponseNotAllowed) and not response.content:
            return _page_of_not_allowed(request, response)
        return response


class NoNullsMiddleware:
    """No address of ours holds a null character, and the database refuses to look for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Raises Http404."""
        # A filter of a list of the newsroom names a column ("status__exact"), and asks it.
        filters = (values for name, values in request.GET.lists() if "__" in name)
        if "\0" in request.path or any("\0" in value for values in filters for value in values):
            raise Http404


def _page_of_not_allowed(request: HttpRequest, bare: HttpResponseNotAllowed) -> HttpResponse:
    here = escape_leading_slashes(request.get_full_path())
    page = render(request, "405.html", {"here": here}, status=405)
    page["Allow"] = bare["Allow"]
    return page
