"""Versions of page keys (house rule 14): bumped by verbs in their transaction, read by pages.

A key names what a page shows: ``story:12``, ``section:3``, ``tag:7``, ``author:2``, ``page:4``,
``discussion:12``, ``corrections``, ``menu``, ``site``, ``sections``, ``home``.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Max

from newsportal.core.models import PageVersion

T = TypeVar("T")


def bump(*keys: str) -> None:
    """Raise the version of every key by one, inside the caller's transaction.

    One statement, in the order of the keys, so that two verbs cannot lock each other out. The time
    is that of the clock and not of the transaction's start: of two verbs, the one that waited for
    the other's row has the later one.
    """
    ordered = sorted(set(keys))
    if not ordered:
        return
    table = connection.ops.quote_name(PageVersion._meta.db_table)
    rows = ", ".join(["(%s, 1, clock_timestamp())"] * len(ordered))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, version, changed_at) VALUES {rows} "  # noqa: S608
            "ON CONFLICT (key) DO UPDATE "
            f"SET version = {table}.version + 1, changed_at = clock_timestamp()",
            ordered,
        )


def read(keys: Iterable[str]) -> dict[str, int]:
    """The versions of `keys` in one query; a key never bumped has version 0."""
    wanted = list(keys)
    found = dict(PageVersion.objects.filter(key__in=wanted).values_list("key", "version"))
    return {key: found.get(key, 0) for key in wanted}


def changed_at(keys: Iterable[str]) -> datetime.datetime | None:
    """When any of `keys` was bumped last, in one query; None when none ever was."""
    found = PageVersion.objects.filter(key__in=list(keys)).aggregate(newest=Max("changed_at"))
    newest: datetime.datetime | None = found["newest"]
    return newest


class _Known:
    """The versions of all keys that copies in this process hang on, read together."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.copies: list[VersionedCopy[Any]] = []
        self.lock = threading.Lock()
        self.versions: dict[str, int] = {}
        self.read_at = float("-inf")

    def fresh(self) -> dict[str, int]:
        """Versions not older than `settings.VERSION_CHECK_SECONDS`, in at most one query."""
        with self.lock:
            now = time.monotonic()
            if now - self.read_at >= settings.VERSION_CHECK_SECONDS:
                self.versions = read(sorted(self.keys))
                self.read_at = now
            return self.versions


_known = _Known()


class VersionedCopy(Generic[T]):
    """A process's own copy of something small that every page shows, kept true by versions.

    The versions are read before the copy is loaded, so that a change between the two is seen at
    the next look.

    Args:
        load: reads the copy anew.
        keys: the version keys that it hangs on.
    """

    def __init__(self, load: Callable[[], T], *keys: str) -> None:
        self._load = load
        self._keys = keys
        self._lock = threading.Lock()
        self._held: tuple[list[int], T] | None = None
        _known.keys.update(keys)
        _known.copies.append(self)

    def get(self) -> T:
        known = _known.fresh()
        versions = [known.get(key, 0) for key in self._keys]
        held = self._held
        if held is not None and held[0] == versions:
            return held[1]
        with self._lock:
            held = versions, self._load()
            self._held = held
        return held[1]

    def forget(self) -> None:
        """Load anew at the next look."""
        self._held = None


def forget_copies() -> None:
    """Drop what this process holds, for when versions went back: another database stands here
    now, a backup was restored, a test was undone."""
    _known.read_at = float("-inf")
    for copy in _known.copies:
        copy.forget()
