"""Claiming a comment: “I am on this” (feature M4).

A claim forbids nobody to decide; it spares two moderators the same words. It ends by the clock,
and when the comment is decided.
"""

from __future__ import annotations

import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Claim, Comment
from newsportal.core.models import User

#: How long a claim holds: time to read a long thread, and short enough that nothing lies about
#: when somebody was called away.
HOLDS = datetime.timedelta(minutes=5)


class Taken(Exception):
    """Somebody else is on the comment; the message says who."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def claim(comment: Comment, person: User) -> datetime.datetime:
    """Put one's hand on a comment, or keep it there longer: one statement, so one of two wins.

    Returns:
        Until when it holds.

    Raises:
        Taken: a colleague's claim holds.
    """
    now = timezone.now()
    until = now + HOLDS
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO comments_claim (comment_id, person_id, until) VALUES (%s, %s, %s)
            ON CONFLICT (comment_id) DO UPDATE
                SET person_id = EXCLUDED.person_id, until = EXCLUDED.until
                WHERE comments_claim.until <= %s OR comments_claim.person_id = EXCLUDED.person_id
            """,
            [comment.pk, person.pk, until, now],
        )
        is_mine = bool(cursor.rowcount)
    if not is_mine:
        holder = Claim.objects.select_related("person").filter(comment=comment).first()
        raise Taken(
            _("%(who)s is on this.") % {"who": holder.person if holder else _("A colleague")}
        )
    return until


def release(comment: Comment, person: User) -> None:
    """Take one's hand off; a colleague's stays."""
    Claim.objects.filter(comment=comment, person=person).delete()


def decided(comment: Comment) -> None:
    """Whoever was on a comment is done with it once it is decided."""
    Claim.objects.filter(comment=comment).delete()


def forget_expired(now: datetime.datetime | None = None) -> int:
    """Delete claims that are over; returns how many."""
    return Claim.objects.filter(until__lte=now or timezone.now()).delete()[0]
