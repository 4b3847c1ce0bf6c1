"""Counts addresses that lead to nothing, so that the newsroom can mend them (feature E23).

Counting is like a line in a server's log: a GET changes nothing that anybody sees. It costs the
404 page one statement, and strangers cannot fill the database with it: what robots try is left
out, a network and a process count so many an hour, a day has so many addresses, and all is
deleted after a month.
"""

from __future__ import annotations

import datetime
import re
import threading
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import DatabaseError, connection
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from newsportal.core import addresses
from newsportal.core.client_network import client_address, network_of
from newsportal.core.models import Address
from newsportal.core.models.not_found import LONGEST_PATH, IgnoredAddress, NotFound

#: A broken link of a page that is read often is found long before; a crawler is not let go on.
MOST_OF_A_NETWORK = 60
#: Of all networks in one process: 404s that come faster are no readers.
MOST_OF_A_PROCESS = 2000
WINDOW_SECONDS = 60 * 60
#: Rows of one day. Thirty days of them are some ten megabytes.
MOST_OF_A_DAY = 2000

#: A search for more words of an address finds less, not more.
MOST_WORDS = 8
LONGEST_WORDS = 100

KEPT_DAYS = 30
WEEK_DAYS = 7

#: Pages that are nobody's business, or that answer with keys in their address.
NEVER_COUNTED = frozenset(
    "accounts admin healthz invitations me media metrics preview readyz setup static theme".split()
)

#: What robots try on every site, and what browsers and crawlers ask for by themselves.
ROBOTS = re.compile(
    r"""
    \.(php\d?|phtml|aspx?|ashx|jspx?|cgi|env|git|svn|sql|bak|old|orig|save|swp|ini|conf|cfg|log
      |ya?ml|toml|txt|pem|key|zip|tar|t?gz|rar|7z|exe|dll|sh|py|rb|pl|map|js|css)
      (/|~|$)
    | /\.                                    # .env .git .aws .well-known
    | /(sitemap|composer|package|manifest)[^/]*\.(xml|json)
    | /wp-(admin|login|includes|json|config|cron|content/(plugins|themes))
    | /(xmlrpc|phpmyadmin|pma|adminer|mysql|cgi-bin|boaform|actuator|solr|jenkins|owa|ecp|hnap1
      |autodiscover|vendor|telescope|console|_ignition|_profiler|server-status|geoserver|sdk|debug
      |apple-touch-icon[^/]*|favicon[^/]*|browserconfig[^/]*)(/|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: Signs that stand in attacks and in addresses of people, never in a link that a reader follows.
STRANGE = re.compile(r"""[<>"'`{}|\\^@*;$()\[\]]|//|\.\.""")
#: Keys, tokens and passwords in an address: a long run of letters and digits mixed.
SECRET = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{20,}", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9.-]{1,100}", re.IGNORECASE)

# One statement, whatever happens; the rows of a day are counted only before a new one.
COUNT = """
    INSERT INTO core_notfound AS kept (path, day, hits, last_referrer)
    SELECT %(path)s, %(day)s, 1, %(referrer)s
    WHERE EXISTS (SELECT FROM core_notfound WHERE day = %(day)s AND path = %(path)s)
       OR (SELECT count(*) FROM core_notfound WHERE day = %(day)s) < %(most)s
    ON CONFLICT (day, path) DO UPDATE SET
        hits = kept.hits + 1,
        last_referrer = COALESCE(NULLIF(EXCLUDED.last_referrer, ''), kept.last_referrer)
"""


class Quota:
    """How much this process counts in an hour: in all, and of one network.

    It lives in memory only, so no network address is kept anywhere, and it cannot grow beyond the
    number of events that the process counts.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = -1
        self._total = 0
        self._of_network: Counter[str] = Counter()

    def allows(self, network: str, now: float | None = None) -> bool:
        """Count one event of `network`; whether it is within both limits.

        Args:
            now: seconds of a monotonic clock, for tests.
        """
        window = int((time.monotonic() if now is None else now) // WINDOW_SECONDS)
        with self._lock:
            if window != self._window:
                self._window, self._total = window, 0
                self._of_network.clear()
            mine = self._of_network.get(network, 0)
            if mine >= MOST_OF_A_NETWORK or self._total >= MOST_OF_A_PROCESS:
                return False
            self._of_network[network] = mine + 1
            self._total += 1
            return True

    def clear(self) -> None:
        """Begin anew (tests)."""
        with self._lock:
            self._total = 0
            self._of_network.clear()


quota = Quota()


def is_worth_counting(path: str) -> bool:
    """Whether a reader may have followed a link there: no robot's try, nothing private."""
    if len(path) > LONGEST_PATH or not path.isprintable():
        return False
    first = path.strip("/").partition("/")[0]
    if not first or first in NEVER_COUNTED:
        return False
    return not (ROBOTS.search(path) or STRANGE.search(path) or SECRET.search(path))


def words_of(path: str) -> str:
    """What an address was probably about, as words to search for; "" where nothing can be told.

    The last part that has letters speaks: ``/world/2026/11/24/ferry-comes-back/`` has "ferry comes
    back". What robots try says nothing, and nothing is looked up.
    """
    if not is_worth_counting(addresses.normalise(path)):
        return ""
    for part in reversed(path.strip("/").split("/")):
        stem = re.sub(r"\.[a-z]{1,5}$", "", part, flags=re.IGNORECASE)
        words = [word for word in re.split(r"[\W_]+", stem) if word and not word.isdigit()]
        if words:
            return " ".join(words[:MOST_WORDS])[:LONGEST_WORDS]
    return ""


def count(request: HttpRequest) -> None:
    """Count a 404, when it is worth it. An error of the database is not told: the page is."""
    path = addresses.normalise(request.path)
    if request.method != "GET" or not is_worth_counting(path):
        return
    if not quota.allows(network_of(client_address(request))):
        return
    parameters: dict[str, Any] = {
        "path": path,
        "day": timezone.now().date(),
        "referrer": _host(request.META.get("HTTP_REFERER", "")),
        "most": MOST_OF_A_DAY,
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, parameters)
    except DatabaseError:
        return


def _host(referrer: str) -> str:
    """The host of the page that led here; nothing else of it is kept."""
    try:
        host = urlsplit(referrer).hostname or ""
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) else ""


@dataclass
class Missing:
    """A missing address with what the last week knows of it."""

    path: str
    hits: int
    last_day: datetime.date
    referrer: str
    #: Times a day, the oldest day first.
    days: list[int] = field(default_factory=list)


def most_frequent(most: int = 50, now: datetime.datetime | None = None) -> list[Missing]:
    """The week's missing addresses that were asked for most, without ignored and mended ones.

    Args:
        most: how many at most.
        now: the moment, for tests.
    """
    today = (now or timezone.now()).date()
    since = today - datetime.timedelta(days=WEEK_DAYS - 1)
    week = NotFound.objects.filter(day__gte=since)
    sums = (
        week.exclude(path__in=IgnoredAddress.objects.values("path"))
        .exclude(path__in=Address.objects.values("path"))
        .values("path")
        .annotate(sum=Sum("hits"))
        .order_by("-sum", "path")
        .values_list("path", "sum")[:most]
    )
    found = {path: Missing(path, total, since, "", [0] * WEEK_DAYS) for path, total in list(sums)}
    rows = week.filter(path__in=found).order_by("day")
    for path, day, hits, referrer in rows.values_list("path", "day", "hits", "last_referrer"):
        missing = found[path]
        missing.days[(day - since).days] = hits
        missing.last_day = day
        missing.referrer = referrer or missing.referrer
    return list(found.values())


def ignore(path: str) -> None:
    """Show a missing address no more; it is counted on, so that it can be shown again."""
    IgnoredAddress.objects.get_or_create(path=addresses.normalise(path)[:LONGEST_PATH])


def show_again(path: str) -> None:
    """Undo `ignore`."""
    IgnoredAddress.objects.filter(path=addresses.normalise(path)).delete()


def ignored(most: int = 100) -> Collection[Any]:
    """Addresses that are not shown, the newest first."""
    return list(IgnoredAddress.objects.order_by("-created_at", "-pk")[:most])


def forget_expired(now: datetime.datetime | None = None) -> int:
    """Delete what is older than a month. Returns how many rows were deleted."""
    oldest = (now or timezone.now()).date() - datetime.timedelta(days=KEPT_DAYS)
    deleted, _by_model = NotFound.objects.filter(day__lt=oldest).delete()
    return deleted
