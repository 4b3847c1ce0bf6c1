"""Mending a refused comment and sending it again as a new one (feature C14)."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from comments import gate, submitting
from comments.discussions import rule_for
from comments.gate import NotAccepted
from comments.models import Comment, Discussion, Resubmission
from comments.rules import MENDABLE
from comments.submitting import Submitted, hash_of
from newsportal.core.models import User

Status = Comment.Status


def may_resend(comment: Comment) -> bool:
    """Whether new words can take a refused comment's place now.

    Asks the database nothing when the comment came with ``story__discussion`` and ``mended_as``.
    """
    if comment.status not in (Status.REJECTED, Status.REMOVED) or comment.reason not in MENDABLE:
        return False
    if getattr(comment, "mended_as", None) is not None or not comment.story.is_live():
        return False
    row = getattr(comment.story, "discussion", None) or Discussion(story=comment.story)
    return rule_for(comment.story, row).is_open


def answered_still(comment: Comment) -> Comment | None:
    """What a comment answered, while that is public; else the mended one begins a new thread."""
    answered = comment.reply_to_id or 0
    return Comment.objects.public().filter(pk=answered).first()


def resend(
    comment: Comment,
    author: User,
    text: str,
    *,
    form_key: uuid.UUID | None = None,
    address: str | None = None,
    agent: str = "",
) -> Submitted:
    """Hand in new words for a refused comment; every check runs, as for any other.

    Args:
        comment: a refused one of the author's.
        text: cleaned by the form.
        form_key, address, agent: as for `submitting.submit`.

    Raises:
        NotAccepted: it is not theirs or cannot be mended (any more), nothing was changed, or
            whatever `submit` refuses.
    """
    before = Resubmission.objects.filter(of=comment, comment__form_key=form_key)
    before = before.select_related("comment__story")
    if form_key is not None and (sent := before.first()):
        return Submitted(sent.comment, is_new=False)
    if comment.author_id != author.pk or not may_resend(comment):
        raise NotAccepted(_("This comment cannot be sent again."))
    if hash_of(text) == bytes(comment.text_hash):
        raise NotAccepted(_("These are the words that were refused. Change them first."), "text")
    answered = answered_still(comment)
    # Outside checks are asked here; nobody else waits for the lock meanwhile.
    words = submitting.prepare(
        comment.story, author, text, reply_to=answered, address=address, agent=agent
    )
    with transaction.atomic():
        gate.enter(comment.story_id)  # the lock: of two windows one is first
        if form_key is not None and (sent := before.first()):
            return Submitted(sent.comment, is_new=False)
        if Resubmission.objects.filter(of=comment).exists():
            raise NotAccepted(_("This comment cannot be sent again."))
        if Comment.objects.filter(author=author, form_key=form_key).exists():
            form_key = None  # the key of another form, by which something else was posted
        submitted = submitting.write(words, reply_to=answered, form_key=form_key, address=address)
        Resubmission.objects.get_or_create(comment=submitted.comment, defaults={"of": comment})
    return submitted
