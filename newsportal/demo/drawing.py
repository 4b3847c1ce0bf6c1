"""Draws the demonstration's pictures, on all processors of the machine at once."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO

from newsportal.demo import pictures
from newsportal.demo.content_files import Content
from newsportal.demo.telling import Tell

#: They are kept as originals and encoded anew, so nothing should be lost here that one could see.
JPEG_QUALITY = 92


@dataclass(frozen=True)
class Order:
    """A picture to be drawn: a story's or update's; without a composition an author's portrait."""

    slug: str
    composition: str = ""
    seed: int = 0
    mood: str = ""


def draw_all(content: Content, tell: Tell) -> dict[str, bytes]:
    """Draw every picture that the content asks for.

    Args:
        tell: hears of the progress.

    Returns:
        JPEG files by the name of the picture (`StoryText.pictures`) or the slug of the author.
    """
    orders = list(_orders(content))
    # Fresh processes: a copy of this one would share its connection to the database.
    fresh = multiprocessing.get_context("spawn")
    drawn = {}
    with ProcessPoolExecutor(_processors(), mp_context=fresh) as artists:
        for order, jpeg in zip(orders, artists.map(draw, orders, chunksize=2), strict=True):
            drawn[order.slug] = jpeg
            tell("Drawing pictures", len(drawn), len(orders))
    return drawn


def _orders(content: Content) -> Iterator[Order]:
    for story in content.stories:
        for name, picture in story.pictures.items():
            yield Order(name, picture.composition, picture.seed, picture.mood)
    for author in content.authors:
        yield Order(author.slug)


def draw(order: Order) -> bytes:
    """Draw one picture; returns a JPEG file."""
    if order.composition:
        image = pictures.draw(order.composition, order.seed, order.mood)
    else:
        image = pictures.author_portrait(order.slug)
    file = BytesIO()
    image.save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()


def _processors() -> int:
    """Processors that this process may use, which in a container are fewer than the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
