"""Ban and remove all: the worker takes a banned person's comments away in batches, and back again.

Each comment goes by the verb that moderators use, with its event, in one transaction with the
progress: a worker that dies in the middle leaves nothing half-done, and the next one goes on.
Readers see a ban at once: what is public goes first. What waits is rejected when the moderator can
undo no more, for a rejected comment is told to its author and not brought back.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from articles.chrome import current as chrome
from comments import moderation, rights, sanctions
from comments.models import Clearing, Comment, Sanction
from comments.models.comment import CommentQuerySet
from comments.sanctions import Refused
from newsportal.core.models import User

State = Clearing.State

#: Comments that one task deals with, some seconds of work.
BATCH = 100


def cleared(sanction: Sanction) -> CommentQuerySet:
    """What a clearing takes away: public and waiting comments of the person where the ban holds."""
    found = Comment.objects.filter(
        author=sanction.person, status__in=(Comment.Status.APPROVED, Comment.Status.HELD)
    )
    if sanction.section_id is None:
        return found
    sections = chrome.get().sections.values()
    below = {
        one.pk
        for one in sections
        if sanction.section_id in {above.pk for above in chrome.get().trail(one)}
    }
    return found.in_sections(below)


@transaction.atomic
def begin(sanction: Sanction) -> Clearing:
    """Let the worker remove what is public and reject what waits.

    Raises:
        Refused: the sanction is no ban.
    """
    if sanction.kind != Sanction.Kind.BAN:
        raise Refused(_("Only with a ban all comments are removed."))
    clearing = Clearing.objects.create(sanction=sanction, total=cleared(sanction).count())
    go_on.enqueue(sanction.pk)
    return clearing


@transaction.atomic
def undo(clearing: Clearing, actor: User) -> None:
    """Let the worker bring back what the clearing removed; what it rejected stays rejected.

    Raises:
        Refused: no right to, or it is not done.
    """
    sanction = clearing.sanction
    if not rights.may_sanction(actor, sanction.kind, sanction.section):
        raise Refused(_("Your role does not decide this here."))
    done = Clearing.objects.filter(pk=clearing.pk, state=State.DONE)
    if not done.update(state=State.UNDOING):  # type: ignore[misc]
        raise Refused(_("There is nothing to bring back now."))
    bring_back.enqueue(clearing.pk, actor.pk)


@transaction.atomic
def take_back(sanction: Sanction, actor: User) -> None:
    """Undo a ban with all that it removed (see `sanctions.undo`).

    Raises:
        Refused: it is not the actor's, or too late.
    """
    sanctions.undo(sanction, actor)
    at_work = Clearing.objects.filter(pk=sanction.pk, state__in=(State.RUNNING, State.DONE))
    if at_work.update(state=State.UNDOING):  # type: ignore[misc]
        bring_back.enqueue(sanction.pk, actor.pk)


@task()
def go_on(sanction: int) -> None:
    """Deal with one batch, and leave the next one to another task."""
    clearing = Clearing.objects.select_related("sanction__person").get(pk=sanction)
    if clearing.state != State.RUNNING:
        return
    settled = _settled_at(clearing.sanction)
    found = cleared(clearing.sanction)
    if timezone.now() < settled:
        found = found.filter(status=Comment.Status.APPROVED, pk__gt=clearing.last)
    batch = list(found.order_by("pk")[:BATCH])
    for comment in batch:
        _take(clearing, comment)
    if len(batch) == BATCH:
        go_on.enqueue(sanction)
    elif timezone.now() < settled:
        go_on.using(run_after=settled).enqueue(sanction)
    else:
        running = Clearing.objects.filter(pk=sanction, state=State.RUNNING)
        running.update(state=State.DONE)  # type: ignore[misc]


def _settled_at(sanction: Sanction) -> datetime.datetime:
    """From when on nobody undoes the ban; the system's is settled at once."""
    if sanction.made_by_id is None:
        return sanction.made_at
    return sanction.made_at + sanctions.UNDO_FOR


@transaction.atomic
def _take(clearing: Clearing, comment: Comment) -> None:
    """Remove or reject one, and note it."""
    sanction = clearing.sanction
    row = Clearing.objects.select_for_update().get(pk=clearing.pk)
    if row.state != State.RUNNING:  # undone meanwhile
        return
    row.last = max(row.last, comment.pk)
    try:
        if comment.status == Comment.Status.APPROVED:
            moderation.remove(comment, sanction.made_by, reason=sanction.reason)
            row.removed.append(comment.pk)
        else:
            moderation.reject(comment, sanction.made_by, reason=sanction.reason)
            row.rejected += 1
    except moderation.TooLate:
        row.skipped += 1
    row.save(update_fields=["last", "removed", "rejected", "skipped"])


@task()
def bring_back(clearing: int, actor: int) -> None:
    """Restore one batch; what somebody decided anew meanwhile stays as they decided."""
    row = Clearing.objects.get(pk=clearing)
    if row.state != State.UNDOING:
        return
    removed = Comment.objects.filter(pk__in=row.removed, status=Comment.Status.REMOVED)
    batch = list(removed.filter(decided_by=row.sanction.made_by).order_by("pk")[:BATCH])
    person = User.objects.filter(pk=actor).first()
    for comment in batch:
        _restore(clearing, comment, person)
    if len(batch) == BATCH:
        bring_back.enqueue(clearing, actor)
    else:
        Clearing.objects.filter(pk=clearing).update(state=State.UNDONE)  # type: ignore[misc]


@transaction.atomic
def _restore(clearing: int, comment: Comment, actor: User | None) -> None:
    try:
        moderation.restore(comment, actor)
    except moderation.TooLate:
        return
    Clearing.objects.filter(pk=clearing).update(restored=F("restored") + 1)
