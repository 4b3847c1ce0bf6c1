"""The two lines in the head of a page that robots read (feature R4, `articles.indexing`)."""

from __future__ import annotations

from django import template
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import indexing as rules
from articles.indexing import Placed, Standing
from articles.models import Story
from articles.paging import StoryPage

register = template.Library()


@register.simple_tag(takes_context=True)
def canonical(
    context: template.Context,
    thing: Placed | str | None = None,
    page: StoryPage | None = None,
) -> SafeString:
    """Name what the page shows: a story, another thing or a path, with the page of its list.

    Without a thing the page is not found; as the base template has it for all pages.
    """
    return _lines(_standing(context, thing, page))


@register.simple_tag(takes_context=True)
def leads_on(context: template.Context) -> SafeString:
    """For a page that robots follow and do not show."""
    return _lines(rules.NOT_FOUND if _is_hidden(context) else rules.LEADS_ON)


def _standing(
    context: template.Context, thing: Placed | str | None, page: StoryPage | None
) -> Standing:
    is_preview = context.get("is_preview") or context.get("front_preview")
    if not thing or is_preview or _is_hidden(context):
        return rules.NOT_FOUND
    if isinstance(thing, Story):
        return rules.of_story(thing)
    if page is not None:
        return rules.of_list(thing, page)
    return rules.of_page(thing)


def _is_hidden(context: template.Context) -> bool:
    """Whether the newspaper as a whole is not to be found."""
    chrome = context.get("chrome")
    return chrome is not None and chrome.is_hidden_from_search


def _lines(standing: Standing) -> SafeString:
    robots = format_html('<meta name="robots" content="{}">', standing.robots)
    if not standing.address:
        return robots
    address = iri_to_uri(standing.address)  # spelled as sitemaps spell it
    return format_html('{}<link rel="canonical" href="{}">', robots, address)
