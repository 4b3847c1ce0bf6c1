"""The queue by story (feature M3): what is alike is decided once, so is the rest that was seen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Story
from comments import card_acts, deciding_groups, desk_cards, grouping, moderation, rights
from comments.desk_pages import desk_page, show
from comments.models import GroupDecision, Reason
from comments.models.comment import CommentQuerySet

#: Of those that a decision left alone, so many are named.
NAMED = 10
#: While the worker is at it the page comes again by itself.
LOOK_AGAIN = 2


@require_safe
@desk_page()
def stories(request: HttpRequest) -> HttpResponse:
    """Stories below which something waits, the fullest first."""
    found = grouping.stories_for(request.user, request.GET.get("after", ""))
    context = {
        "lines": found.lines,
        "next_cursor": found.next_cursor,
        "is_first": "after" not in request.GET,
    }
    return show(request, "admin/moderation/stories.html", _("By story"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits below one story. POST decides: on one card, on a group, on the rest that was
    seen; or takes the last of these back."""
    user: Any = request.user
    stories = Story.objects.select_related("section", "discussion")
    given = ArraySubquery(grouping.last_reasons())
    found = get_object_or_404(stories.annotate(given_reasons=given), pk=pk)
    waiting = grouping.waiting_of(found, user)
    if not rights.may_control(user, found.section_id):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request, found, waiting)
    return _page(request, found, waiting)


def _decide(request: HttpRequest, found: Story, waiting: CommentQuerySet) -> HttpResponse:
    if "_undo_group" in request.POST:
        _undo(request)
    elif "_group" in request.POST:
        _group(request, waiting)
    elif "_rest" in request.POST:
        seen = deciding_groups.read_seen(request.POST.getlist("shown"), grouping.CARDS)
        among = grouping.unclaimed(waiting.filter(grouping.unflagged()), request.user)
        deciding_groups.begin(_user(request), "approve", seen, among=among)
    else:
        outcome = card_acts.do(request)
        if not outcome.is_done:
            return _page(request, found, waiting, outcome)
        card_acts.tell(request, outcome)
    return HttpResponseRedirect(request.get_full_path())


def _user(request: HttpRequest) -> Any:
    return request.user


def _group(request: HttpRequest, waiting: CommentQuerySet) -> None:
    """Decide on all of a group that was on the page: ``_group`` is the verb, the group's key and
    the reason, as ``reject:812:abuse``."""
    verb, _colon, rest = request.POST["_group"].partition(":")
    key, _colon, reason = rest.partition(":")
    if verb not in deciding_groups.VERBS or not (key.isascii() and key.isdigit()):
        messages.error(request, _("That group is not there."))
        return
    named = request.POST.getlist(f"seen-{key}")
    deciding_groups.begin(
        _user(request),
        verb,
        deciding_groups.read_seen(named, grouping.MOST_AT_ONCE),
        among=waiting.filter(alike_key=int(key[:19])) if int(key[:19]) < 2**63 else waiting.none(),
        reason=reason if reason in Reason.values else Reason.OTHER,
        words=card_acts.one_line(request.POST.get(f"words-{key}", ""))[:1000],
    )


def _undo(request: HttpRequest) -> None:
    number = request.POST["_undo_group"]
    is_number = number.isascii() and number.isdigit() and len(number) <= card_acts.LONGEST
    group = GroupDecision.objects.filter(pk=int(number) if is_number else 0).first()
    if group is None:
        messages.warning(request, _("There is nothing to undo."))
        return
    try:
        tally = deciding_groups.undo(group, _user(request))
    except moderation.TooLate as late:
        messages.warning(request, late.message)
        return
    words = ngettext(
        "%(done)d comment is as it was.", "%(done)d comments are as they were.", tally.done
    )
    messages.success(request, words % {"done": tally.done})
    for sentence in tally.skipped[:NAMED]:
        messages.warning(request, sentence)


def _page(
    request: HttpRequest,
    found: Story,
    waiting: CommentQuerySet,
    failed: card_acts.Outcome | None = None,
) -> HttpResponse:
    user = _user(request)
    groups = grouping.groups_of(waiting)
    after = request.GET.get("after", "")
    page = grouping.alone(desk_cards.with_all(waiting), groups, after)
    cards = desk_cards.cards_of(page.comments, user)
    for card in cards:
        if failed is not None and card.pk == failed.comment_pk:
            card.told, card.typed = failed.sentence, failed.typed
    if failed is not None and failed.comment_pk not in {card.pk for card in cards}:
        messages.warning(request, failed.sentence)
    last = deciding_groups.last_of(user)
    context = {
        "story": found,
        "total": found.discussion.held_count if hasattr(found, "discussion") else 0,
        "groups": groups,
        "cards": cards,
        "plain": {
            card.pk for card in cards if card.pk in page.plain and (card.is_mine or not card.holder)
        },
        "chips": grouping.commonest_reasons(getattr(found, "given_reasons", ())),
        "reasons": Reason.choices,
        "next_cursor": page.next_cursor,
        "is_first": not after,
        "last": last,
        "left": deciding_groups.left_alone(last, NAMED) if last and last.skipped else [],
        "may_undo": last is not None and last.state != GroupDecision.State.UNDONE,
        "own_forms": True,
    }
    response = show(
        request,
        "admin/moderation/story.html",
        _("What waits below one story"),
        context,
        status=failed.status if failed else 200,
    )
    if last is not None and last.is_at_work:
        response["Refresh"] = str(LOOK_AGAIN)
    return response
