"""Timed controls of discussions: switched on by moderators, ended by the clock (feature C8)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Section, Story
from comments import desk_log, rights
from comments.desk_log import About
from comments.models import Control
from newsportal.core import versions
from newsportal.core.events import announce
from newsportal.core.models import User

Kind = Control.Kind

#: Seconds between two comments of one person that slow mode may ask for, with their words.
PACES = {
    30: gettext_lazy("30 seconds"),
    60: gettext_lazy("1 minute"),
    120: gettext_lazy("2 minutes"),
    300: gettext_lazy("5 minutes"),
    900: gettext_lazy("15 minutes"),
}
#: Minutes after which a control ends by itself, with their words.
LASTS = {
    30: gettext_lazy("30 minutes"),
    120: gettext_lazy("2 hours"),
    1440: gettext_lazy("24 hours"),
}
#: A control is for a heated evening; what should hold longer is a policy.
LONGEST = datetime.timedelta(days=7)


class Refused(Exception):
    """The control cannot be set or ended; `message` is a sentence, `field` its place."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@transaction.atomic
def switch_on(
    kind: str,
    actor: User,
    ends_at: datetime.datetime,
    *,
    story: Story | None = None,
    section: Section | None = None,
    seconds: int | None = None,
) -> Control:
    """Let a control hold from now on; one of the same kind in the same place ends with it.

    Args:
        ends_at: when it ends by itself, aware.
        story, section: where; neither is the whole site.
        seconds: of slow mode, one of `PACES`.

    Raises:
        Refused: no right here, no such control, or an end that cannot be.
    """
    _check_actor(actor, story, section)
    now = timezone.now()
    if kind not in Kind.values or (kind == Kind.SLOW) != (seconds in PACES):
        raise Refused(_("Choose what to switch on, and for slow mode how slow."), "kind")
    if not now < ends_at <= now + LONGEST:
        raise Refused(_("Choose an end within the next seven days."), "until")
    same = Control.objects.standing().filter(kind=kind, story=story, section=section)
    same.update(ended_at=now, ended_by=actor)
    control = Control.objects.create(
        kind=kind,
        story=story,
        section=section,
        seconds=seconds,
        made_by=actor,
        made_at=now,
        ends_at=ends_at,
    )
    minutes = round((ends_at - now).total_seconds() / 60)
    _record("control_on", control, actor, minutes)
    _tell("control.on", control)
    return control


@transaction.atomic
def switch_off(control: Control, actor: User) -> None:
    """End a control before its time.

    Raises:
        Refused: no right here, or it is over already.
    """
    _check_actor(actor, control.story, control.section)
    standing = Control.objects.standing().filter(pk=control.pk)
    if not standing.update(ended_at=timezone.now(), ended_by=actor):
        raise Refused(_("It is over already."))
    _record("control_off", control, actor)
    _tell("control.off", control)


def _check_actor(actor: User, story: Story | None, section: Section | None) -> None:
    place = story.section_id if story else section.pk if section else None
    if not rights.may_control(actor, place, is_whole_site=story is None and section is None):
        raise Refused(_("Your role does not decide this here."))


def _record(kind: str, control: Control, actor: User, minutes: int = 0) -> None:
    """Write it down with its place (feature M11)."""
    section = control.section_id or (control.story.section_id if control.story else None)
    desk_log.record(
        kind,
        actor,
        About(story=control.story_id, section=section),
        subject=control,
        control=control.kind,
        seconds=control.seconds,
        minutes=minutes,
    )


def _tell(event: str, control: Control) -> None:
    keys = [f"discussion:{control.story_id}"] if control.story_id else []
    versions.bump("discussion-policies", *keys)
    announce(event, control=control.pk)


def pace_words(seconds: int) -> str:
    """How slow slow mode is: “2 minutes”."""
    return str(PACES.get(seconds) or _("%(count)d seconds") % {"count": seconds})
