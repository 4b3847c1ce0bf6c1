"""May this person write here now? Everything that adds words to a discussion asks here: posting,
editing, and what guests write and confirm. Deleting does not: who may not write may still take
words back.
"""

from __future__ import annotations

import math

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Story
from comments import controls, sanctions
from comments.discussions import Rule
from comments.models import Comment, Discussion
from newsportal.core.models import User

NOT_PUBLIC = gettext_lazy("This story is not public any more, so it takes no comments.")


class NotAccepted(Exception):
    """Nothing can be written now; `message` is a sentence, and the text is kept.

    Args:
        retry_after: seconds after which the same can be sent again, where that is known.
    """

    def __init__(
        self, message: str, field: str | None = None, *, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.retry_after = retry_after


def check(person: User, story: Story, rule: Rule) -> bool:
    """Let somebody write below a story, or say why not.

    Args:
        rule: what holds for the story now.

    Returns:
        Whether everything that the person writes here waits for a moderator.

    Raises:
        sanctions.MayNotWrite: a sanction stands in the way, or a warning was not read yet.
        NotAccepted: the account is switched off, the story is not public any more, or its
            discussion is closed.
    """
    if not person.is_active:
        raise NotAccepted(_("Your account is switched off."))
    is_always_held = sanctions.check_may_write(person, story)
    check_place(story, rule)
    return is_always_held


def check_guest(email: str, story: Story, rule: Rule) -> None:
    """The same for somebody without an account, by the address that they have confirmed."""
    sanctions.check_address_may_write(email, story)
    check_place(story, rule)


def check_place(story: Story, rule: Rule) -> None:
    """The part of the gate that asks for no person. Raises NotAccepted.

    It looks at the story as it was read; `enter` asks once more at the moment of writing.
    """
    if not story.is_live():
        raise NotAccepted(str(NOT_PUBLIC))
    if rule.closed_reason:
        raise NotAccepted(rule.closed_reason)


def check_reply(rule: Rule) -> None:
    """Whether answers are taken now (feature C8). Raises NotAccepted."""
    if rule.no_replies_until is not None:
        raise NotAccepted(
            _("Replies are switched off until %(until)s. You can post yours as a new comment.")
            % {"until": date_format(timezone.localtime(rule.no_replies_until), "DATETIME_FORMAT")}
        )


def check_pace(story: Story, rule: Rule, **whose: User | str) -> None:
    """Whether slow mode lets somebody post again; asked under the discussion's lock, so that two
    forms sent at once are one too many. Costs a query only while slow mode is on.

    Args:
        whose: the field of a comment that says who writes, `author` or `guest_email`.

    Raises:
        NotAccepted: with the seconds that are left.
    """
    if rule.slow is None:
        return
    own = Comment.objects.filter(story=story, **whose).order_by("-created_at")
    own = own.exclude(status=Comment.Status.UNCONFIRMED)  # anybody can type any address
    last = own.values_list("created_at", flat=True).first()
    if last is None:
        return
    passed = (timezone.now() - last).total_seconds()
    left = min(math.ceil(rule.slow.seconds - passed), rule.slow.seconds)
    if left <= 0:
        return
    raise NotAccepted(
        ngettext(
            "Slow mode is on: one comment every %(pace)s. You can post again in %(left)d second.",
            "Slow mode is on: one comment every %(pace)s. You can post again in %(left)d seconds.",
            left,
        )
        % {"pace": controls.pace_words(rule.slow.seconds), "left": left},
        retry_after=left,
    )


def enter(story: int) -> Discussion:
    """Take the lock under which a story's comments are written; the caller's transaction holds it.

    Raises NotAccepted when the story was withdrawn since its page was read.
    """
    live = Story.objects.live().filter(pk=OuterRef("story"))
    rows = Discussion.objects.select_for_update(of=("self",)).annotate(is_live=Exists(live))
    row = rows.filter(story=story).first()
    if row is None:
        Discussion.objects.get_or_create(story_id=story)
        row = rows.get(story=story)
    if not row.is_live:
        raise NotAccepted(str(NOT_PUBLIC))
    return row
