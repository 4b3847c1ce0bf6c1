"""A comment written without being signed in waits in the session until its author is."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest

KEY = "comment_draft"


@dataclass(frozen=True)
class Draft:
    """What was typed, below which story, and as an answer to which comment."""

    story: int
    text: str
    reply_to: int | None = None


def keep(request: HttpRequest, draft: Draft) -> None:
    """Keep one draft; an older one is replaced."""
    request.session[KEY] = asdict(draft)


def kept_for(request: HttpRequest, story: int, reply_to: int | None) -> str:
    """The text kept for this place, or an empty one."""
    found = request.session.get(KEY)
    if found and found["story"] == story and found["reply_to"] == reply_to:
        return str(found["text"])
    return ""


def forget(request: HttpRequest) -> None:
    """The draft was posted."""
    request.session.pop(KEY, None)
