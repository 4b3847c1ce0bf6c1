"""The panels of stories: their headings, their places, and what each says when it is empty."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.dashboard import telling
from articles.dashboard.finding import Found, find
from newsportal.core.dashboard import Panel, Rank
from newsportal.core.models import User

STORIES = "admin:articles_story_changelist"


@dataclass(frozen=True)
class List:
    """One list of stories as a panel.

    Args:
        short: its title in a word or two.
        tell: what is said of each story.
        empty: said when there is none; without it the panel is then left out.
        page: where all of it is listed, with the parameters `where`; the list of stories alone,
            without parameters, would show other stories too.
        has_badge: whether each line names the story's state.
    """

    title: Promise
    short: Promise
    rank: Rank
    tell: Callable[[Any, User, datetime.datetime], telling.Line]
    empty: Promise | str = ""
    page: str = STORIES
    where: str = ""
    has_badge: bool = False
    is_urgent: bool = False


LISTS: dict[str, List] = {
    "live": List(_("Live blogs running"), _("Live"), Rank.NOW, telling.running),
    "sent-back": List(
        _("Sent back to you"), _("Sent back"), Rank.WAITING, telling.came_back, is_urgent=True
    ),
    "in-review": List(
        _("Waits for review"),
        _("In review"),
        Rank.WAITING,
        telling.waits,
        empty=_("Nothing waits for review."),
        where="?status__exact=in_review",
    ),
    "ready": List(
        _("Ready to publish"),
        _("Ready"),
        Rank.WAITING,
        telling.waits,
        empty=_("Nothing is ready yet: what an editor approves stands here."),
        where="?status__exact=ready",
    ),
    "drafts": List(
        _("Your drafts"),
        _("Drafts"),
        Rank.OWN,
        telling.own,
        empty=_("You have no draft. What will it be today?"),
        where="?status__exact=draft&whose=mine",
    ),
    "on-its-way": List(
        _("With the editors"),
        _("With editors"),
        Rank.OWN,
        telling.own,
        empty=_("Nothing of yours is with the editors. Send a draft to review when it is done."),
        has_badge=True,
    ),
    "deadlines": List(
        _("Due today"),
        _("Due"),
        Rank.COMING,
        telling.due,
        page="admin:articles_planning",
        has_badge=True,
        is_urgent=True,
    ),
    "scheduled": List(
        _("Goes live by itself"),
        _("Scheduled"),
        Rank.COMING,
        telling.scheduled,
        empty=_("Nothing is scheduled."),
        where="?status__exact=scheduled",
    ),
    "embargoes": List(
        _("Under embargo"), _("Embargoes"), Rank.COMING, telling.embargoed, has_badge=True
    ),
}


def stories(person: User) -> list[Panel]:
    """The panels of stories that a person's role has."""
    if not person.has_perm("articles.view_story"):
        return []
    now = timezone.now()
    panels = [_panel(code, found, person, now) for code, found in find(person, now).items()]
    order = list(LISTS)
    return sorted(
        (panel for panel in panels if panel.count or panel.words["empty"]),
        key=lambda panel: order.index(panel.code),
    )


def _panel(code: str, found: Found, person: User, now: datetime.datetime) -> Panel:
    kind = LISTS[code]
    return Panel(
        code=code,
        title=str(kind.title),
        short=str(kind.short),
        template="admin/dashboard/_stories.html",
        rank=kind.rank,
        words={
            "lines": [kind.tell(story, person, now) for story in found.stories],
            "empty": str(kind.empty),
            "has_badge": kind.has_badge,
            "invites": code == "drafts" and person.has_perm("articles.add_story"),
        },
        count=found.count,
        url=reverse(kind.page) + kind.where if kind.where or kind.page != STORIES else "",
        is_urgent=kind.is_urgent and found.count > 0,
    )
