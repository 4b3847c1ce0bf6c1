"""Notices in slots, and the ranking below a story (features R16 and R8)."""

from __future__ import annotations

from typing import Any

from django import template

from articles import most_read as rankings
from articles import reading, slots
from articles.models import Section, Story
from newsportal.core.guest_pages import shows

register = template.Library()

#: The pages that have the form for newsletters themselves, or the choice of a person.
NEWSLETTERS = "articles:newsletters"

#: What the form for newsletters needs of the page around it.
_OF_THE_PAGE = ("chrome", "person", "is_personal", "csrf_token", "site", "LANGUAGE_CODE")


@register.inclusion_tag("articles/_slot.html", takes_context=True)
def slot(context: template.Context, place: str) -> dict[str, Any]:
    """The notice that stands in a place of the page now, or nothing.

    The section and the story are those that the page is about.
    """
    story, section = context.get("story"), context.get("section")
    # In a list `story` is the card that was just shown.
    story = story if isinstance(story, Story) and place in ("story", "foot") else None
    if not isinstance(section, Section):
        section = story.section if story else None
    chosen = getattr(context.get("request"), "slot_preview", None)
    if chosen is None:
        match = getattr(context.get("request"), "resolver_match", None)
        has_form = match is not None and match.view_name.startswith(NEWSLETTERS)
        found = slots.at(place, context["chrome"], section, story, has_form=has_form)
    else:
        found = chosen if chosen.place == place else None
    if "request" in context:
        shows(context["request"], slots.KEY)
    around = {name: context.get(name) for name in _OF_THE_PAGE}
    return {**around, "slot": found, "where": f"slot-{place}"}


@register.inclusion_tag("articles/_most_read.html", takes_context=True)
def most_read_beside(context: template.Context, story: Story) -> dict[str, Any]:
    """What is most read today but for the story on the page; it asks the database nothing."""
    shows(context["request"], reading.KEY)
    return {"stories": rankings.beside(story), "ranking": rankings.ALL[0]}
