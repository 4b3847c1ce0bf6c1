"""Versions of page keys (house rule 14): bumped by verbs in their transaction, read by pages.

A key names what a page shows: ``story:12``, ``section:3``, ``tag:7``, ``author:2``, ``page:4``,
``discussion:12``, ``menu``, ``site``, ``sections``, ``home``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection

from newsportal.core.models import PageVersion

T = TypeVar("T")


def bump(*keys: str) -> None:
    """Raise the version of every key by one, inside the caller's transaction.

    One statement, in the order of the keys, so that two verbs cannot lock each other out.
    """
    ordered = sorted(set(keys))
    if not ordered:
        return
    table = connection.ops.quote_name(PageVersion._meta.db_table)
    rows = ", ".join(["(%s, 1, now())"] * len(ordered))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, version, changed_at) VALUES {rows} "  # noqa: S608
            f"ON CONFLICT (key) DO UPDATE SET version = {table}.version + 1, changed_at = now()",
            ordered,
        )


def read(keys: Iterable[str]) -> dict[str, int]:
    """The versions of `keys` in one query; a key never bumped has version 0."""
    wanted = list(keys)
    found = dict(PageVersion.objects.filter(key__in=wanted).values_list("key", "version"))
    return {key: found.get(key, 0) for key in wanted}


class VersionedCopy(Generic[T]):
    """A process's own copy of something small that every page shows, kept true by versions.

    The versions are asked for at most once in `settings.VERSION_CHECK_SECONDS` (house rule 14:
    one second), and read before the copy is loaded, so that a change between the two is seen at
    the next look.
    """

    def __init__(self, load: Callable[[], T], *keys: str) -> None:
        self._load = load
        self._keys = keys
        self._lock = threading.Lock()
        self._versions: dict[str, int] | None = None
        self._copy: T | None = None
        self._checked_at = float("-inf")

    def get(self) -> T:
        now = time.monotonic()
        copy = self._copy
        if copy is not None and now - self._checked_at < settings.VERSION_CHECK_SECONDS:
            return copy
        with self._lock:
            versions = read(self._keys)
            if self._copy is None or versions != self._versions:
                self._copy = self._load()
                self._versions = versions
            self._checked_at = now
            return self._copy

    def forget(self) -> None:
        """Load anew at the next look."""
        with self._lock:
            self._copy = None
            self._checked_at = float("-inf")
