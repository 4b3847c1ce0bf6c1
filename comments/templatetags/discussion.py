"""The discussion of a story page, asked for by a template of articles (DESIGN section 2)."""

from __future__ import annotations

from typing import Any

from django import template

from articles.models import Story
from comments.models import Comment
from comments.reaction_kinds import kinds
from comments.views.discussion import context_for

register = template.Library()

#: Levels that move to the side; deeper replies stand below each other and name whom they answer.
SHOWN_DEPTH = 6


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context: template.Context, story: Story) -> dict[str, Any]:
    """Reactions to the story and its first threads, for everybody or for the person signed in."""
    around: dict[str, Any] = {str(name): value for name, value in context.flatten().items()}
    return around | context_for(context["request"], story)


@register.inclusion_tag("comments/_reactions.html", takes_context=True)
def reactions(context: template.Context, target: Story | Comment) -> dict[str, Any]:
    """The bar of reactions to a story or comment: kinds with counts, the person's own marked."""
    is_story = isinstance(target, Story)
    counted = context["discussion"] if isinstance(target, Story) else target
    counts: dict[str, int] = counted.reaction_counts
    given: dict[str, int] = context.get("own_reactions") or {}
    own = given.get("story" if is_story else str(target.pk))
    offered = [
        {"kind": kind, "count": counts.get(str(kind.pk), 0), "is_own": kind.pk == own}
        for kind in kinds.get()
        if (kind.for_stories if is_story else kind.for_comments)
        and (kind.is_active or counts.get(str(kind.pk)))
    ]
    return {
        "offered": offered,
        "action": f"{target.get_absolute_url()}react/",
        "target": target,
        "is_story": is_story,
        "is_personal": context.get("is_personal", False),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def can_indent(comment: Comment) -> bool:
    """Whether replies to the comment move to the side; below the last level they stand under it."""
    return comment.depth < SHOWN_DEPTH
