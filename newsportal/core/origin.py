"""Forms on pages that guests share: was this form sent from our own page? (house rule 10)

A page that is the same bytes for all carries no token, so its forms are judged by what the browser
says about where they come from:

1. `Sec-Fetch-Site: same-origin` is ours; `cross-site` and `same-site` (a sibling host, which may
   belong to somebody else) are foreign. No page can write this header (Fetch Metadata).
2. Without it, or with `none` (no page sent it at all, so it says nothing about a page), `Origin`
   decides: our own origin or one of CSRF_TRUSTED_ORIGINS is ours, any other, also "null", is
   foreign. Browsers send it with every POST.
3. With neither, an uncached page with a token asks for a confirmation and repeats all that was
   typed; Django's check of the token then decides.

Foreign is always refused, whatever token comes with it. A request with a session cookie acts for
a person, whose pages carry tokens: it needs Django's token as well, and where that is missing or
stale (a shared page was open before signing in) the confirmation page asks. So the weaker proof
alone moves nothing but what a guest may move, and nobody loses what they typed.

Forms with files do not belong on shared pages: the confirmation cannot repeat a file.
"""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from newsportal.core.guest_pages import is_personal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")

# Names that the confirmation page adds to what was typed.
TOKEN_FIELD = "csrfmiddlewaretoken"  # noqa: S105 — Django's name of the field, no secret
CONFIRMED_FIELD = "confirmed_from_page"


class Sender(Enum):
    """Whose page sent a form."""

    OURS = "ours"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


def sender_of(request: HttpRequest) -> Sender:
    """Say whose page sent this request, by its headers alone.

    Args:
        request: any request.

    Returns:
        OURS, FOREIGN or, when the browser tells nothing, UNKNOWN.

    Raises:
        django.core.exceptions.DisallowedHost: the Host header is not ours (answered with 400).
    """
    site = request.headers.get("Sec-Fetch-Site", "").strip().lower()
    if site == "same-origin":
        return Sender.OURS
    if site in ("cross-site", "same-site"):
        return Sender.FOREIGN
    origin = request.headers.get("Origin")
    if origin is None:
        return Sender.UNKNOWN
    own = f"{request.scheme}://{request.get_host()}"
    is_ours = origin.lower() == own.lower() or origin in settings.CSRF_TRUSTED_ORIGINS
    return Sender.OURS if is_ours else Sender.FOREIGN


def same_origin_form(view: View[P]) -> View[P]:
    """Let a view take forms from shared pages. Goes outermost, above `require_POST` and the like.

    Args:
        view: a view; requests that change nothing (GET, HEAD …) reach it unchecked.

    Returns:
        The view behind the check that this module describes. It answers a foreign form with 403,
        an unclear one with the confirmation page, and carries `is_same_origin_form = True`, by
        which a test lists the write paths of this kind.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return view(request, *args, **kwargs)
        sender = sender_of(request)
        if sender is Sender.FOREIGN:
            raise PermissionDenied(
                _("This form was sent from another site, so it was not accepted.")
            )
        if sender is Sender.OURS and not is_personal(request):
            return view(request, *args, **kwargs)
        if _has_token(request):
            return view(request, *args, **kwargs)
        # Who has confirmed and still has no right token (no cookies) would be asked for ever.
        if request.method != "POST" or CONFIRMED_FIELD in request.POST:
            return _refusal(request)
        return _confirmation(request)

    checked.csrf_exempt = True  # type: ignore[attr-defined]
    checked.is_same_origin_form = True  # type: ignore[attr-defined]
    return checked  # type: ignore[return-value]


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check of the token, asked for its opinion: no page, no line in the log."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002 — Django's
        return HttpResponseForbidden()


def _has_token(request: HttpRequest) -> bool:
    """Whether Django's check of the token passes (for the test client, unless it enforces it)."""
    check = _TokenCheck(_confirmation)
    return check.process_view(request, _confirmation, (), {}) is None


def _refusal(request: HttpRequest) -> HttpResponseBase:
    """Django's answer to a missing or wrong token: settings.CSRF_FAILURE_VIEW, and a log line."""
    check = CsrfViewMiddleware(_confirmation)
    return check.process_view(request, _confirmation, (), {}) or HttpResponseForbidden()


def _confirmation(request: HttpRequest) -> HttpResponse:
    """The page that asks whether the person has sent this form, and sends it again with a token."""
    fields = [
        (_showable(name), _showable(str(value)))
        for name, values in request.POST.lists()
        for value in values
        if name not in (TOKEN_FIELD, CONFIRMED_FIELD)
    ]
    context = {
        "action": escape_leading_slashes(request.get_full_path()),
        "fields": fields,
        "confirmed_field": CONFIRMED_FIELD,
    }
    response = render(request, "core/confirm_post.html", context)
    add_never_cache_headers(response)
    return response


def _showable(text: str) -> str:
    """Replace half characters, which a hostile multipart body can carry and no page can."""
    return text.encode("utf-8", "replace").decode("utf-8")
