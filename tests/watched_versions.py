"""The versions of page keys are read again only after a statement that may have changed them.

Tests ask for fresh versions at every look (`VERSION_CHECK_SECONDS` is 0), and a look at the site's
settings is taken many times in each verb: that made every third statement of the tests. In the one
transaction of a test nobody else changes them, so one's own statements tell all.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from newsportal.core import versions
from newsportal.core.models import PageVersion

TABLE = PageVersion._meta.db_table
#: What neither writes nor undoes anything but in the tables that it names.
PLAIN = ("SELECT", "INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE")


class Watch:
    """What is known of the statements of this process.

    Attributes:
        is_alone: whether all that happens is in one transaction of this thread; otherwise versions
            are read at every look, as the settings say.
    """

    def __init__(self) -> None:
        self.is_alone = False
        self.may_have_changed = True
        self.keys = 0

    def look(self, execute: Any, sql: Any, *rest: Any) -> Any:
        """Called with every statement of this thread's connection."""
        text = str(sql).lstrip()
        if not text.startswith(PLAIN) or (TABLE in text and not text.startswith("SELECT")):
            self.may_have_changed = True
        return execute(sql, *rest)

    def is_known(self, known: Any) -> bool:
        """Whether what was read last still holds; a module may ask for new keys meanwhile."""
        return (
            self.is_alone
            and not settings.VERSION_CHECK_SECONDS
            and not self.may_have_changed
            and self.keys == len(known.keys)
            and known.read_at != float("-inf")
        )


watch = Watch()


def does_all_alone(request: pytest.FixtureRequest) -> bool:
    """Whether a test does all in its own transaction: nothing is committed, nobody else writes."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    in_browser = request.node.get_closest_marker("browser") is not None
    others = {"transactional_db", "live_server"} & set(request.fixturenames)
    return not (commits or in_browser or others)


@contextmanager
def watching() -> Generator[None]:
    """Watch this thread's statements, and read versions only where they may have changed."""
    read = versions._Known.fresh

    def fresh(known: Any) -> dict[str, int]:
        if watch.is_known(known):
            found: dict[str, int] = known.versions
            return found
        found = read(known)
        watch.may_have_changed = False
        watch.keys = len(known.keys)
        return found

    connection.execute_wrappers.append(watch.look)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions._Known, "fresh", fresh)
        yield
    connection.execute_wrappers.remove(watch.look)
