"""Pages for what goes wrong (feature R14), in the site's look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"message": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Static: it must stand when nothing else does."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


@requires_csrf_token
def token_missing(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without a valid token: show again what was typed, and let it be sent anew.

    Everything posted but secrets is repeated in a page with a fresh token, so that an expired
    session or a blocked cookie loses nothing.
    """
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    response = render(request, "403_token.html", {"typed": typed}, status=403)
    response["Cache-Control"] = "private, no-store"
    return response
