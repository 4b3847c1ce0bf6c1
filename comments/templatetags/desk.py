"""What templates of the moderation desk ask."""

from __future__ import annotations

from typing import Any

from django import template

from comments.card_acts import UNDO_TAG

register = template.Library()


@register.filter
def undoes(message: Any) -> str:
    """The number of the event that a message can take back; "" where it can nothing."""
    tag = str(message.extra_tags or "")
    number = tag.removeprefix(UNDO_TAG)
    return number if tag.startswith(UNDO_TAG) and number.isdecimal() else ""
