"""A body as readers see it: pictures with all their files and credits, embeds that can be loaded.

The stored text stays what the editor wrote (house rule 11); renditions, focal points, credits and
titles change without it, so they come in when a page is made. It costs one query for the pictures
of all bodies on a page, and none where there is no picture.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import embeds, licences, markup
from articles.image_uses import files_in
from articles.models import Image
from articles.pictures import shown as shown_picture


@dataclass(frozen=True)
class Material:
    """What figures are drawn from: pictures by the name of their JPEG.

    `on` is the date by which licences are judged; None shows every picture.
    """

    pictures: dict[str, Image] = field(default_factory=dict)
    on: datetime.date | None = None

    @classmethod
    def of(cls, *bodies: str, on: datetime.date | None = None) -> Material:
        """Read what the bodies of a page need, together."""
        files = files_in(*bodies)
        found = Image.objects.with_files(files) if files else Image.objects.none()
        return cls({str(image.file.name): image for image in found}, on)


def shown(html: str, material: Material) -> SafeString:
    """A stored body for readers.

    Args:
        html: what a ``StoryHTMLField`` holds.
        material: of this body, perhaps with others.
    """
    return markup.with_figures(html, lambda figure: _drawn(figure, material))


def _drawn(figure: markup.Figure, material: Material) -> SafeString | None:
    if figure.address:
        return embeds.draw(figure)
    name = next(iter(files_in(figure.image.get("src", ""))), "")
    image = material.pictures.get(name)
    if image is None:
        return None
    if material.on is not None and not licences.covers(image, material.on):
        return markup.NOTHING
    context = shown_picture(image, "body", alt=figure.image.get("alt", ""))
    return format_html(
        "<figure>{}{}</figure>",
        render_to_string("articles/_picture.html", context),
        _caption(figure, image),
    )


def _caption(figure: markup.Figure, image: Image) -> SafeString:
    """The figure's caption with the picture's credit, unless the caption names it already."""
    said = " ".join(markup.plain_text(figure.caption).split())
    credit = markup.NOTHING
    if image.credit and image.credit.strip() not in said:
        credit = format_html(' <small class="credit" dir="auto">{}</small>', image.credit)
    if not figure.caption and not credit:
        return markup.NOTHING
    direction = figure.caption_attributes.get("dir", "auto")
    language = figure.caption_attributes.get("lang", "")
    return format_html(
        '<figcaption><span dir="{}"{}>{}</span>{}</figcaption>',
        direction,
        format_html(' lang="{}"', language) if language else "",
        figure.caption,
        credit,
    )
