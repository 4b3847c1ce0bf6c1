"""The moderation queue: its lists, its cards, what their buttons do (features M1, M2, M4, M5)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comments import appealing, card_acts, desk_cards, moderation, queue, rights
from comments.desk_pages import desk_page, show
from comments.models import Comment, CommentEvent
from newsportal.core.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def page(request: HttpRequest) -> HttpResponse:
    """The queue. POST does what one card asks for, and goes on to the next."""
    if request.method != "POST":
        return _page(request)
    outcome = card_acts.do(request)
    if not outcome.is_done:
        # Said on the card itself, which is not on the list any more where somebody was faster.
        return _page(request, outcome)
    card_acts.tell(request, outcome)
    after = request.POST.get("next", "") if outcome.leaves else str(outcome.comment_pk)
    return HttpResponseRedirect(f"{request.get_full_path()}#{_place(after)}")


def _place(number: str) -> str:
    is_number = number.isascii() and number.isdigit()
    return f"card-{number}" if is_number else "queue"


def _page(request: HttpRequest, failed: card_acts.Outcome | None = None) -> HttpResponse:
    user: Any = request.user
    choice = queue.read(request.GET)
    numbers = queue.numbers_for(user)
    found = queue.page_of(user, choice, numbers, request.GET.get("after", ""))
    cards = _cards(user, found.comments, failed)
    context = {
        "choice": choice,
        "cards": cards,
        "total": numbers.count(choice),
        "is_whole": choice.address(order=queue.ORDERS[queue.OLDEST], is_one=False) == "?",
        "elsewhere": numbers.count(queue.Choice()),
        "next_url": choice.address(after=found.next_cursor) if found.next_cursor else "",
        "is_first": "after" not in request.GET,
        "lists": queue.list_pills(choice, numbers),
        "appeals": _appeals(user),
        "sections": queue.section_pills(choice, numbers),
        "stories": queue.story_pills(choice, numbers),
        "watch": numbers.watch_list(choice.watch),
        "orders": [
            queue.Pill(str(one.label), choice.address(order=one), None, one == choice.order)
            for one in queue.ORDERS.values()
        ],
        "one_url": choice.address(is_one=not choice.is_one),
        "own_forms": True,
        "failed": failed,
    }
    status = failed.status if failed else 200
    title = _("Moderation queue")
    return show(request, "admin/moderation/queue.html", title, context, status=status)


def _cards(
    user: Any, comments: list[Comment], failed: card_acts.Outcome | None
) -> list[desk_cards.Card]:
    """The cards of a page; the one on which nothing was done stands among them and says why."""
    pk = failed.comment_pk if failed else 0
    if pk and all(one.pk != pk for one in comments):
        gone = desk_cards.with_all(rights.decidable(user).filter(pk=pk))
        comments = [*gone, *comments]
    cards = desk_cards.cards_of(comments, user)
    for card in cards:
        if failed is not None and card.pk == pk:
            card.told, card.typed, card.is_open = (
                failed.sentence,
                failed.typed,
                failed.status == 422,
            )
    for before, card in pairwise(cards):
        before.following, card.preceding = card.pk, before.pk
    return cards


def _appeals(user: Any) -> int | None:
    """How many appeals wait for who may answer them; None: that is not this person's business."""
    if not appealing.may_decide_any(user):
        return None
    return appealing.open_for(user)


@require_POST
@desk_page()
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what one has just decided."""
    user: Any = request.user
    number = request.POST.get("event", "")
    known = number.isascii() and number.isdigit()
    events = CommentEvent.objects.filter(
        pk=int(number[: card_acts.LONGEST]) if known else 0,
        comment__in=rights.decidable(user),
    )
    event = events.select_related("comment__author").first()
    to = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(to, {request.get_host()}):
        to = reverse("moderation")
    if event is None:
        messages.warning(request, _("There is nothing to undo."))
        return HttpResponseRedirect(to)
    try:
        moderation.undo(event, user)
    except moderation.TooLate as late:
        messages.warning(request, late.message)
    else:
        words = _("Undone: %(name)s’s comment is as it was.")
        messages.success(request, words % {"name": event.comment.author_name})
    return HttpResponseRedirect(f"{to}#card-{event.comment_id}")


@require_POST
@desk_page()
def blur(request: HttpRequest) -> HttpResponse:
    """Keep whether this person wants slurs blurred (feature M15)."""
    wants = "on" in request.POST
    person: Any = request.user
    User.objects.filter(pk=person.pk).update(blurs_slurs=wants)
    said = _("Words of the lists stand blurred until you want them.")
    messages.success(request, said if wants else _("Words of the lists are shown."))
    to = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()})
    return HttpResponseRedirect(to if is_ours else reverse("moderation"))
