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


#: Widths follow the stylesheet's `--page` of 78rem, `--gap` and columns; on phones a picture
#: stands edge to edge but for the page's padding.
PLACES = {
    # Between 16:9 and 4:3, as tall as its neighbours: a little more than its own width.
    "lead": Place(
        "(min-width: 78rem) 56rem, (min-width: 62rem) calc(117vw - 34rem), 100vw", "16x9"
    ),
    "second": Place("(min-width: 62rem) 21.5rem, (min-width: 40rem) 46vw, 100vw", "16x9"),
    "row": Place("(min-width: 56rem) 13rem, max(6.5rem, 24vw)", "4x3"),
    "strip-of-1": Place("(min-width: 78rem) 36rem, (min-width: 40rem) 47vw, 100vw", "4x3"),
    "strip-of-2": Place("(min-width: 78rem) 36rem, (min-width: 40rem) 47vw, 100vw", "4x3"),
    "strip-of-3": Place("(min-width: 78rem) 23.5rem, (min-width: 40rem) 30vw, 100vw", "4x3"),
    "strip-of-4": Place(
        "(min-width: 78rem) 17.25rem, (min-width: 62rem) 22vw, (min-width: 40rem) 47vw, 100vw",
        "4x3",
    ),
    "story": Place("(min-width: 66rem) 64rem, 100vw"),
    "body": Place("(min-width: 42rem) 40rem, 100vw"),
    "gallery": Place("(min-width: 66rem) 64rem, 100vw"),
    "slot": Place("(min-width: 40rem) 15rem, 100vw", "4x3"),
    "portrait": Place("3rem", "1x1"),
}
# On a phone the first of a strip is large, the others are lines beside a small picture.
PLACES |= {
    f"{name}-rest": Place(place.sizes.replace(", 100vw", ", 6.5rem"), place.crop)
    for name, place in PLACES.items()
    if name.startswith("strip-")
}
PLACES["strip"] = PLACES["strip-of-4"]

#: Strips of more cards run on in rows of four.
_LONGEST_STRIP = 4


def place_in_strip(number: int, count: int) -> str:
    """The place of a card in a strip.

    Args:
        number: of the card, from 1.
        count: of the strip's cards.
    """
    place = f"strip-of-{min(count, _LONGEST_STRIP)}"
    return place if number == 1 else f"{place}-rest"


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
