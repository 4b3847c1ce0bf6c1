"""How the forms of a comment ask, and remember, the word before a hold (feature C18)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comments import nudging
from comments.discussions import policies
from comments.forms import CommentForm

#: What the button says that promises other words.
CHANGED = "changed"


def asks(request: HttpRequest, text: str) -> bool:
    """Whether the author is to be told what a check would hold in this text.

    Not when they were told already, unless they say that they have changed it.
    """
    if not policies.get().site.nudge:
        return False
    return not _has_seen(request, text) or request.POST.get("post") == CHANGED


def word(request: HttpRequest, text: str) -> str:
    """The word that a form carries on, as through a preview; empty when it is for other words."""
    return request.POST.get("nudged", "") if _has_seen(request, text) else ""


def note_unchanged(request: HttpRequest, form: CommentForm, text: str) -> None:
    """Say beside the field that the words are those that were asked about."""
    if _has_seen(request, text):
        form.add_error(
            "text", _("These are the same words. Change them, or post them as they are.")
        )


def _has_seen(request: HttpRequest, text: str) -> bool:
    return nudging.has_seen(text, request.POST.get("nudged", ""))
