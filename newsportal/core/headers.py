"""Headers: which of a request are believed, and those of every answer that Django does not send."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from newsportal.core.client_network import comes_by_our_proxy
from newsportal.core.guest_pages import is_personal

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: What a proxy says about the request that it was sent; anybody can write them.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_SCHEME")
FORWARDED_PREFIX = "HTTP_X_FORWARDED_"

#: What a page may ask of a browser: nothing that we use, so all of it is off.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class ForwardedHeadersMiddleware:
    """Drops what proxies say unless one of settings.TRUSTED_PROXIES says it (feature S2).

    Goes first. Django believes X-Forwarded-Proto of anybody once it is told to believe it at all
    (SECURE_PROXY_SSL_HEADER), and who can reach the port beside the proxy could then make us
    answer plain http as if it were TLS.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not comes_by_our_proxy(request):
            for name in [name for name in request.META if _is_forwarded(name)]:
                del request.META[name]
        return self.get_response(request)


def _is_forwarded(name: str) -> bool:
    return name.startswith(FORWARDED_PREFIX) or name in FORWARDED


class SecurityHeadersMiddleware:
    """Adds what no middleware of Django's adds, and what they leave out when they refuse.

    Stands before django's SecurityMiddleware: a request that it refuses (a foreign Host) is
    answered without its own headers.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", _resource_policy(response))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault(
            "Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
        )
        return response


def _resource_policy(response: HttpResponseBase) -> str:
    """Who may draw an answer into a page of theirs: pictures are shown by feed readers and link
    previews of others; a page, which may be a person's, is for nobody's process but ours."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    return "same-origin" if is_page else "cross-origin"


class AskFirstMiddleware:
    """Tells caches how long to keep what no view spoke of: errors, redirects, small answers.

    Without a word of ours any cache may keep them as long as it likes (RFC 9111 section 4.2.2). A
    missing page that somebody asked for before the story went live would then stay missing, a
    redirect that was taken back would lead in circles, and the error page of a signed-in reader,
    which carries the reader's name and token, would be shown to others.

    Stands inside WhiteNoise, whose files say themselves how long they last.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            if is_personal(request):
                patch_cache_control(response, private=True, no_store=True)
            else:
                patch_cache_control(response, no_cache=True)
        return response
