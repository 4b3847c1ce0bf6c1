"""Which links of a text lead to nothing that readers would find."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from articles.models import Author, Story, Tag
from newsportal.core import addresses

#: A story's address: its date and slug, below any section.
_STORY = re.compile(r"^/.+/(\d{4})/(\d{2})/(\d{2})/([\w-]+)/$")


def own_path(link: str) -> str | None:
    """The path of a link that leads into this portal, without query and anchor; else None."""
    base = settings.SITE_URL.rstrip("/")
    if link.startswith((f"{base}/", f"{base}?", f"{base}#")) or link == base:
        link = link[len(base) :] or "/"
    if not link.startswith("/") or link.startswith("//"):
        return None
    return unquote(link.partition("#")[0].partition("?")[0])


def dead_links(links: list[str]) -> list[str]:
    """Those of the links into this portal that readers would not find anything at, each once.

    Args:
        links: values of href, of any kind; what leads elsewhere is left alone.
    """
    paths = list(dict.fromkeys(path for link in links if (path := own_path(link))))
    return [path for path in paths if not _leads_somewhere(path)]


def _leads_somewhere(path: str) -> bool:
    story = _STORY.match(path)
    if story:
        year, month, day, slug = story.groups()
        at = f"{year}-{month}-{day}"
        try:
            live = Story.objects.live().filter(published_on=at, slug=slug)
            if live.exists():
                return True
        except ValidationError:
            return False
    elif _is_answered(path):
        return True
    found = addresses.find(path)
    if found is None or found.gone:
        return False
    return bool(found.redirect) or _is_public(found.owner)


def _is_public(owner: Any) -> bool:
    return owner is not None and owner.public_address() is not None


def _is_answered(path: str) -> bool:
    """Whether a view of the portal's own answers, those of tags and authors asked by name."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name == "tag":
        return Tag.objects.filter(slug=match.kwargs["slug"]).exists()
    if match.url_name == "author":
        return Author.objects.filter(slug=match.kwargs["slug"]).exists()
    return match.url_name not in (None, "address")
