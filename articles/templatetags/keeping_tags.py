"""The button that saves a story or follows a section, a tag or an author (feature R10)."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from articles import keeping, your_list
from articles.models import Story
from articles.models.following import Followed

register = template.Library()


@register.simple_tag
def keep_url(thing: Story | Followed) -> str:
    """Where the button of a thing leads, whoever presses it."""
    if isinstance(thing, Story):
        return reverse("articles:save-story", args=[thing.pk])
    return reverse("articles:follow", args=[your_list.kind_of(thing), thing.pk])


@register.filter
def kind(thing: Story | Followed) -> str:
    """“story”, “section”, “tag” or “author”."""
    return your_list.kind_of(thing)


@register.inclusion_tag("articles/_keep.html", takes_context=True)
def keep(context: template.Context, thing: Story | Followed) -> dict[str, Any]:
    """The button on the thing's own page: a link for guests, who share the page; else a form that
    says what is so (one query)."""
    person = context.get("person")
    return {
        "thing": thing,
        "is_story": isinstance(thing, Story),
        "person": person,
        "is_kept": keeping.is_kept(person, thing) if person else False,
    }
