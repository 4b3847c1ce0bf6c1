"""Who hears of what happens in discussions (features C11, C14): listeners, run by the worker.

Here stands who is meant; what they read is worked out when it is shown or sent (`comments.told`).
Nobody is told of what they did themselves, of people they have muted, or twice of one thing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from comments import appealing, following, muting, reader_notes
from comments.models import Appeal, Comment, CommentEvent, DiscussionFollow
from comments.models.event import CommentEventQuerySet
from comments.sanction_notices import is_told_with_a_ban
from comments.statements import BY_THE_AUTHOR
from newsportal.core import notices
from newsportal.core.events import A_MINUTE
from newsportal.core.models import Notice, User
from newsportal.core.notice_kinds import Ids

REPLY = "comment.reply"
FOLLOWED = "comment.followed"
PUBLISHED = "comment.published"
REFUSED = "comment.refused"
CHANGED = "comment.changed"
FEATURED = "comment.featured"
ANSWERED = "appeal.answered"
APPEALED = "appeal.waits"
OUTCOME = "appeal.outcome"

Status = Comment.Status

#: A followed discussion says once that it goes on, and again when that was read or is a day old:
#: a hundred comments in an hour are one notice with a count, not a hundred.
SAY_AGAIN = datetime.timedelta(days=1)


# Listeners: what was said -------------------------------------------------------------------------


def submitted(*, comment: int, **_ids: int | None) -> None:
    """Tell of a comment that was published or refused as it was handed in, and moderators of who
    came.

    One listener for all: a task costs a statement while somebody waits for their comment.
    """
    reader_notes.first_comment(comment)
    refused_at_once(comment=comment)
    _became_public(comment)


def approved(*, comment: int, event: int, **_ids: int | None) -> None:
    """Tell the author that the comment is published, and others that it is there."""
    moved = _standing(event)
    if moved is None:
        return
    refusals = _before(moved).filter(to_status__in=(Status.REJECTED, Status.REMOVED))
    is_second = any(_was_heard_of(refusal, moved) for refusal in refusals)
    _tell_author(CHANGED if is_second else PUBLISHED, moved)
    _became_public(comment)


def _became_public(pk: int) -> None:
    """Tell whom it answers and who follows, once; let its author follow the answers."""
    comment = (
        Comment.objects.public()
        .select_related("author", "reply_to__author", "story")
        .filter(pk=pk)
        .first()
    )
    if comment is None or not comment.story.is_live():
        return
    told = {comment.author_id}
    answered = comment.reply_to.author if comment.reply_to else None
    if answered is not None and answered.pk != comment.author_id:
        told.add(answered.pk)
        if answered.pk not in muting.who_mutes(comment.author_id, [answered.pk]):
            notices.send(REPLY, [answered], occasion=f"comment:{pk}", ids={"comment": pk})
    _tell_followers(comment, leave_out=told)
    following.follow_own(comment)


def _tell_followers(comment: Comment, leave_out: set[int | None]) -> None:
    """Tell everybody who follows the discussion or a branch round the comment, by the widest thing
    that they follow, unless the same was said and not read yet."""
    since = comment.decided_at or comment.created_at
    follows = DiscussionFollow.objects.reached_by(comment).filter(at__lte=since)
    widest: dict[int, DiscussionFollow] = {}
    for row in follows.select_related("person").order_by("branch__depth"):
        if row.branch_id is None or row.person_id not in widest:
            widest[row.person_id] = row
    muting_ones = muting.who_mutes(comment.author_id, widest) if comment.author_id else frozenset()
    meant = [row for pk, row in widest.items() if pk not in leave_out and pk not in muting_ones]
    waiting = _said_lately([row.person_id for row in meant], comment.story_id)
    by_branch: dict[int | None, list[User]] = {}
    for row in meant:
        if (row.person_id, row.branch_id) not in waiting:
            by_branch.setdefault(row.branch_id, []).append(row.person)
    for branch, people in by_branch.items():
        notices.send(
            FOLLOWED,
            people,
            occasion=f"comment:{comment.pk}",
            ids={
                "story": comment.story_id,
                "branch": branch,
                "since": since.isoformat(),
            },
        )


def _said_lately(people: Iterable[int], story: int) -> set[tuple[int, int | None]]:
    """To whom, and of which branch, a notice says already that it goes on."""
    lately = Notice.objects.unread().filter(
        recipient__in=list(people),
        kind=FOLLOWED,
        ids__story=story,
        at__gt=timezone.now() - SAY_AGAIN,
    )
    return {(one.recipient_id, one.ids.get("branch")) for one in lately}


# Listeners: what was decided ----------------------------------------------------------------------
#
# They run when a decision can be undone no more, and tell of one that still stands (M3): what was
# undone or decided anew meanwhile is told by nobody, or by what came after it.


def refused(*, event: int, **_ids: int | None) -> None:
    """Tell the author what was decided against the comment, why, and how to object."""
    moved = _standing(event)
    if moved is not None and not is_told_with_a_ban(moved):
        _tell_author(REFUSED, moved)


def refused_at_once(*, comment: int, **_ids: int | None) -> None:
    """Tell the author that a check refused words as they were handed in (feature M12)."""
    moved = CommentEvent.objects.filter(comment=comment).select_related("comment__author").last()
    is_refusal = moved is not None and moved.to_status == Status.REJECTED
    if moved is None or not is_refusal or moved.kind not in BY_THE_AUTHOR:
        return
    if moved.comment.author is not None:
        notices.send(
            REFUSED,
            [moved.comment.author],
            occasion=f"event:{moved.pk}",
            ids={"comment": comment, "event": moved.pk},
        )


def changed(*, event: int, **_ids: int | None) -> None:
    """Tell the author that an earlier decision holds no more, if they heard of that."""
    moved = _standing(event)
    if moved is None:
        return
    earlier = _before(moved).last()
    if earlier is None or _was_heard_of(earlier, moved):
        _tell_author(CHANGED, moved)


def featured(*, comment: int, **_ids: int | None) -> None:
    """Tell the author that editors picked the comment."""
    found = Comment.objects.public().select_related("author").filter(pk=comment).first()
    if found is not None and found.author is not None and found.featured_at is not None:
        notices.send(
            FEATURED, [found.author], occasion=f"comment:{comment}", ids={"comment": comment}
        )


def _standing(pk: int) -> CommentEvent | None:
    """A decision that was neither undone nor followed by another."""
    standing = CommentEvent.objects.standing()
    moved = standing.select_related("comment__author").filter(pk=pk).first()
    if moved is None or standing.moves().filter(comment=moved.comment_id, pk__gt=pk).exists():
        return None
    return moved


def _before(moved: CommentEvent) -> CommentEventQuerySet:
    """The moves of the same comment before this one."""
    moves = CommentEvent.objects.standing().moves()
    return moves.filter(comment=moved.comment_id, pk__lt=moved.pk).order_by("pk")


def _was_heard_of(earlier: CommentEvent, moved: CommentEvent) -> bool:
    """Whether the author knew of an earlier step: it is their own, they were told, or it stood
    for so long that they could read of it."""
    if earlier.actor_id == moved.comment.author_id or earlier.at <= moved.at - A_MINUTE:
        return True
    return Notice.objects.filter(
        recipient=moved.comment.author_id, occasion=f"event:{earlier.pk}"
    ).exists()


def _tell_author(code: str, moved: CommentEvent) -> None:
    """Tell who wrote it, unless they did it themselves or an appeal's answer says it."""
    author = moved.comment.author
    if author is None or author.pk == moved.actor_id:
        return
    if Appeal.objects.filter(outcome=moved).exists():
        return
    notices.send(
        code,
        [author],
        occasion=f"event:{moved.pk}",
        ids={"comment": moved.comment_id, "event": moved.pk},
    )


# Listeners: appeals -------------------------------------------------------------------------------


def appeal_made(*, appeal: int, **_ids: int | None) -> None:
    """Tell everybody who may answer it; with nobody left those who can call somebody."""
    found = _appeal(appeal)
    if found is None:
        return
    if people := appealing.deciders_of(found):
        notices.send(APPEALED, people, occasion=f"appeal:{appeal}", ids={"appeal": appeal})
    else:
        ids: Ids = {"appeal": appeal, "step": "nobody"}
        notices.send(APPEALED, appealing.deciders(), occasion=f"appeal:{appeal}:nobody", ids=ids)


def appeals_overdue() -> int:
    """Tell those who may answer what should have been answered (a beat); each is told once.

    Returns:
        How many people were told now.
    """
    told = 0
    for found in appealing.overdue().for_deciding():
        people = appealing.deciders_of(found) or appealing.deciders()
        ids: Ids = {"appeal": found.pk, "step": "overdue"}
        told += notices.send(APPEALED, people, occasion=f"appeal:{found.pk}:overdue", ids=ids)
    return told


def appeal_decided(*, appeal: int, **_ids: int | None) -> None:
    """Tell the author the answer, and both who decided how it ended."""
    found = _appeal(appeal)
    if found is None or found.state == Appeal.State.OPEN:
        return
    ids, occasion = {"appeal": appeal}, f"appeal:{appeal}"
    if found.person is not None:
        notices.send(ANSWERED, [found.person], occasion=occasion, ids=ids)
    deciders = {
        person.pk: person for person in (found.decided_by, found.answered_by) if person is not None
    }
    notices.send(OUTCOME, deciders.values(), occasion=occasion, ids=ids)


def _appeal(pk: int) -> Appeal | None:
    return Appeal.objects.for_deciding().filter(pk=pk).first()
