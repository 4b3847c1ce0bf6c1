"""Sending a feed: its type, and the time that programs without a tag ask by."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date

from newsportal.core.feeds import atom, json_feed, rss
from newsportal.core.feeds.description import Feed, Form

WRITERS: dict[Form, Callable[[Feed], str]] = {
    Form.RSS: rss.write,
    Form.ATOM: atom.write,
    Form.JSON: json_feed.write,
}

#: HTTP tells times by the second, and what a verb is just writing is not seen yet. A change younger
#: than this could not be told from the next one, so its time is not said (RFC 9110, 8.8.2.2).
SETTLED = datetime.timedelta(seconds=2)


def answer(feed: Feed, form: Form) -> HttpResponse:
    """The feed in a format; `public_page` adds its tag and answers 304 to who knows it."""
    response = HttpResponse(
        WRITERS[form](feed),
        content_type=f"{form.media_type}; charset=utf-8",
    )
    if feed.changed is not None and timezone.now() - feed.changed > SETTLED:
        response["Last-Modified"] = http_date(feed.changed.timestamp())
    return response
