"""The form that signs up for newsletters, wherever it stands (feature R11)."""

from __future__ import annotations

from typing import Any

from django import template

from articles.models import Newsletter
from articles.newsletters import telling

register = template.Library()


@register.inclusion_tag("articles/newsletters/_sign_up.html", takes_context=True)
def sign_up(context: template.Context, where: str) -> dict[str, Any]:
    """All newsletters with a field for the address; it asks the database nothing.

    No box is ticked beforehand: what somebody gets by mail is what they chose.

    Args:
        where: names the place, so that two forms on a page have ids of their own; "page" is the
            page of newsletters, whose form may come back with errors.
    """
    form = context.get("form") if where == "page" else None
    person = context.get("person")
    return {
        "where": where,
        "newsletters": context["chrome"].newsletters,
        "form": form,
        "ticked": form.ticked if form else set(),
        "email": (form.data.get("email", "") if form and form.is_bound else "")
        or (person.email if person else ""),
        "is_personal": context.get("is_personal", False),
    }


@register.filter
def comes(newsletter: Newsletter) -> str:
    """When it comes, in words."""
    return telling.when(newsletter)
