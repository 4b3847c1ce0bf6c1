"""What was published at once and has been read by now: a page of cards in one press (M9)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments import moderation, queue, rights
from comments.card_acts import seen_revisions, seen_states
from comments.desk_pages import desk_page


@require_POST
@desk_page()
def all_read(request: HttpRequest) -> HttpResponse:
    """Say of the cards that stood on a page that they are fine; what changed since is left out."""
    user: Any = request.user
    revisions = seen_revisions(request.POST)
    shown = sorted(revisions)[: queue.PAGE]
    tally = moderation.decide_all(
        rights.decidable(user).unread().filter(pk__in=shown).oldest_first(),
        "read",
        user,
        revisions=revisions,
        states=seen_states(request.POST),
    )
    words = ngettext(
        "You have read %(count)d comment; it stays.",
        "You have read %(count)d comments; they stay.",
        tally.done,
    )
    messages.success(request, words % {"count": tally.done})
    for sentence in tally.skipped:
        messages.warning(request, sentence)
    return HttpResponseRedirect(f"{reverse('moderation')}?list=unread")
