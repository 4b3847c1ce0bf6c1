"""Services that learn are told when people decide otherwise than they said (feature M7).

They are told of what somebody of the newsroom decided, once the decision can be undone no more,
and only if it still stands; what was deleted or emptied meanwhile is told to nobody.
"""

from __future__ import annotations

import datetime
import logging

from django.utils import timezone
from django_tasks import task

from comments.asking import question_of
from comments.models import Comment, CommentEvent, Signal
from comments.screening import external

logger = logging.getLogger(__name__)

#: A decision can be taken back for a minute; nobody is taught what was a slip.
AFTER = datetime.timedelta(minutes=2)

Status = Comment.Status
#: What a decision says about spam.
SAYS_SPAM = {Status.APPROVED: False, Status.SPAM: True}


def decided(*, event: int, **_ids: int | None) -> None:
    """Prepare the lesson of a decision (listener, in the decision's transaction)."""
    if not external.services():
        return
    move = CommentEvent.objects.filter(pk=event, actor__isnull=False).first()
    if move is not None and _was_wrong(move):
        teach.using(run_after=timezone.now() + AFTER).enqueue(event)


@task()
def teach(event: int) -> None:
    """Tell the services that said otherwise what was decided (the worker)."""
    move = CommentEvent.objects.filter(pk=event).first()
    comment = (
        Comment.objects.select_related("story__section", "author", "reply_to")
        .filter(pk=move.comment_id, status=move.to_status, revision=move.revision)
        .exclude(text="")
        .first()
        if move is not None
        else None
    )
    if move is None or comment is None or comment.events.last() != move:
        return
    for service in _was_wrong(move):
        is_spam = SAYS_SPAM[Status(move.to_status)]
        lesson = service.lesson(question_of(comment), is_spam=is_spam)
        if lesson is None:
            continue
        try:
            external.send(lesson, external.PATIENT_SECONDS)
        except external.NoAnswer as failure:
            # One lesson more or less; the service learns from the others.
            logger.warning("%s was not told of a decision: %s", service.name, failure.code)


def _was_wrong(move: CommentEvent) -> list[external.Service]:
    """The services that judged these words and said the contrary of a decision."""
    is_spam = SAYS_SPAM.get(Status(move.to_status))
    if is_spam is None:
        return []
    signals = Signal.objects.filter(comment=move.comment_id, revision=move.revision)
    said = dict(signals.exclude(code__in=external.FAILURES).values_list("check_name", "verdict"))
    return [
        service
        for service in external.services()
        if service.name in said and (said[service.name] != "pass") != is_spam
    ]
