"""A comment written without being signed in waits in the session until its author is."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest

KEY = "comment_draft"
#: Words from one network that are kept until their authors have signed in.
MOST, MOST_SECONDS = 30, 10 * 60
#: Begins the tag of a message that says which form's words were posted.
POSTED = "posted:"


@dataclass(frozen=True)
class Draft:
    """What was typed, below which story, and as an answer to which comment."""

    story: int
    text: str
    reply_to: int | None = None
    #: The comment that gets the words; None for a new one.
    edits: int | None = None


def keep(request: HttpRequest, draft: Draft) -> None:
    """Keep one draft; an older one is replaced."""
    request.session[KEY] = asdict(draft)


def kept(request: HttpRequest) -> Draft | None:
    """The draft that waits in this session, wherever it belongs."""
    found = request.session.get(KEY)
    return Draft(**found) if found else None


def kept_for(request: HttpRequest, story: int, reply_to: int | None) -> str:
    """The text kept for this place, or an empty one."""
    draft = kept(request)
    return draft.text if draft and (draft.story, draft.reply_to) == (story, reply_to) else ""


def keep_edit(request: HttpRequest, comment: int, text: str) -> None:
    """Keep the words of an edit."""
    keep(request, Draft(story=0, text=text, edits=comment))


def kept_edit(request: HttpRequest, comment: int) -> str:
    """The words kept for a comment's edit, or an empty text."""
    draft = kept(request)
    return draft.text if draft and draft.edits == comment else ""


def forget(request: HttpRequest) -> None:
    """The draft was posted."""
    request.session.pop(KEY, None)
