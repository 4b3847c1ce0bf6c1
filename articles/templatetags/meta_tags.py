"""What a page's head tells search engines and the cards of links: `{% block meta %}` (feature R5).

One tag a kind of page; all of them draw `_meta.html`, and nothing where the page is a preview.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import template
from django.template import Context

from articles import markup, metadata, structured_data
from articles.chrome import Chrome
from articles.corrections import Shown
from articles.live_stream import Stream
from articles.metadata import Card
from articles.models import Author, LiveUpdate, Page, Section, Story, Tag
from articles.paging import StoryPage

register = template.Library()

Told = tuple[Card, list[structured_data.Data]]


def _head(context: Context, tell: Callable[[Chrome], Told]) -> dict[str, Any]:
    """What `_meta.html` draws; a preview is nobody's business outside."""
    if context.get("is_preview") or context.get("front_preview"):
        return {}
    paper: Chrome = context["chrome"]
    card, data = tell(paper)
    linked = markup.linked_data(data[0] if len(data) == 1 else data) if data else ""
    return {"card": card, "site": paper.site, "linked_data": linked}


@register.inclusion_tag("_meta.html", takes_context=True)
def home_meta(context: Context) -> dict[str, Any]:
    return _head(context, lambda paper: (metadata.of_home(paper), structured_data.of_home(paper)))


@register.inclusion_tag("_meta.html", takes_context=True)
def section_meta(context: Context, section: Section, page: StoryPage) -> dict[str, Any]:
    def tell(paper: Chrome) -> Told:
        card = metadata.of_section(section, paper, page.number)
        return card, structured_data.of_section(card, section, paper, page.stories)

    return _head(context, tell)


@register.inclusion_tag("_meta.html", takes_context=True)
def tag_meta(context: Context, tag: Tag, page: StoryPage) -> dict[str, Any]:
    def tell(paper: Chrome) -> Told:
        card = metadata.of_tag(tag, paper, page.number)
        return card, structured_data.of_tag(card, tag, page.stories)

    return _head(context, tell)


@register.inclusion_tag("_meta.html", takes_context=True)
def author_meta(context: Context, author: Author, page: StoryPage) -> dict[str, Any]:
    def tell(paper: Chrome) -> Told:
        card = metadata.of_author(author, paper, page.number)
        return card, structured_data.of_author(card, author, paper)

    return _head(context, tell)


@register.inclusion_tag("_meta.html", takes_context=True)
def page_meta(context: Context, page: Page) -> dict[str, Any]:
    def tell(paper: Chrome) -> Told:
        card = metadata.of_page(page, paper)
        return card, structured_data.of_page(card, page, paper)

    return _head(context, tell)


@register.inclusion_tag("_meta.html", takes_context=True)
def story_meta(
    context: Context, story: Story, live: Stream | None, corrections: Shown | None
) -> dict[str, Any]:
    def tell(paper: Chrome) -> Told:
        modified = structured_data.last_change(story, live, corrections)
        card = metadata.of_story(story, paper, modified)
        return card, structured_data.of_story(story, paper, live, corrections)

    return _head(context, tell)


@register.inclusion_tag("_meta.html", takes_context=True)
def update_meta(context: Context, update: LiveUpdate, story: Story) -> dict[str, Any]:
    def tell(paper: Chrome) -> Told:
        card = metadata.of_update(update, story, paper)
        return card, structured_data.of_update(update, story, paper)

    return _head(context, tell)


@register.inclusion_tag("_meta.html", takes_context=True)
def list_meta(
    context: Context,
    title: str,
    path: str,
    words: str = "",
    trail: Sequence[tuple[str, str]] = (),
    number: int = 1,
    kind: str = "CollectionPage",
) -> dict[str, Any]:
    """A page that is nobody's own: archive, corrections, all stories, rules.

    Args:
        words: what it lists, in a sentence.
        trail: names and paths that its header shows above it.
        number: which page of the list it is.
        kind: what schema.org calls it; what lists nothing is a WebPage.
    """

    def tell(paper: Chrome) -> Told:
        card = metadata.of_list(title, path, words, paper, number)
        return card, structured_data.of_list(card, trail, kind)

    return _head(context, tell)
