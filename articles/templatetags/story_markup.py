"""``{% load story_markup %}``: shows what a StoryHTMLField holds."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles import bodies, licences

register = template.Library()


@register.filter
def story_html(html: str, source: Any = None) -> SafeString:
    """``{{ story.body_html|story_html:story }}``: the body as readers see it.

    Args:
        source: the story or page, for licences as of its day; or, where a page shows several
            bodies, the `articles.bodies.Material` of all of them, read together.
    """
    if isinstance(source, bodies.Material):
        material = source
    elif source:
        material = bodies.Material.of(html, on=licences.day_of_first_showing(source))
    else:
        material = bodies.Material.of(html)
    return bodies.shown(html, material)


@register.filter
def has_embed(html: str) -> bool:
    """Whether a body has something that a script loads after a click."""
    return "data-embed=" in html
