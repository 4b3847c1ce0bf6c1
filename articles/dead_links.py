"""Which links of a text lead to nothing that readers would find."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.urls import Resolver404, resolve

from articles import places
from newsportal.core import addresses

#: Views whose answer depends on a thing that `places` and the registry know.
_NAMED = {None, "address", "author", "preview", "story", "tag"}


def own_path(link: str) -> str | None:
    """The path of a link that leads into this portal, without query and anchor; else None."""
    base = settings.SITE_URL.rstrip("/")
    if link.startswith((f"{base}/", f"{base}?", f"{base}#")) or link == base:
        link = link[len(base) :] or "/"
    if not link.startswith("/") or link.startswith("//"):
        return None
    return unquote(link.partition("#")[0].partition("?")[0]) or "/"


def dead_links(links: list[str]) -> list[str]:
    """Those of the links into this portal that readers would not find anything at, each once.

    Args:
        links: values of href, of any kind; what leads elsewhere is left alone.
    """
    paths = list(dict.fromkeys(path for link in links if (path := own_path(link))))
    things = places.things_at([addresses.normalise(path) for path in paths])
    return [path for path in paths if not _leads_somewhere(path, things)]


def _leads_somewhere(path: str, things: Any) -> bool:
    if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
        return True
    thing = things.get(addresses.normalise(path))
    if thing is not None:
        return thing.public_address() is not None
    found = addresses.find(path)
    if found is not None:
        owner: Any = found.owner
        return bool(found.redirect) or (owner is not None and owner.public_address() is not None)
    try:
        return resolve(path).url_name not in _NAMED
    except Resolver404:
        return False
