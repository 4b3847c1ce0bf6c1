"""What a panel says of each story: a time or an age, a name, why it came back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import rights
from articles.models.story import STALE_AFTER
from newsportal.core.models import User
from newsportal.core.sentences import ago

#: Days that are named by their weekday.
NEAR = 7


@dataclass(frozen=True)
class Line:
    """One story in a panel.

    Args:
        when: a time or an age in words; `moment` is the same for machines.
        who: a name beside it.
        note: why it came back.
        act: label of a second way in, to `act_url`.
    """

    story: Any
    when: str = ""
    moment: datetime.datetime | None = None
    who: str = ""
    note: str = ""
    is_late: bool = False
    act: str = ""
    act_url: str = ""

    @property
    def url(self) -> str:
        return reverse("admin:articles_story_change", args=[self.story.pk])


def clock(moment: datetime.datetime, now: datetime.datetime) -> str:
    """A time in the newsroom's zone, with as much of the date as it needs."""
    local = timezone.localtime(moment)
    time = formats.date_format(local, "TIME_FORMAT")
    days = (local.date() - timezone.localdate(now)).days
    if days == 0:
        return time
    if days == 1:
        return _("tomorrow, %(time)s") % {"time": time}
    if abs(days) < NEAR:
        return _("%(weekday)s %(time)s") % {
            "weekday": formats.date_format(local, "D"),
            "time": time,
        }
    day = formats.date_format(local, "MONTH_DAY_FORMAT")
    return _("%(day)s, %(time)s") % {"day": day, "time": time}


def own(story: Any, _person: User, now: datetime.datetime) -> Line:
    return Line(story, _changed(story, now), story.changed_at)


def came_back(story: Any, _person: User, now: datetime.datetime) -> Line:
    return Line(story, _changed(story, now), story.changed_at, note=story.why or "")


def waits(story: Any, _person: User, now: datetime.datetime) -> Line:
    return Line(story, _changed(story, now), story.changed_at, who=_name(story.created_by))


def scheduled(story: Any, _person: User, now: datetime.datetime) -> Line:
    at = max(story.live_at, story.embargo_until or story.live_at)
    return Line(story, clock(at, now), at)


def embargoed(story: Any, _person: User, now: datetime.datetime) -> Line:
    return Line(story, clock(story.embargo_until, now), story.embargo_until)


def due(story: Any, _person: User, now: datetime.datetime) -> Line:
    who = _name(story.assignee) or _("nobody yet")
    is_late = story.deadline < now
    return Line(story, clock(story.deadline, now), story.deadline, who=who, is_late=is_late)


def running(story: Any, person: User, now: datetime.datetime) -> Line:
    """A live blog: how long nothing was said, and the way to post."""
    blog = getattr(story, "live_blog", None)
    newest = (blog.newest_at if blog else None) or story.first_live_at
    is_silent = now - newest >= STALE_AFTER
    url = ""
    if story.reports or rights.may_publish(person, story):
        url = reverse("admin:articles_story_live", args=[story.pk])
    silent = _("silent; last update %(ago)s") % {"ago": ago(newest, now)}
    return Line(
        story,
        silent if is_silent else ago(newest, now),
        newest,
        is_late=is_silent,
        act=_("Post an update") if url else "",
        act_url=url,
    )


def _changed(story: Any, now: datetime.datetime) -> str:
    return ago(story.changed_at, now)


def _name(person: User | None) -> str:
    return person.display_name if person else ""
