"""How often stories are read, without knowing by whom (feature R8, decision record 0045).

A script on a story's page tells after some seconds in sight that the story is being read; rendering
a page costs nothing. Nobody is recognised: repeats from one network within an hour count once,
which each web process knows by keyed hashes that stand in its memory only. The key is drawn by
chance for every hour and goes with it; neither key nor hash is ever written anywhere.

What is counted is one appended row, which says the story and the hour. Every minute `sum_up` adds
the rows to `StoryActivity` in one statement; a reading that was taken is counted once, whatever
process is killed in between.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
import threading

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Story, StoryActivity, StoryRead
from newsportal.core import versions
from newsportal.core.client_network import client_address, network_of
from newsportal.core.crawlers import CRAWLERS

#: Version key of everything that shows a ranking; it moves once a minute at most.
KEY = "most-read"
#: Sums by the hour are kept for a quarter; nothing shown looks back further than a week.
KEPT = datetime.timedelta(days=90)
#: Hashes that a process remembers, some 8 MB; beyond that it begins anew and may count some twice.
MOST_REMEMBERED = 100_000
#: Stories that one network can count in an hour: a school reads as many, a forger no more.
MOST_OF_NETWORK = 300

#: A brand of phones ends in “bot”, and is none.
_NAMES = "|".join(re.escape(crawler.token.lower()) for crawler in CRAWLERS)
_ROBOT = re.compile(
    r"(?<!cu)bot\b|bot/|crawl|spider|slurp|preview|headless|lighthouse|monitor|scrap|fetch"
    r"|python|curl|wget|java/|go-http|okhttp|httpclient|facebookexternalhit|phantom|puppeteer"
    rf"|playwright|selenium|{_NAMES}"
)


class ReadersOfAnHour:
    """Which networks have read what in this hour, as hashes that nobody else can make."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hour: datetime.datetime | None = None
        self._begin()

    def _begin(self) -> None:
        self._key = secrets.token_bytes(32)
        self._seen: set[bytes] = set()
        self._by_network: dict[bytes, int] = {}

    def take(self, network: str, story: str, hour: datetime.datetime) -> bool:
        """Note a reading. False when it was noted before, or the network has noted its most."""
        with self._lock:
            if hour != self._hour or len(self._seen) >= MOST_REMEMBERED:
                self._hour = hour
                self._begin()
            one, whole = self._hash(network, story), self._hash(network)
            if one in self._seen or self._by_network.get(whole, 0) >= MOST_OF_NETWORK:
                return False
            self._seen.add(one)
            self._by_network[whole] = self._by_network.get(whole, 0) + 1
            return True

    def _hash(self, *words: str) -> bytes:
        text = "\n".join(words).encode()
        return hashlib.blake2b(text, key=self._key, digest_size=12).digest()


_readers = ReadersOfAnHour()


def is_robot(request: HttpRequest) -> bool:
    """Whether a machine asks: by its name, naming no language, or ahead of need."""
    headers = request.headers
    purpose = headers.get("Sec-Purpose", "") + headers.get("Purpose", "")
    agent = headers.get("User-Agent", "").lower()
    return (
        "prefetch" in purpose
        or not headers.get("Accept-Language")
        or not agent
        or _ROBOT.search(agent) is not None
    )


def count(request: HttpRequest, story: Story, now: datetime.datetime | None = None) -> bool:
    """Count that a live story is being read, in at most one statement.

    Args:
        now: the moment, for tests.

    Returns:
        Whether it counted: False for robots, repeats and networks that have counted their most.
    """
    if is_robot(request):
        return False
    hour = (now or timezone.now()).replace(minute=0, second=0, microsecond=0)
    if not _readers.take(network_of(client_address(request)), str(story.pk), hour):
        return False
    StoryRead.objects.create(story=story, hour=hour)
    return True


def sum_up() -> int:
    """Add what was counted to the hours of the stories (beat). Returns how many readings."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH counted AS (DELETE FROM articles_storyread RETURNING story_id, hour),
            summed AS (
                INSERT INTO articles_storyactivity (story_id, hour, reads, comments)
                SELECT story_id, hour, count(*), 0 FROM counted
                GROUP BY story_id, hour ORDER BY story_id, hour
                ON CONFLICT (story_id, hour)
                DO UPDATE SET reads = articles_storyactivity.reads + EXCLUDED.reads
            )
            SELECT count(*) FROM counted
            """
        )
        (number,) = cursor.fetchone()
        if number:
            versions.bump(KEY)
    return int(number)


def forget_old(now: datetime.datetime | None = None) -> int:
    """Delete the sums of hours long past. Returns how many."""
    before = (now or timezone.now()) - KEPT
    return StoryActivity.objects.filter(hour__lt=before).delete()[0]
