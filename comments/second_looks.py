"""The blind second look: a sample of decisions is shown to another moderator (feature M15).

Which decisions stand in the sample is settled by their numbers alone, so it is the same whoever
asks and whenever: a hash of each falls below the share or not, and of each moderator's decisions in
a week no more than a few are taken. Who looks sees the words, not what was decided, by whom, nor
who wrote them; what they say changes nothing on the comment.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.aggregates import Count
from django.db.models.functions import MD5, Cast, Collate, Concat, RowNumber, TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import agreement, moderation, rights
from comments.discussions import newsroom_zone, policies
from comments.models import Comment, CommentEvent, SecondLook
from comments.models.second_look import opinion_reasons
from newsportal.core.models import User

Opinion = SecondLook.Opinion

#: Decisions of people that are looked at again.
LOOKED_AT = (*agreement.PUBLISHING, *agreement.REFUSING)


class Refused(Exception):
    """The opinion was not taken; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def sample(now: datetime.datetime | None = None) -> QuerySet[CommentEvent]:
    """The decisions that stand in the sample, looked at already or not."""
    site = policies.get().site
    now = now or timezone.now()
    oldest = now - datetime.timedelta(days=site.second_look_days)
    week = timezone.localtime(oldest, newsroom_zone())
    monday = (week - datetime.timedelta(days=week.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    chosen = (
        CommentEvent.objects.standing()
        .filter(
            kind__in=LOOKED_AT,
            actor__isnull=False,
            at__gte=monday,
            at__lt=now - moderation.UNDO_FOR,
        )
        .annotate(lot=_hash("second look:"))
        .filter(lot__lt=_below(site.second_look_share))
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("actor"), TruncWeek("at", tzinfo=newsroom_zone())],
                order_by=["lot", "pk"],
            )
        )
        .filter(place__lte=site.second_look_most)
        .order_by()
    )
    return CommentEvent.objects.filter(pk__in=chosen.values("pk"), at__gte=oldest)


def waiting_for(user: User, now: datetime.datetime | None = None) -> QuerySet[CommentEvent]:
    """The decisions that somebody may look at: of others, not looked at yet, whose words stand.

    Neither on their own comments, nor where they have decided something themselves.
    """
    own = CommentEvent.objects.filter(comment=OuterRef("comment"), actor=user)
    return (
        sample(now)
        .filter(
            second_look=None,
            revision=F("comment__revision"),
            comment__in=rights.decidable(user).exclude(status=Comment.Status.DELETED),
        )
        .exclude(Q(actor=user) | Q(comment__author=user) | Q(comment__text=""))
        .exclude(Exists(own))
    )


def draw(user: User, after: int | None = None) -> CommentEvent | None:
    """The next decision for somebody, with `left`, the number of all that wait for them.

    Everybody goes through the sample in an order of their own, so that two who look at the same
    time rarely look at the same one.

    Args:
        after: the decision that was skipped last; those behind it come first.
    """
    prefix = f"look {user.pk}:"
    found = waiting_for(user).annotate(turn=_hash(prefix), left=Window(Count("pk")))
    order = ["turn", "pk"]
    if after is not None:
        key = hashlib.md5(f"{prefix}{after}".encode(), usedforsecurity=False).hexdigest()
        is_behind = Case(
            When(turn__gt=key, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        found, order = found.annotate(is_behind=is_behind), ["is_behind", *order]
    cards = found.select_related("comment__story__section", "comment__parent", "comment__reply_to")
    return cards.order_by(*order).first()


def give(user: User, event: int, opinion: str, reason: str = "") -> SecondLook:
    """Keep what somebody would have decided.

    Args:
        event: the decision that was drawn.
        reason: why they would reject; one of `opinion_reasons`.

    Raises:
        Refused: the opinion is none, or the decision is not theirs to look at (any more).
    """
    if opinion not in Opinion.values:
        raise Refused(_("Choose one of the three."))
    if opinion != Opinion.REJECT:
        reason = ""
    elif reason not in dict(opinion_reasons()):
        raise Refused(_("Choose a reason: it is what is compared."))
    if not waiting_for(user).filter(pk=event).exists():
        raise Refused(
            _("Nothing was kept: a colleague was faster, or the comment has changed meanwhile.")
        )
    try:
        with transaction.atomic():
            look = SecondLook.objects.create(
                event_id=event, moderator=user, opinion=opinion, reason=reason
            )
    except IntegrityError:
        raise Refused(_("Nothing was kept: a colleague was faster.")) from None
    return look


def seen_by(user: User) -> QuerySet[SecondLook]:
    """The looks whose figures somebody reads: at comments of the sections that they moderate."""
    return SecondLook.objects.filter(event__comment__in=rights.decidable(user))


def _hash(prefix: str) -> Any:
    """32 hexadecimal digits that each decision gets by its number, compared as they stand."""
    text = Concat(Value(prefix), Cast("pk", CharField()), output_field=CharField())
    return Collate(MD5(text), "C")


def _below(percent: int) -> str:
    """The bound below which so many of a hundred hashes lie."""
    if percent >= 100:
        return "g"  # behind every digit
    return f"{percent * 16**8 // 100:08x}"
