"""Where an author is led whose words a check refused: to the reason and the way to object."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from comments import drafts
from comments.models import Comment
from comments.told import own_address


def statement_page(request: HttpRequest, comment: Comment, key: str) -> HttpResponseRedirect | None:
    """The way to the statement of reasons (feature M12); None for a comment that was not refused.

    Args:
        key: of the copy of the words that the browser need not keep any more.
    """
    if comment.status != Comment.Status.REJECTED:
        return None
    words = _("An automatic check refused your comment. Here you read why, and how to object.")
    messages.warning(request, words, extra_tags=f"{drafts.POSTED}{key}")
    return HttpResponseRedirect(own_address(comment))
