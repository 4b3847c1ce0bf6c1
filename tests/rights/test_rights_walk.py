"""Feature E5: every address of the newsroom, walked as every role, a reader and a stranger.

What each may do stands in `tests/rights/table.py`; this test holds the portal against it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from newsportal.core import versions
from tests.rights.cast import EVERYBODY, MAY_KNOW, SECRET, World, client_of, world
from tests.rights.table import TABLE, Ask

pytestmark = pytest.mark.django_db

#: Addresses without a name: Django's redirects of old links and the one that says 404.
UNNAMED = {"<path:object_id>/", "(?P<url>.*)$"}
#: Tables that say that somebody was here, and nothing more.
TRACES = (
    "django_session",
    "django_migrations",
    "core_ratecount",
    "core_cache",
)
#: Where those are led who may not in.
DOORS = ("/admin/login/", "/accounts/login/", "/accounts/2fa/")


def named(patterns: Any, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, str]]:
    """(route, name, namespace) of every address below some patterns."""
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{one.namespace}:" if one.namespace else space
            yield from named(one.url_patterns, route, inner)
        elif isinstance(one, URLPattern):
            yield route, one.name or "", space


def newsroom() -> dict[str, str]:
    """The whole name of every address below /admin/, by its name in the table."""
    found = {}
    for route, name, space in named(get_resolver().url_patterns):
        if route.startswith("admin/") and name:
            found[name] = space + name
        elif route.startswith("admin/"):
            assert any(route.endswith(end) for end in UNNAMED), f"{route} has no name"
    return found


def test_every_address_of_the_newsroom_stands_in_the_table():
    missing = newsroom().keys() - TABLE.keys()

    assert not missing, f"Say in tests/rights/table.py who may go there: {sorted(missing)}"


def test_the_table_names_no_address_that_is_gone():
    assert not TABLE.keys() - newsroom().keys()


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_gets_where_the_table_says_and_learns_and_changes_nothing_else(request, name):
    logging.disable()  # hundreds of refusals, each with its traceback
    request.addfinalizer(lambda: logging.disable(logging.NOTSET))
    here = world(name)
    walk = Walk(name, here, client_of(here.walker))
    only = os.environ.get("WALK", "").split()  # while a page is being written: WALK="debt banner"
    for place, asks in TABLE.items():
        if only and not any(part in place for part in only):
            continue
        for ask in asks:
            walk.ask(place, ask)

    assert not walk.found, "\n" + "\n".join(walk.found)


class Walk:
    """One person's walk; `found` gathers every difference from the table."""

    def __init__(self, name: str, here: World, client: Client) -> None:
        self.name = name
        self.world = here
        self.client = client
        self.whole_names = newsroom()
        self.before = fingerprint(connection.introspection.table_names())
        self.written = written()
        self.found: list[str] = []

    def ask(self, place: str, ask: Ask) -> None:
        """Make one request, compare what came of it, and take back what it did."""
        rows = [self.world.pk(row) if row in self.world.rows else row for row in ask.rows]
        if None in rows:
            return  # strangers own nothing
        address = reverse(self.whole_names[place], args=rows)
        with taken_back():
            response = self.send(address, ask)
            touched = self.touched()
            changed = differing(self.before, fingerprint(touched))
        if touched:
            versions.forget_copies()  # what processes keep may have been read from rows taken back
        is_in = self.name in ask.who
        sent = f"{'GET' if ask.data is None else 'POST'} {address} {ask.query or ''}"
        sent += f" as {self.name}: {response.status_code}"
        if response.status_code >= 500:
            self.found.append(f"{sent}, which is never an answer")
        if is_in and is_refusal(response):
            self.found.append(f"{sent} {response.headers.get('Location', '')}, should get through")
        if not is_in and ask.is_told and not is_refusal(response):
            self.found.append(f"{sent} {response.headers.get('Location', '')}, should be refused")
        if changed and (not is_in or ask.data is None):
            self.found.append(f"{sent}, changed {', '.join(changed)}")
        if is_in and ask.data is not None and ask.leaves and not changed:
            self.found.append(f"{sent}, should leave something behind: {said(response)}")
        if self.name not in MAY_KNOW and SECRET.lower() in all_of(response).lower():
            self.found.append(f"{sent}, tells a secret: …{around(all_of(response))}…")

    def touched(self) -> list[str]:
        """The tables that were written to since the last look, by whatever statement or trigger."""
        earlier, self.written = self.written, written()
        grown = [table for table, rows in self.written.items() if rows != earlier.get(table)]
        return [table for table in grown if table not in TRACES]

    def send(self, address: str, ask: Ask) -> Any:
        if ask.data is None:
            return self.client.get(address, ask.query)
        return self.client.post(address, ask.data(self.world))


# What an answer is ----------------------------------------------------------------------------


def is_refusal(response: Any) -> bool:
    """403, 404, 405, or the way to a sign-in or to the front door (where Django leads the lost)."""
    if response.status_code in (403, 404, 405):
        return True
    to = response.headers.get("Location", "")
    return response.status_code == 302 and (to == "/admin/" or to.startswith(DOORS))


def all_of(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n{body.decode('utf-8', 'replace')}"


def around(text: str) -> str:
    at = text.lower().find(SECRET.lower())
    return " ".join(text[max(at - 160, 0) : at + 60].split())


def said(response: Any) -> str:
    context = response.context or {}
    form = context.get("adminform") or context.get("form") or ""
    return str(getattr(form, "errors", ""))[:600]


# What a request does --------------------------------------------------------------------------


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written() -> dict[str, int]:
    """How many rows of each table this test has written so far, also those that it took back.

    PostgreSQL counts what it does, so a function or a trigger is seen as a statement is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, rows FROM (SELECT relname, pg_stat_get_xact_tuples_inserted(oid) "
            "+ pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid) AS rows "
            "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) AS told "
            "WHERE rows > 0"
        )
        return dict(cursor.fetchall())


def fingerprint(tables: Iterable[str]) -> dict[str, str]:
    """What stands in each of these tables, told in one hash."""
    parts = [
        f"SELECT '{table}', md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {table} row"  # noqa: S608 — names of our own tables
        for table in tables
    ]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [table for table, now in after.items() if before.get(table) != now]
