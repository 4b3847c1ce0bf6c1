"""Small answers of the core: health, uploaded media, the accent's style sheet."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from newsportal.core.colours import HEX_COLOUR, contrast, dark_twin

#: What is named by random bits or by its own content never changes.
FOR_EVER = "public, max-age=31536000, immutable"

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
}


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can do its work: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", "text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A published picture. Only our own encodings have a type; nothing else is served."""
    kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower())
    if kind is None or ".." in name.split("/") or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type=kind)
    response["Cache-Control"] = FOR_EVER
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """The style sheet of an accent colour: it and its dark twin, made from the path alone."""
    light = f"#{colour.lower()}"
    if not HEX_COLOUR.match(light):
        raise Http404
    dark = dark_twin(light)
    on_light, on_dark = (
        "#ffffff" if contrast("#ffffff", base) >= contrast("#131518", base) else "#131518"
        for base in (light, dark)
    )
    css = (
        f":root{{--accent:{light};--on-accent:{on_light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{dark};--on-accent:{on_dark}}}}}\n"
        f":root[data-theme=light]{{--accent:{light};--on-accent:{on_light}}}\n"
        f":root[data-theme=dark]{{--accent:{dark};--on-accent:{on_dark}}}\n"
    )
    response = HttpResponse(css, content_type="text/css")
    response["Cache-Control"] = FOR_EVER
    return response
