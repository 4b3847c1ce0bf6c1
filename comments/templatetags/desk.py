"""What templates of the moderation desk ask."""

from __future__ import annotations

import json
from collections.abc import Sized
from typing import Any

from django import template
from django.utils.translation import ngettext

from comments.card_acts import UNDO_TAG

register = template.Library()


@register.filter
def undoes(message: Any) -> str:
    """The number of the event that a message can take back; "" where it can nothing."""
    tag = str(message.extra_tags or "")
    number = tag.removeprefix(UNDO_TAG)
    return number if tag.startswith(UNDO_TAG) and number.isdecimal() else ""


@register.filter
def seen_words(cards: Sized) -> str:
    """The words on the button for those seen, for every number there can be: a list as JSON.

    A script cannot know how a language counts, so it picks a sentence instead of making one.
    """
    numbers = range(len(cards) + 1)
    return json.dumps(
        [
            ngettext("Approve the one I have seen", "Approve the %(number)s I have seen", n)
            % {"number": n}
            for n in numbers
        ],
        ensure_ascii=False,
    )
