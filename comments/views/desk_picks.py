"""What the newsroom picked and pinned, by whom, and taking it off again (feature C10)."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments import moderation, rights
from comments.desk_pages import desk_page, show
from comments.models import CommentEvent
from newsportal.core import cursors

ORDER = "desk-picks"
PAGE = 25
Kind = CommentEvent.Kind
VERBS = ("unfeature", "unpin")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def page(request: HttpRequest) -> HttpResponse:
    """Picks and pins, the latest first."""
    if request.method == "POST":
        return _take_off(request)
    after = None
    if "after" in request.GET:
        after = cursors.decode(request.GET["after"], ORDER, (datetime.datetime, int))
        if after is None:
            return HttpResponseRedirect(request.path)
    found: Any = _marked(request.user)
    if after is not None:
        found = found.filter(marked_at__lte=after[0]).exclude(marked_at=after[0], pk__gte=after[1])
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    last = shown[-1] if len(rows) > PAGE else None
    context = {
        "picks": [(one, *_who(one)) for one in shown],
        "next": cursors.encode(ORDER, last.marked_at, last.pk) if last else "",
    }
    return show(request, "admin/moderation/picks.html", _("Picks and pins"), context)


def _marked(user: Any) -> QuerySet[Any]:
    """The marked comments that somebody decides on, with who marked them."""
    marks = CommentEvent.objects.filter(kind__in=(Kind.FEATURED, Kind.PINNED))
    found = rights.decidable(user).filter(Q(featured_at__isnull=False) | Q(pinned_at__isnull=False))
    found = found.select_related("author", "story__section").prefetch_related(
        Prefetch("events", marks.select_related("actor").order_by("at", "pk"), to_attr="marks")
    )
    return found.annotate(marked_at=Greatest("featured_at", "pinned_at")).order_by(
        "-marked_at", "-pk"
    )


def _who(comment: Any) -> tuple[str, str]:
    """Who picked it, and who pinned it; the last who did."""
    by: dict[str, str] = {}
    for mark in comment.marks:
        by[mark.kind] = str(mark.actor or _("the system"))
    return by.get(Kind.FEATURED, ""), by.get(Kind.PINNED, "")


def _take_off(request: HttpRequest) -> HttpResponse:
    """``act`` is the verb and the comment's number, as unpin:12."""
    verb, _colon, number = request.POST.get("act", "").partition(":")
    user: Any = request.user
    comment = None
    if verb in VERBS and number.isascii() and number.isdecimal():
        comment = rights.decidable(user).filter(pk=int(number[:18])).first()
    if comment is None:
        messages.error(request, _("That comment is not there."))
        return HttpResponseRedirect(request.path)
    try:
        moderation.decide(comment, verb, user)
    except moderation.TooLate as late:
        messages.warning(request, late.message)
    else:
        told = {"name": comment.author_name}
        done = {
            "unfeature": _("%(name)s’s comment is no editors’ pick any more."),
            "unpin": _("%(name)s’s comment is not pinned any more."),
        }
        messages.success(request, done[verb] % told)
    return HttpResponseRedirect(request.get_full_path())
