"""Until when a picture may be shown: a question of the clock, in the newsroom's zone.

A picture whose licence has run out leaves new pages: every card, list and live update is made anew,
so it goes from there on the day after; a story keeps it on its own page when it first went live
while the licence held, and one that goes live later never shows it. No job writes anything;
`live_at` and the date of the licence decide (house rule 2). What still shows such a picture is
reported by `Image.objects.licence_run_out`.
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from articles.chrome import current as chrome
from articles.models import Image, Page, Story


def day_of(moment: datetime.datetime | None = None) -> datetime.date:
    """The date of a moment (now when None) where the newsroom is."""
    zone = ZoneInfo(chrome.get().site.time_zone)
    return timezone.localdate(moment or timezone.now(), timezone=zone)


def covers(image: Image, on: datetime.date | None = None) -> bool:
    """Whether the licence holds on a date (today when None); its last day counts."""
    return image.licence_expires is None or image.licence_expires >= (on or day_of())


def on_card(image: Image | None) -> Image | None:
    """The picture as a card, list, feed or link preview made now may show it; else None."""
    return image if image is not None and covers(image) else None


def day_of_first_showing(document: Story | Page) -> datetime.date:
    """The date that decides what a document's own page may show.

    That is the date of first going live, in the past or to come; of one without a time, today.
    """
    return day_of(document.first_live_at)


def on_page(image: Image | None, document: Story | Page) -> Image | None:
    """The picture as the document's own page may show it; else None."""
    if image is None or not covers(image, day_of_first_showing(document)):
        return None
    return image
