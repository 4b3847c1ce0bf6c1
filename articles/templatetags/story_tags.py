"""Pictures, bylines and titles of stories in templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import licences, pictures
from articles.models import Author, Byline, Image, Story
from newsportal.core import sentences

register = template.Library()


@register.inclusion_tag("articles/_picture.html")
def picture(
    image: Image, place: str, alt: str | None = None, eager: bool = False
) -> dict[str, Any]:
    """A picture in one of `articles.pictures.PLACES`; see there for what is chosen.

    Args:
        alt: what stands for the picture; None takes the picture's own text, "" is decoration.
        eager: load at once and first, for the picture on top of a page.
    """
    return pictures.shown(image, place, alt=alt, eager=eager)


@register.filter
def strip_place(forloop: dict[str, int]) -> str:
    """The place of the card that a strip's loop has come to: ``place=forloop|strip_place``."""
    count = forloop["counter"] + forloop["revcounter"] - 1
    return pictures.place_in_strip(forloop["counter"], count)


@register.filter
def licensed(image: Image | None) -> Image | None:
    """A picture as whatever is made now may show it: portraits, live updates; else None."""
    return licences.on_card(image)


@register.filter
def card_picture(story: Story) -> Image | None:
    """The picture of a story's card, list, feed or link preview; None once its licence ended."""
    return licences.on_card(story.lead_image)


@register.filter
def page_picture(story: Story) -> Image | None:
    """The picture on top of a story's own page, by the licence on the day it first went live."""
    return licences.on_page(story.lead_image, story)


@register.inclusion_tag("articles/_gallery.html")
def gallery(story: Story) -> dict[str, Any]:
    """The pictures of a gallery in order, those that the page may show; one query, none for others.

    A preview brings its pictures with it.
    """
    if story.kind != Story.Kind.GALLERY:
        return {"pictures": []}
    found = story.pictures.all()
    if "pictures" not in getattr(story, "_prefetched_objects_cache", {}):
        found = found.select_related("image")
    return {"pictures": [one for one in found if licences.on_page(one.image, story)]}


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
    return sentences.joined([author.name for author in authors])


@register.simple_tag
def byline(authors: list[Author]) -> SafeString:
    """The line of names over a story, “By …”, each a link to the pages of its author."""
    links = [
        format_html(
            '<a href="{}" rel="author"><bdi>{}</bdi></a>', author.get_absolute_url(), author.name
        )
        for author in authors
    ]
    return sentences.filled(_("By %(names)s"), names=sentences.joined_html(links))


@register.filter
def moment(value: Any) -> str:
    """A date and time as the site's language writes them."""
    return date_format(timezone.localtime(value), "DATETIME_FORMAT") if value else ""
