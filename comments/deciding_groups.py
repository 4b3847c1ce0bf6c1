"""Deciding on many waiting comments at once (feature M3): each by the verb that moderators use.

Only what was seen is decided: every comment is named with the revision that stood on the page, and
must still wait. Few are decided at once, many by the worker in batches, with the progress on the
row, so that a worker that dies in the middle leaves nothing half-done. All of it is undone like one
decision, within a minute of each.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from comments import moderation, rights
from comments.models import Comment, CommentEvent, GroupDecision
from comments.models.comment import CommentQuerySet
from newsportal.core.models import User

State = GroupDecision.State

#: So many are decided while the moderator waits, some hundredths of a second each; and so many by
#: one task of the worker.
AT_ONCE, BATCH = 50, 50

#: The verbs that make sense for many; each starts from what waits.
VERBS = ("approve", "reject", "spam")

#: How long it is known what was decided together.
KEEP = datetime.timedelta(days=7)

_SEEN = re.compile(r"([0-9]{1,18}):([0-9]{1,5})")


def read_seen(named: Iterable[str], most: int) -> dict[int, int]:
    """The comments that a page named with the revision that stood on it, by their key.

    Args:
        named: ``12:1`` or several with commas; what is none is left out.
        most: so many at most.
    """
    found = (_SEEN.fullmatch(one) for text in named for one in text[: most * 25].split(","))
    pairs = [(int(match[1]), int(match[2])) for match in found if match]
    return dict(pairs[:most])


@transaction.atomic
def begin(
    user: User,
    verb: str,
    seen: dict[int, int],
    *,
    among: CommentQuerySet,
    reason: str = "",
    words: str = "",
) -> GroupDecision:
    """Decide on comments that were seen; beyond `AT_ONCE` the worker does it.

    Args:
        seen: the revision that was seen of each, by its key.
        among: what the decision may take, of what this person decides on; others are left alone,
            and so is what does not wait any more.

    Raises:
        KeyError: no such verb.
    """
    if verb not in VERBS:
        raise KeyError(verb)
    waiting = set(among.held().filter(pk__in=seen).values_list("pk", flat=True))
    wanted = [[pk, revision] for pk, revision in seen.items() if pk in waiting]
    group = GroupDecision.objects.create(
        made_by=user,
        verb=verb,
        reason=reason,
        words=words,
        wanted=wanted,
        skipped=[pk for pk in seen if pk not in waiting],
        state=State.RUNNING if wanted else State.DONE,
    )
    if len(wanted) > AT_ONCE:
        go_on.enqueue(group.pk)
        return group
    while _go_on(group):
        pass
    return group


@task()
def go_on(pk: int) -> None:
    """Decide on one batch, and leave the next one to another task."""
    group = GroupDecision.objects.select_related("made_by").get(pk=pk)
    if group.state == State.RUNNING and _go_on(group):
        go_on.enqueue(pk)


def _go_on(group: GroupDecision) -> bool:
    """Decide on the next batch; whether there is more to do."""
    batch = group.wanted[group.finished : group.finished + BATCH]
    comments = Comment.objects.in_bulk([pk for pk, _revision in batch])
    for pk, revision in batch:
        if not _one(group, comments.get(pk), pk, revision):
            break
    group.refresh_from_db()
    return group.state == State.RUNNING


@transaction.atomic
def _one(group: GroupDecision, comment: Comment | None, pk: int, revision: int) -> bool:
    """Decide on one and note it; whether the group goes on (it may be undone meanwhile)."""
    row = GroupDecision.objects.select_for_update().get(pk=group.pk)
    if row.state != State.RUNNING:
        return False
    event = _decide(group, comment, revision) if comment else None
    row.finished += 1
    if event is not None:
        row.events.append(event.pk)
    else:
        row.skipped.append(pk)
    if row.finished >= row.total:
        row.state = State.DONE
    row.save(update_fields=["finished", "events", "skipped", "state"])
    return True


def _decide(group: GroupDecision, comment: Comment, revision: int) -> CommentEvent | None:
    try:
        return moderation.decide(
            comment,
            group.verb,
            group.made_by,
            reason=group.reason or "other",
            words=group.words,
            revision=revision,
            seen=Comment.Status.HELD,
        )
    except moderation.TooLate:
        return None


def undo(group: GroupDecision, user: User) -> moderation.Tally:
    """Stop what still runs, and take back what was decided, as far as the minute of each goes.

    Raises:
        moderation.TooLate: it is another's, or was undone before.
    """
    mine = GroupDecision.objects.filter(pk=group.pk, made_by=user)
    if not mine.exclude(state=State.UNDONE).update(state=State.UNDONE):  # type: ignore[misc]
        raise moderation.TooLate(_("There is nothing to undo."))
    group.refresh_from_db()
    events = CommentEvent.objects.filter(pk__in=group.events).select_related("comment__author")
    tally = moderation.undo_all(events, user)
    mine.update(undone=tally.done)
    group.undone = tally.done
    return tally


def left_alone(group: GroupDecision, most: int) -> list[Comment]:
    """Some of those that were named and not decided on, with who wrote them.

    Any number can be named: of what its maker does not decide on, nothing is told.
    """
    found = rights.decidable(group.made_by).filter(pk__in=group.skipped)
    found = found.select_related("author", "story__section")
    return list(found.order_by("pk")[:most])


def last_of(user: Any) -> GroupDecision | None:
    """Somebody's last group decision, while it runs or may be undone."""
    mine = GroupDecision.objects.filter(made_by=user).order_by("-pk")
    lately = Q(made_at__gt=timezone.now() - moderation.UNDO_FOR)
    return mine.filter(Q(state=State.RUNNING) | lately).first()


def forget_old(now: datetime.datetime | None = None) -> int:
    """Forget what was decided together a week ago; each decision stands in its own history.

    Returns:
        How many were forgotten.
    """
    old = (now or timezone.now()) - KEEP
    return GroupDecision.objects.filter(made_at__lt=old).delete()[0]
