"""Feeds: what all of them share, whatever they tell of."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed


class Feed(Rss201rev2Feed):
    """RSS 2.0 with absolute addresses and the same bytes as long as nothing new is in it."""

    def __init__(
        self,
        *,
        title: str,
        address: str,
        description: str,
        language: str,
        path: str,
        since: datetime.datetime,
    ) -> None:
        """Begin a feed.

        Args:
            address: of the page whose news it tells, from our root.
            path: the feed's own address, from our root.
            since: the time that a feed without entries says.
        """
        super().__init__(
            title=title,
            link=absolute(address),
            description=description,
            language=language,
            feed_url=absolute(path),
        )
        self.since = since

    def latest_post_date(self) -> datetime.datetime:
        """When the newest entry was made; Django says “now” where there is none."""
        return max((item["pubdate"] for item in self.items), default=self.since)

    def answer(self) -> HttpResponse:
        return HttpResponse(self.writeString("utf-8"), content_type=self.content_type)


def absolute(address: str) -> str:
    """An address from our root with our host."""
    return settings.SITE_URL + address
