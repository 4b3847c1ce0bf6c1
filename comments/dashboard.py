"""The discussion's panel on the first page of the newsroom (feature E25)."""

from __future__ import annotations

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import rights
from comments.models import Comment, LegalNotice
from comments.notifications import site_minutes, waited_words
from newsportal.core.dashboard import Panel, Rank
from newsportal.core.models import User

#: Stories under which most comments wait.
SHOWN = 4


def waiting(person: User) -> list[Panel]:
    """How many comments wait, how long the oldest has, and under which stories."""
    if not rights.may_moderate(person):
        return []
    decidable = rights.decidable(person).order_by()
    held = decidable.held()
    waits, is_reported = Q(status=Comment.Status.HELD), Q(open_reports__gt=0)
    numbers = decidable.filter(waits | is_reported).aggregate(
        count=Count("pk", filter=waits),
        oldest=Min("created_at", filter=waits),
        reported=Count("pk", filter=is_reported),
    )
    count, oldest = numbers["count"], numbers["oldest"]
    minutes = int((timezone.now() - oldest).total_seconds() // 60) if oldest else 0
    limit = site_minutes()
    stories = held.values("story", "story__headline").annotate(number=Count("pk"))
    return [
        Panel(
            code="comments",
            title=_("Comments that wait"),
            short=_("Comments"),
            template="admin/dashboard/_comments.html",
            rank=Rank.WAITING,
            words={
                "count": count,
                "oldest": oldest,
                "wait": waited_words(minutes),
                "reported": numbers["reported"],
                "legal": _waiting_notices(person),
                "stories": list(stories.order_by("-number", "story")[:SHOWN]) if count else [],
                "is_late": bool(count) and limit is not None and minutes > limit,
            },
            count=count,
            url=reverse("moderation"),
            is_urgent=bool(count) and limit is not None and minutes > limit,
        )
    ]


def _waiting_notices(person: User) -> int:
    """How many notices of illegal content wait for who may decide on them."""
    if not rights.may_decide_notices(person):
        return 0
    return LegalNotice.objects.filter(state__in=LegalNotice.WAITING).count()
