"""May this person write here now? Everything that adds words to a discussion asks here: posting,
editing, and what guests write and confirm. Deleting does not: who may not write may still take
words back.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from articles.models import Story
from comments import sanctions
from comments.discussions import Rule
from newsportal.core.models import User


class NotAccepted(Exception):
    """Nothing can be written now; `message` is a sentence, and the text is kept."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


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
    """The part of the gate that asks for no person. Raises NotAccepted."""
    if not Story.objects.live().filter(pk=story.pk).exists():
        raise NotAccepted(_("This story is not public any more, so it takes no comments."))
    if rule.closed_reason:
        raise NotAccepted(rule.closed_reason)
