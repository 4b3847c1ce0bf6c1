"""A text as it stands outside of the portal: in a feed that somebody's program shows.

Nothing in it needs our stylesheet or a script: a picture is its JPEG with its own text, caption and
credit, a video a plain link, and every address is whole (`articles.markup.for_elsewhere`). Whatever
is told now goes by the licences of today, as on cards: a copy elsewhere is no old page.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import embeds, licences, markup
from articles.image_uses import files_in
from articles.models import Image


def body(html: str, pictures: Mapping[str, Image], on: datetime.date) -> SafeString:
    """A stored body with its figures drawn for elsewhere.

    Args:
        html: what a ``StoryHTMLField`` holds.
        pictures: those of the library that it shows, by the names of their JPEGs.
        on: the date by which licences are judged.
    """

    def drawn(found: markup.Figure) -> SafeString | None:
        if found.address:
            return _video(found)
        image = pictures.get(next(iter(files_in(found.image.get("src", ""))), ""))
        if image is None:
            return None
        if not licences.covers(image, on):
            return markup.NOTHING
        return figure(image, alt=found.image.get("alt", ""), caption=found.caption)

    return markup.with_figures(html, drawn)


def figure(image: Image, *, alt: str | None = None, caption: str = "") -> SafeString:
    """A picture with what must be said of it.

    Args:
        alt: its text in this place; None takes the picture's own.
        caption: text, or HTML that is safe.
    """
    said = markup.plain_text(caption)
    credit = markup.NOTHING
    if image.credit and image.credit.strip() not in said:
        credit = format_html(" <small>{}</small>", image.credit)
    words = markup.NOTHING
    if caption or credit:
        words = format_html("<figcaption>{}{}</figcaption>", caption, credit)
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>',
        image.url,
        image.alt if alt is None else alt,
        image.width,
        image.height,
        words,
    )


def _video(found: markup.Figure) -> SafeString:
    words = markup.NOTHING
    if found.caption:
        words = format_html("<figcaption>{}</figcaption>", found.caption)
    return format_html(
        '<figure><a href="{}">{}</a>{}</figure>',
        found.link.get("href", found.address),
        embeds.label_of(found) or found.address,
        words,
    )
