"""Pictures, bylines and titles of stories in templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Author, Byline, Image, Story

register = template.Library()

#: How wide a picture is shown in each place (for the browser's choice of a file), and its crop.
PLACES = {
    "lead": ("(min-width: 62rem) 50rem, 100vw", "16x9"),
    "second": ("(min-width: 62rem) 22rem, 100vw", "16x9"),
    "row": ("(min-width: 40rem) 14rem, 8rem", "4x3"),
    "strip": ("(min-width: 62rem) 18rem, (min-width: 32rem) 50vw, 100vw", "4x3"),
    "story": ("(min-width: 66rem) 64rem, 100vw", ""),
    "portrait": ("3.5rem", "1x1"),
}


@register.inclusion_tag("articles/_picture.html")
def picture(
    image: Image, place: str, alt: str | None = None, eager: bool = False
) -> dict[str, Any]:
    """A picture for one of PLACES: AVIF and WebP where the worker has made them, else the JPEG.

    Args:
        alt: what stands for the picture; None takes the picture's own text, "" is decoration.
        eager: load at once and first, for the picture on top of a page.
    """
    sizes, crop = PLACES[place]
    storage = image.file.storage
    sources = []
    for image_format in ("avif", "webp"):
        renditions = image.widths(image_format, crop)
        if renditions:
            srcset = ", ".join(
                f"{storage.url(rendition['name'])} {rendition['width']}w"
                for rendition in renditions
            )
            sources.append({"type": f"image/{image_format}", "srcset": srcset})
    fallback = image.widths("jpeg", crop) if crop else []
    shown = fallback[-1] if fallback else None
    return {
        "sources": sources,
        "sizes": sizes,
        "src": storage.url(shown["name"]) if shown else image.url,
        "width": shown["width"] if shown else image.width,
        "height": shown["height"] if shown else image.height,
        "alt": image.alt if alt is None else alt,
        "eager": eager,
    }


@register.filter
def writers(story: Story) -> list[Author]:
    """Who wrote the story, in order; when nobody is named as writer, everybody named."""
    bylines = list(story.bylines.all())
    found = [byline.author for byline in bylines if byline.role == Byline.Role.WRITER]
    return found or [byline.author for byline in bylines]


@register.filter
def others(story: Story) -> list[Byline]:
    """Bylines of those who did something else than write."""
    bylines = list(story.bylines.all())
    if all(byline.role != Byline.Role.WRITER for byline in bylines):
        return []
    return [byline for byline in bylines if byline.role != Byline.Role.WRITER]


@register.filter
def names(authors: list[Author]) -> str:
    """Names as a sentence has them: “Mina Holt, Jae Lim and Yuna Park”."""
    words = [author.name for author in authors]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def moment(value: Any) -> str:
    """A date and time as the site's language writes them."""
    return date_format(timezone.localtime(value), "DATETIME_FORMAT") if value else ""
