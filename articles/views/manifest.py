"""The web app manifest: what a phone needs to put the newspaper on its first screen.

It opens as an app and reads like the site; there is no service worker, so nothing is ever shown
from a store of the browser's that the newsroom cannot reach (docs/decisions/0047).
Format: W3C Web Application Manifest.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import translation
from django.views.decorators.http import require_safe

from newsportal.core.guest_pages import public_page, shows

#: The paper's colour in the light theme (static/css/portal.css), until the page itself is there.
PAPER = "#fffefb"
#: Beyond this many letters phones cut a name below an icon.
SHORT = 12

ICONS = (
    ("brand/icon-192.png", "192x192", "any"),
    ("brand/icon-512.png", "512x512", "any"),
    ("brand/icon-512-maskable.png", "512x512", "maskable"),
)


@require_safe
@public_page
def manifest(request: HttpRequest) -> HttpResponse:
    shows(request, "site")
    site = request.chrome.site  # type: ignore[attr-defined]
    told = {
        "id": "/",
        "name": site.name,
        "short_name": site.name if len(site.name) <= SHORT else site.name.split()[-1][:SHORT],
        "description": site.tagline,
        "lang": site.language,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": site.accent,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return HttpResponse(
        json.dumps(told, ensure_ascii=False), content_type="application/manifest+json"
    )
