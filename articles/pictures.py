"""How a picture stands on a page: which files a browser may choose from, and how wide it is shown.

`sizes` must say how wide the stylesheet makes a picture, or browsers take a file too small or too
large; a browser test compares the two on every kind of page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from articles.models import Image


@dataclass(frozen=True)
class Place:
    """Where a picture stands: its width for browsers (`sizes`), and the crop that fits there."""

    sizes: str
    crop: str = ""


PLACES = {
    "lead": Place("(min-width: 62rem) 50rem, 100vw", "16x9"),
    "second": Place("(min-width: 62rem) 22rem, 100vw", "16x9"),
    "row": Place("(min-width: 40rem) 14rem, 8rem", "4x3"),
    "strip": Place("(min-width: 62rem) 18rem, (min-width: 32rem) 50vw, 100vw", "4x3"),
    "story": Place("(min-width: 66rem) 64rem, 100vw"),
    "body": Place("(min-width: 46rem) 42rem, 100vw"),
    "gallery": Place("(min-width: 66rem) 64rem, 100vw"),
    "portrait": Place("3.5rem", "1x1"),
}

#: Best first: a browser takes the first kind that it knows.
FORMATS = ("avif", "webp")


def shown(
    image: Image, place: str, *, alt: str | None = None, eager: bool = False
) -> dict[str, Any]:
    """What `articles/_picture.html` draws: AVIF and WebP where the worker has made them.

    Until then, and for browsers that know neither, the JPEG stands alone.

    Args:
        place: one of PLACES.
        alt: what stands for the picture; None takes the picture's own text, "" is decoration.
        eager: load at once and first, for the picture on top of a page.
    """
    where = PLACES[place]
    storage = image.file.storage
    sources = []
    for image_format in FORMATS:
        renditions = image.widths(image_format, where.crop)
        if renditions:
            files = (f"{storage.url(one['name'])} {one['width']}w" for one in renditions)
            sources.append({"type": f"image/{image_format}", "srcset": ", ".join(files)})
    jpegs = image.widths("jpeg", where.crop) if where.crop else []
    fallback = jpegs[-1] if jpegs else None
    return {
        "sources": sources,
        "sizes": where.sizes,
        "src": storage.url(fallback["name"]) if fallback else image.url,
        "width": fallback["width"] if fallback else image.width,
        "height": fallback["height"] if fallback else image.height,
        "alt": image.alt if alt is None else alt,
        "eager": eager,
    }
