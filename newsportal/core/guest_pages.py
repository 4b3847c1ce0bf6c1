"""Headers of pages for everybody and of personal ones (house rule 15)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import parse_http_date_safe

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

#: How long a shared cache may keep a page when nothing purges it.
SHARED_SECONDS = 1


def is_personal(request: HttpRequest) -> bool:
    """Whether the page is for one person: a session cookie came with the request."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def public_page(view: View[P]) -> View[P]:
    """Send a page that guests share: no cookie, no Vary: Cookie, a strong ETag, 304 when known.

    With a session cookie the same view makes the personal page, which nobody may store.
    The keys of what the page shows are collected by `shows` and sent as surrogate keys. A view
    that knows a cheaper strong ETag than the hash of its page sets it, and one that knows when all
    that it shows last changed says so by Last-Modified, for programs that ask by time alone.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if is_personal(request) or request.method not in ("GET", "HEAD"):
            patch_cache_control(response, private=True, no_store=True)
            return response
        if response.status_code != 200 or response.streaming:
            return response
        patch_cache_control(response, no_cache=True)
        response["CDN-Cache-Control"] = response["Surrogate-Control"] = f"max-age={SHARED_SECONDS}"
        keys = getattr(request, "page_keys", ())
        if keys:
            response["Surrogate-Key"] = " ".join(sorted(keys))
        etag = response.get("ETag") or _hash_of(response)
        response["ETag"] = etag
        changed = parse_http_date_safe(response.get("Last-Modified", ""))
        return get_conditional_response(request, etag, changed, response) or response

    return wrapped  # type: ignore[return-value]


def _hash_of(response: HttpResponse) -> str:
    return '"' + hashlib.sha256(response.content).hexdigest()[:32] + '"'


def shows(request: HttpRequest, *keys: str) -> None:
    """Note that the page being made shows what these version keys name."""
    known: set[str] = getattr(request, "page_keys", set())
    known.update(keys)
    request.page_keys = known  # type: ignore[attr-defined]


def person(request: HttpRequest) -> dict[str, object]:
    """Context: who is signed in, or None. Never asks the session of a guest, which would vary."""
    if not is_personal(request):
        return {"person": None, "is_personal": False}
    # A request that is refused at the door (a foreign Host) never learns who is calling.
    user = getattr(request, "user", None)
    return {"person": user if user and user.is_authenticated else None, "is_personal": True}
