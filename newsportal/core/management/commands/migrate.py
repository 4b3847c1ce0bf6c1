"""`manage.py migrate`: Django's own, one process after the other.

Two starts at once (`make demo` in two terminals, several machines with a new version) would both
make the same tables, and one would fail half-way. A lock of the database lets the second wait; it
then finds everything done.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

#: A number of ours for PostgreSQL's advisory locks.
LOCK = 0x6D696772


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with connections[options["database"]].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                self.stdout.write("Another process migrates this database: waiting for it …")
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            super().handle(*args, **options)
        finally:
            with connections[options["database"]].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
