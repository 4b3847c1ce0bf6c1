"""Second looks of the demonstration: its two deciders have looked at decisions of each other.

What they say follows from the comment alone. They mostly agree, and leave some for whoever tries
the page.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from random import Random

from comments import agreement, second_looks
from comments.models import CommentEvent, Reason, SecondLook
from newsportal.core.models import User

Opinion = SecondLook.Opinion

#: Who looks at decisions again.
LOOKERS = ("Ada Sorensen", "Gil Marchetti")
#: Of a hundred that wait so many were looked at already, refusals first, and at most so many by
#: one person.
LOOKED_AT, MOST = 75, 22
#: Of a hundred looks: unsure, the opposite, refused for another reason; all others agree.
UNSURE, OPPOSITE, ANOTHER = 6, 12, 8


def make(people: Mapping[str, User], now: datetime.datetime) -> None:
    """Let both look, each time some hours after the decision.

    Args:
        people: the accounts by name.
        now: the moment of loading.
    """
    for name in LOOKERS:
        events = second_looks.waiting_for(people[name], now).order_by("pk")
        events = events.select_related("comment")
        refusals_first = sorted(events, key=lambda one: one.kind in agreement.PUBLISHING)
        for event in refusals_first[:MOST]:
            chance = Random(f"look {event.comment.import_id}")
            if chance.uniform(0, 100) >= LOOKED_AT:
                continue
            look = second_looks.give(people[name], event.pk, *_opinion(event, chance))
            at = min(event.at + datetime.timedelta(hours=chance.uniform(2, 60)), now)
            SecondLook.objects.filter(pk=look.pk).update(at=at)


def _opinion(event: CommentEvent, chance: Random) -> tuple[str, str]:
    """What is said of a decision, and the reason where it is refused."""
    number = chance.uniform(0, 100)
    published = event.kind in agreement.PUBLISHING
    if number < UNSURE:
        return Opinion.UNSURE, ""
    if number < UNSURE + OPPOSITE:
        return (Opinion.REJECT, Reason.OFF_TOPIC) if published else (Opinion.APPROVE, "")
    if published:
        return Opinion.APPROVE, ""
    if number < UNSURE + OPPOSITE + ANOTHER:
        return Opinion.REJECT, Reason.OTHER
    return Opinion.REJECT, event.reason or "spam"
