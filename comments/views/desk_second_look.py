"""The blind second look: one card at a time, and how far moderators agree (feature M15)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models.functions import TruncWeek
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from comments import agreement, care, desk_statistics, marking, second_looks
from comments.agreement import APPROVE, Pairs
from comments.desk_pages import desk_page, show
from comments.discussions import newsroom_zone, policies
from comments.models import SPAM, CommentEvent, Reason
from comments.models.second_look import opinion_reasons
from newsportal.core import cursors
from newsportal.core.models import User

#: Weeks that agreement is shown over: a quarter of a year.
WEEKS = 13
#: Disagreements on one page.
PAGE = 20
#: More digits than any id has.
LONGEST_ID = 18
ORDER = "disagreements"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def page(request: HttpRequest) -> HttpResponse:
    """One decision without the decision; a POST keeps what the moderator would have decided."""
    user: Any = request.user
    status = 200
    if request.method == "POST":
        event = _number(request.POST.get("event", ""))
        opinion, _colon, reason = request.POST.get("opinion", "").partition(":")
        try:
            second_looks.give(user, event or 0, opinion, reason)
        except second_looks.Refused as refused:
            messages.warning(request, refused.message)
            status = 409
        else:
            messages.success(request, _("Noted. Nothing changed on the comment."))
            return redirect("moderation-second-look")
    drawn = second_looks.draw(user, _number(request.GET.get("after", "")))
    context = {
        **(_card(drawn, user) if drawn else {}),
        "drawn": drawn,
        "reasons": list(enumerate(opinion_reasons(), 1)),
        "own": care.exposure_of(user),
        "share": policies.get().site.second_look_share,
        "has_keys": user.keyboard_shortcuts,
    }
    return show(
        request, "admin/moderation/second_look.html", _("Second look"), context, status=status
    )


def _card(drawn: CommentEvent, user: Any) -> dict[str, Any]:
    """What the card shows: the words, and of the checks' marks only those that blur slurs."""
    comment = drawn.comment
    signals = [one for one in comment.signals.all() if one.revision == drawn.revision]
    words = [one for one in signals if one.is_firing and marking.is_of_words(one)]
    is_blurred = user.blurs_slurs and bool(words) and not comment.came_as_html
    return {
        "comment": comment,
        "signals": signals,
        "segments": marking.segments(comment.text, words) if is_blurred else None,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None


# Agreement ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Week:
    """What second looks of one week said."""

    monday: datetime.date
    pairs: Pairs


@dataclass(frozen=True)
class OfReason:
    """Decisions for one reason, and what the second looks at them said."""

    label: str
    pairs: Pairs

    @property
    def same(self) -> int:
        return self.pairs.agreed_in_reason

    @property
    def another(self) -> int:
        """Refused as well, for another reason."""
        return self.pairs.agreed - self.pairs.agreed_in_reason

    @property
    def opposite(self) -> int:
        return self.pairs.number - self.pairs.agreed

    @property
    def percent(self) -> int | None:
        """Of a hundred pairs so many name the same."""
        return round(100 * self.same / self.pairs.number) if self.pairs.number else None


@require_safe
@desk_page()
def agreed(request: HttpRequest) -> HttpResponse:
    """How far moderators agree, by reason and by week; leads read where they do not."""
    user: Any = request.user
    zone = newsroom_zone()
    today = timezone.localtime(None, zone).date()
    monday = today - datetime.timedelta(days=today.weekday())
    mondays = [monday - datetime.timedelta(weeks=back) for back in reversed(range(WEEKS))]
    since = datetime.datetime.combine(mondays[0], datetime.time(), zone)
    looks = second_looks.seen_by(user).filter(at__gte=since)
    by_week = agreement.counted(looks.annotate(week=TruncWeek("at", tzinfo=zone)), "week")
    found = {moment.date(): pairs for (moment,), pairs in by_week.items()}  # type: ignore[attr-defined]
    total = agreement.together(found.values())
    context: dict[str, Any] = {
        "total": total,
        "since": mondays[0],
        "weeks": [Week(one, found.get(one, Pairs())) for one in mondays],
        "reasons": _by_reason(total),
        "fewest": agreement.FEWEST,
        "may_compare": desk_statistics.may_compare(user),
    }
    if context["may_compare"]:
        key = cursors.decode(request.GET.get("after"), ORDER, (datetime.datetime, int))
        if key is None and "after" in request.GET:
            return redirect("moderation-agreement")
        context |= _disagreements(user, key)
    return show(request, "admin/moderation/agreement.html", _("Agreement"), context)


def _by_reason(total: Pairs) -> list[OfReason]:
    labels = {
        APPROVE: pgettext("of a comment", "Published"),
        **dict(Reason.choices),
        SPAM: _("spam"),
    }
    found = []
    for first, label in labels.items():
        pairs = total.where_first(first)
        if pairs.counts:
            found.append(OfReason(str(label)[:1].upper() + str(label)[1:], pairs))
    return found


def _disagreements(user: User, key: Sequence[Any] | None) -> dict[str, Any]:
    """A page of those where two said something else, the newest first."""
    found = agreement.disagreements(second_looks.seen_by(user)).order_by("-at", "-pk")
    found = found.select_related(
        "moderator", "event__actor", "event__comment__story__section", "event__comment__author"
    )
    if key is not None:
        at, event = key
        found = found.filter(at__lte=at).exclude(at=at, pk__gte=event)
    rows = list(found[: PAGE + 1])
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    return {
        "disagreements": [(_first(one.event), one) for one in rows[:PAGE]],
        "next": cursors.encode(ORDER, more.at, more.pk) if more else "",
        "is_later_page": key is not None,
    }


def _first(event: CommentEvent) -> str:
    """What was decided first, in words."""
    words = str(event.get_kind_display())
    return f"{words}: {event.reason_words}" if event.reason else words
