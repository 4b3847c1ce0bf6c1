"""Tells moderators when comments wait too long (feature E28): looked at by the beat, once a
crossing and not every minute.

Everybody may choose a time of their own; the site's is the default and the webhooks'.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import rights as newsroom
from comments import rights
from comments.discussions import policies
from comments.models import Comment, QueueAlarm
from comments.models.comment import CommentQuerySet
from newsportal.core import notices
from newsportal.core.models import Notice, User
from newsportal.core.notice_kinds import Ids, Kind, Outline, Told, kind_of, register

QUEUE = "comments.queue"

#: The alarm of those who have no inbox.
WEBHOOKS = "webhooks"


def check_queue(now: datetime.datetime | None = None) -> int:
    """Tell everybody for whom the oldest comment has just begun to wait too long.

    Args:
        now: the moment, for tests.

    Returns:
        How many were told, the newsroom's webhooks counting as one.
    """
    now = now or timezone.now()
    kind = kind_of(QUEUE)
    if kind is None:
        raise LookupError(QUEUE)
    moderators = {str(person.pk): person for person in _moderators()}
    by_person = notices.minutes_of(kind, moderators.values())
    limits = {whom: by_person[person.pk] for whom, person in moderators.items()}
    limits[WEBHOOKS] = site_minutes()
    everywhere = _oldest_wait(Comment.objects.held(), now)
    over = {
        whom
        for whom, minutes in limits.items()
        if minutes is not None
        # Who is limited to sections waits for nothing elsewhere, and is asked about on their own.
        and everywhere > datetime.timedelta(minutes=minutes)
        and _waited(moderators.get(whom), everywhere, now) > datetime.timedelta(minutes=minutes)
    }
    QueueAlarm.objects.exclude(whom__in=over).delete()
    told = set(QueueAlarm.objects.filter(whom__in=over).values_list("whom", flat=True))
    return sum(_alarm(whom, moderators.get(whom), now) for whom in sorted(over - told))


def site_minutes() -> int | None:
    """After how many minutes those are told who have not chosen; None: never."""
    return policies.get().site.queue_minutes


def _moderators() -> list[User]:
    holders = ModelBackend().with_perm("comments.moderate_comment")
    return [person for person in holders if person.is_staff]


def _waited(
    person: User | None, everywhere: datetime.timedelta, now: datetime.datetime
) -> datetime.timedelta:
    """How long the oldest has waited that somebody decides on; None is the whole newsroom."""
    if person is None or newsroom.sections_of(person) is None:
        return everywhere
    return _oldest_wait(rights.decidable(person).held(), now)


def _oldest_wait(held: CommentQuerySet, now: datetime.datetime) -> datetime.timedelta:
    """How long the oldest of held comments has waited; nothing when there is none."""
    oldest = held.oldest_first().values_list("created_at", flat=True).first()
    return now - oldest if oldest else datetime.timedelta(0)


@transaction.atomic
def _alarm(whom: str, person: User | None, now: datetime.datetime) -> bool:
    """Tell one, unless another worker has just done so."""
    _row, is_new = QueueAlarm.objects.get_or_create(whom=whom, defaults={"since": now})
    if is_new:
        notices.send(
            QUEUE,
            [person] if person else [],
            occasion=f"since:{now.isoformat()}",
            ids={},
            to_newsroom=person is None,
        )
    return is_new


# What it says -------------------------------------------------------------------------------------


def tell(told: Sequence[Notice], person: User) -> list[Told | None]:
    """The person's queue as it is now: how many wait, and how long the oldest has."""
    count, minutes = _queue_now(rights.decidable(person).held())
    return [_told(count, minutes) for _notice in told]


def outline(_code: str, _ids: Ids) -> Outline | None:
    """The same for webhooks; None when the queue is empty again before the message leaves."""
    count, minutes = _queue_now(Comment.objects.held())
    if not count:
        return None
    return Outline(
        line=_told(count, minutes).title,
        url=_queue_address(),
        data={"waiting": count, "oldest_minutes": minutes},
    )


def _queue_now(held: CommentQuerySet) -> tuple[int, int]:
    """How many comments wait, and the minutes that the oldest has waited."""
    waited = _oldest_wait(held, timezone.now())
    return held.order_by().count(), int(waited.total_seconds() // 60)


def _told(count: int, minutes: int) -> Told:
    if not count:
        title = _("Comments waited too long; none does now")
    else:
        title = ngettext(
            "%(count)d comment waits, the oldest for %(wait)s",
            "%(count)d comments wait, the oldest for %(wait)s",
            count,
        ) % {"count": count, "wait": waited_words(minutes)}
    return Told(title=title, url=_queue_address(), words={"count": count})


def waited_words(minutes: int) -> str:
    """How long something has waited, in the largest unit that says enough."""
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def _queue_address() -> str:
    return reverse("moderation")


def _moderates(person: Any) -> bool:
    return bool(person.is_staff and person.has_perm("comments.moderate_comment"))


def register_kinds() -> None:
    """Make the discussion's kinds of notices known; the app calls it when it is ready."""
    register(
        Kind(
            code=QUEUE,
            label=gettext_lazy("Comments that wait too long"),
            hint=gettext_lazy("Once, when the oldest comment has waited longer than you want."),
            template="comments/mail/queue",
            offered_to=_moderates,
            tell=tell,
            outline=outline,
            minutes=site_minutes,
        )
    )
