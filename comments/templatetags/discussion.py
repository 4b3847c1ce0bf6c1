"""The discussion of a story page, asked for by a template of articles (DESIGN section 2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Story
from comments import editing, erasures, guests
from comments.cards import Cards, offer
from comments.models import Comment
from comments.reaction_kinds import kinds
from comments.readers_view import ReadersView
from comments.threads import Node
from comments.views.discussion import context_for

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context: template.Context, story: Story) -> dict[str, Any]:
    """Reactions to the story and its first threads, for everybody or for the person signed in."""
    around: dict[str, Any] = {str(name): value for name, value in context.flatten().items()}
    return around | context_for(context["request"], story)


@register.inclusion_tag("comments/_reactions.html", takes_context=True)
def reactions(context: template.Context, story: Story) -> dict[str, Any]:
    """The bar of reactions to a story: kinds with counts, the person's own marked."""
    view: ReadersView = context.get("reader_view") or ReadersView()
    offered = [kind for kind in kinds.get() if kind.for_stories]
    return {
        "offered": offer(
            offered, context["discussion"].reaction_counts, view.reactions.get("story")
        ),
        "action": f"{story.get_absolute_url()}react/",
        "is_personal": context.get("is_personal", False),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def thread(context: template.Context, nodes: Iterable[Node]) -> SafeString:
    """``{% thread nodes %}``: comments with all below them, as items of a list."""
    return Cards(context).tree(nodes)


@register.simple_tag(takes_context=True)
def card(context: template.Context, comment: Comment) -> SafeString:
    """``{% card comment %}``: one comment alone."""
    return Cards(context).card(comment)


@register.filter
def can_edit(comment: Comment) -> bool:
    """Whether the author of the comment may still change its words."""
    return editing.is_open(comment)


@register.filter
def receipt(comment: int) -> str:
    """The number of the receipt of an erased comment, by the comment’s."""
    return erasures.receipt_of(comment)


@register.simple_tag
def guests_are_welcome() -> bool:
    """Whether the site takes comments without an account."""
    return guests.are_welcome()


#: For more new comments than these an open page only says that there are more.
COUNTED = 20


@register.simple_tag
def words_of_news() -> str:
    """A sentence for every number of new comments, the last for more, with bars between them.

    Languages have up to six forms of number, so the sentences are made here, not by the script.
    """
    counted = [
        ngettext("%(number)d new comment", "%(number)d new comments", number) % {"number": number}
        for number in range(1, COUNTED + 1)
    ]
    return "|".join([*counted, _("More than %(number)d new comments") % {"number": COUNTED}])
