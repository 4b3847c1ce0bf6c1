"""Rate limits that all processes share: a row for each limit and key, counted in one statement.

The window opens with the first event and lasts its whole length from there; after its end the next
event opens a new one. Why this and not something cleverer: the answer to "when may I try again?" is
exact, it is one row and one statement whatever the rate, and a person understands it ("10 comments
in 10 minutes"). Two full windows can meet, so within one length's time at most twice the limit may
pass; a token bucket allows the same, and a sliding estimate lets people wait longer than they were
promised, up to two windows where the limit is 1. Limits are set with that in mind.

The database's clock decides, so that the machines' clocks need not agree. Refused events count no
further: knocking on the door does not keep it shut.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import connection
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from newsportal.core.client_network import client_address, network_of
from newsportal.core.guest_pages import is_personal
from newsportal.core.models.rate_count import RateCount

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Key = Callable[[HttpRequest], str]

# Rows older than the longest window are forgotten without asking which limit they belong to.
LONGEST_WINDOW_SECONDS = 24 * 60 * 60

SALT = "newsportal.core.limits"

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")

# "now" is given by tests only; else the database's clock speaks. Beyond the limit the count stands
# still at limit + 1, which is what "refused" looks like.
HIT = """
    INSERT INTO core_ratecount AS kept (key, window_start, count)
    VALUES (%(key)s, COALESCE(%(now)s, statement_timestamp()), 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE
            WHEN kept.window_start + %(window)s <= EXCLUDED.window_start THEN 1
            ELSE LEAST(kept.count, %(limit)s) + 1
        END,
        window_start = CASE
            WHEN kept.window_start + %(window)s <= EXCLUDED.window_start THEN EXCLUDED.window_start
            ELSE kept.window_start
        END
    RETURNING
        count,
        CEIL(EXTRACT(EPOCH FROM
            window_start + %(window)s - COALESCE(%(now)s, statement_timestamp())
        ))::integer
"""


@dataclass(frozen=True)
class Verdict:
    """Whether the event may happen; if not, in how many seconds it may (0 when it may now)."""

    allowed: bool
    retry_after_seconds: int

    @property
    def sentence(self) -> str:
        """What to tell a person who has to wait, for a form that keeps what was typed."""
        seconds = self.retry_after_seconds
        if seconds <= 90:
            return ngettext(
                "That was a lot in a short time. Please try again in %(count)d second.",
                "That was a lot in a short time. Please try again in %(count)d seconds.",
                seconds,
            ) % {"count": seconds}
        minutes = -(-seconds // 60)
        return ngettext(
            "That was a lot in a short time. Please try again in %(count)d minute.",
            "That was a lot in a short time. Please try again in %(count)d minutes.",
            minutes,
        ) % {"count": minutes}


def hit(
    name: str, key: str, *, limit: int, per_seconds: int, now: datetime | None = None
) -> Verdict:
    """Count an event and say whether it is within its limit, in exactly one SQL statement.

    Call it before the transaction of the verb: inside one, a rollback takes the count back and
    everybody with the same key waits for its end.

    Args:
        name: the limit's name; each limit counts for itself.
        key: whom or what it counts ("user:17", a network); kept as a keyed hash only.
        limit: events allowed in a window, at least 1.
        per_seconds: the window's length in seconds, at most a day.
        now: the moment, for tests; else the database's clock.

    Returns:
        A verdict, exact also when many processes count the same key at once.

    Raises:
        ValueError: a limit or a window that cannot be.
    """
    if limit < 1 or not 1 <= per_seconds <= LONGEST_WINDOW_SECONDS:
        msg = f"limit {name!r}: {limit} in {per_seconds} s cannot be counted"
        raise ValueError(msg)
    parameters: dict[str, Any] = {
        "key": _hashed(name, key, per_seconds),
        "limit": limit,
        "window": timedelta(seconds=per_seconds),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(HIT, parameters)
        count, seconds_left = cursor.fetchone()
    if count <= limit:
        return Verdict(allowed=True, retry_after_seconds=0)
    # A clock that was set back must not make anybody wait longer than a window.
    return Verdict(allowed=False, retry_after_seconds=min(max(seconds_left, 1), per_seconds))


def forget_expired(now: datetime | None = None) -> int:
    """Delete counts whose window has certainly ended.

    Args:
        now: the moment, for tests; else the database's clock.

    Returns:
        How many were deleted.
    """
    longest = timedelta(seconds=LONGEST_WINDOW_SECONDS)
    oldest = Now() - longest if now is None else now - longest
    deleted, _by_model = RateCount.objects.filter(window_start__lt=oldest).delete()
    return deleted


def limited_response(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """Give the page that says when to try again.

    Args:
        request: the refused request.
        verdict: what `hit` said.

    Returns:
        429.html with status 429 (RFC 6585 section 4) and an honest Retry-After, for no cache.
    """
    seconds = verdict.retry_after_seconds
    context = {"retry_after": seconds, "sentence": verdict.sentence}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def network_key(request: HttpRequest) -> str:
    """Count by the caller's network: a household, whatever account or none."""
    return f"network:{network_of(client_address(request))}"


def person_key(request: HttpRequest) -> str:
    """Count by account where somebody is signed in, else by network."""
    if is_personal(request) and request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return network_key(request)


def limit_post(
    name: str, limit: int, per_seconds: int, key: Key = network_key
) -> Callable[[View[P]], View[P]]:
    """Limit how often a view may be posted to; reading it stays free.

    A view that keeps what was typed calls `hit` itself and shows the verdict's sentence.

    Args:
        name: the limit's name.
        limit: posts allowed in a window.
        per_seconds: the window's length in seconds.
        key: whom to count by; `network_key`, `person_key` or the view's own.

    Returns:
        A decorator; past the limit the view is not called and `limited_response` answers.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def limited(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in SAFE_METHODS:
                verdict = hit(name, key(request), limit=limit, per_seconds=per_seconds)
                if not verdict.allowed:
                    return limited_response(request, verdict)
            return view(request, *args, **kwargs)

        return limited

    return decorate


class ReadingLimit:
    """How often one network may ask for a page that costs much; in the memory of this process only.

    A GET changes nothing (house rule 10), so nothing is written and no statement is spent: several
    processes count each for itself, and a restart begins anew. That is enough against a machine
    that asks without end. What counts is the clock's own windows, so a moment suffices to forget
    them all.

    Only addresses of the open internet are counted. An inner one is a proxy that nobody named in
    `TRUSTED_PROXIES`, behind which stand all readers, or ourselves (`check_embargoes`, `bench`).

    Args:
        limit: pages allowed in a window, at least 1.
        per_seconds: the window's length in seconds.
    """

    #: Networks that are kept in a window; beyond that all begin anew.
    MOST = 100_000

    def __init__(self, limit: int, per_seconds: int) -> None:
        self._limit = limit
        self._seconds = per_seconds
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[str, int] = {}

    def hit(self, request: HttpRequest, now: float | None = None) -> Verdict:
        """Count a request and say whether it is within the limit.

        Args:
            now: the moment in seconds, for tests.
        """
        address = client_address(request)
        if not address.is_global:
            return Verdict(allowed=True, retry_after_seconds=0)
        now = time.time() if now is None else now
        window, passed = divmod(int(now), self._seconds)
        network = network_of(address)
        with self._lock:
            if window != self._window or len(self._counts) >= self.MOST:
                self._window = window
                self._counts.clear()
            count = self._counts.get(network, 0) + 1
            self._counts[network] = count
        if count <= self._limit:
            return Verdict(allowed=True, retry_after_seconds=0)
        return Verdict(allowed=False, retry_after_seconds=self._seconds - passed)


def _hashed(name: str, key: str, per_seconds: int) -> str:
    """Hash what is counted, with the window: a changed limit of another length starts anew."""
    return salted_hmac(SALT, f"{name}\n{per_seconds}\n{key}", algorithm="sha256").hexdigest()
