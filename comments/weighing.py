"""How many checks ask to hold a comment: a part of its weight in the queue (feature M1)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from comments.models import Comment, Signal
from comments.models.comment import CommentQuerySet
from comments.moderation import Drift


def weigh(comments: Collection[int]) -> None:
    """Count the checks that fire on the present words of comments whose signals have changed.

    New words bring their number with them (`submitting`, `editing`); this is for those who write
    signals of what is there already.
    """
    Comment.objects.filter(pk__in=comments).update(flags=_fired())


def recount(*, repair: bool) -> list[Drift]:
    """Compare the numbers of what waits with the truth (feature C16).

    Args:
        repair: also write the truth.
    """
    wrong: list[Any] = list(_wrong())
    drifts = [
        Drift(one.story_id, f"flags of comment {one.pk}", one.flags, one.truth) for one in wrong
    ]
    if repair:
        weigh([one.pk for one in wrong])
    return drifts


def _wrong() -> CommentQuerySet:
    return Comment.objects.held().annotate(truth=_fired()).exclude(flags=F("truth")).order_by("pk")


def _fired() -> Coalesce:
    signals = Signal.objects.filter(comment=OuterRef("pk"), revision=OuterRef("revision"))
    firing = signals.exclude(verdict="pass").order_by().values("comment")
    return Coalesce(Subquery(firing.annotate(n=Count("*")).values("n")), Value(0))
