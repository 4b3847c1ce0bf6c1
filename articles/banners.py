"""The verbs of the breaking-news banner: set one, change it, end it (feature E14)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Banner
from newsportal.core import versions
from newsportal.core.models import User

#: A banner that nobody ends is no news any more after that.
LASTS = datetime.timedelta(hours=2)
#: More than a day is no breaking news.
LONGEST = datetime.timedelta(hours=24)


def shown(banners: Iterable[Banner], now: datetime.datetime | None = None) -> Banner | None:
    """The banner that readers see at `now`: the newest whose time has not run out."""
    now = now or timezone.now()
    return next((banner for banner in banners if not banner.is_over(now)), None)


@transaction.atomic
def save(banner: Banner, actor: User | None) -> None:
    """Set or change a banner; every page shows the newest."""
    if not banner.pk:
        banner.created_by = actor
    banner.save()
    versions.bump("banner")


@transaction.atomic
def end(banner: Banner, actor: User | None) -> bool:
    """End a banner now. False when it was over already."""
    now = timezone.now()
    to: dict[str, Any] = {"until": now, "ended_by": actor}
    ended = Banner.objects.not_over(now).filter(pk=banner.pk).update(**to)
    versions.bump("banner")
    return bool(ended)
