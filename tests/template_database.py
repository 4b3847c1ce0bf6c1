"""The database of tests is a copy of one that was migrated before.

Its migrations take half a minute, a copy of what they lead to takes one second. So the first
process that finds no template of these migrations makes one, and all processes of all runs copy it
until a migration changes. What a start does after migrating (permissions, role groups) is done in
the copy.

`make check` runs this module beside the linters, so that no process of tests has to wait for it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

PREFIX = "template_of_tests"
#: So that going back and forth between two branches does not migrate each time.
KEPT = 3
#: A number of ours for PostgreSQL's advisory locks: one process makes a template, the others wait.
LOCK = 0x7E57DB


def ensure() -> str:
    """The name of a migrated, empty database that nobody is connected to; made if need be."""
    name = f"{PREFIX}_{digest()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # given back with the connection
        if name not in templates(cursor):
            migrate(f"{PREFIX}_unfinished")
            cursor.execute(f"ALTER DATABASE {PREFIX}_unfinished RENAME TO {name}")
            for old in templates(cursor)[KEPT:]:
                cursor.execute(f"DROP DATABASE IF EXISTS {old}")
    return name


def digest() -> str:
    """A short word for the migrations of all apps, the project's and others'."""
    told = hashlib.sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for file in sorted(Path(config.path, "migrations").glob("*.py")):
            told.update(f"{config.label}/{file.name}".encode() + file.read_bytes())
    return told.hexdigest()[:16]


def templates(cursor: Any) -> list[str]:
    """The names of the finished ones, the newest first."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s ORDER BY oid DESC",
        [f"^{PREFIX}_[0-9a-f]{{16}}$"],
    )
    return [name for (name,) in cursor.fetchall()]


def migrate(name: str) -> None:
    """Make a database of that name as Django makes one for tests, and leave it."""
    own, test = connection.settings_dict, connection.settings_dict["TEST"]
    before = own["NAME"], test["NAME"]
    test["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        own["NAME"], test["NAME"] = before
        settings.DATABASES[connection.alias]["NAME"] = before[0]


if __name__ == "__main__":
    django.setup()
    ensure()
