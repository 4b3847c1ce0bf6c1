"""What our script is told instead of being led to the next page: the comment as it stands now.

The forms are plain forms; a script that saves the reload asks for JSON (static/js/writing.js). It
gets it when something was written; every refusal, preview and question is the same page as without
script, from which it takes the form.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from comments.cards import SHOWN_DEPTH
from comments.discussions import rule_for
from comments.models import Comment, Discussion
from comments.readers_view import view_of
from comments.views.discussion import reader_of, story_authors


def is_asked(request: HttpRequest) -> bool:
    """Whether our script has sent the form."""
    return request.headers.get("Accept") == "application/json"


def answer(request: HttpRequest, comment: Comment, message: str, draft: str = "") -> HttpResponse:
    """The comment's card for its author, and what else the page has to change.

    Args:
        message: what has happened, a sentence.
        draft: the key of the words that the browser need not keep any more.
    """
    story = comment.story
    discussion = Discussion.objects.get(story=story)  # as counted now, not as the story came
    context = {
        "story": story,
        "comment": comment,
        "discussion": discussion,
        "rule": rule_for(story, discussion),
        "reader_view": view_of(reader_of(request), story, [comment]),
        "story_authors": story_authors(story),
    }
    is_gone = comment.is_placeholder and not comment.public_descendants
    card = "" if is_gone else render_to_string("comments/_card.html", context, request)
    return JsonResponse(
        {
            "id": f"c-{comment.pk}",
            "below": f"c-{comment.parent_id}" if comment.parent_id else "",
            "list": _list_of(comment),
            "card": card.strip(),
            "heading": render_to_string("comments/_count.html", context, request).strip(),
            "message": message,
            "page": f"{story.get_absolute_url()}comments/{comment.pk}/#c-{comment.pk}",
            "draft": draft,
            "form_key": str(uuid.uuid4()),  # the form that stays on the page is for other words
        },
        headers={"Cache-Control": "private, no-store"},
    )


def _list_of(comment: Comment) -> str:
    """Classes of the list that the card stands in, as comments/cards.py draws them."""
    if comment.parent_id is None:
        return "thread"
    return "replies" if comment.depth <= SHOWN_DEPTH else "replies is-flat"
