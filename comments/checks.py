"""Says loudly that a restored backup has brought back what was erased (feature M17)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import DatabaseError

from comments import erasure_journal


@register(Tags.database)
def erasures_stand(databases: Sequence[str] | None = None, **_asked: Any) -> list[CheckMessage]:
    """A warning for erasures that the journal knows and the database does not, and where none
    could be noted. Runs where a database is asked: ``migrate``, ``check --database default``. No
    error, since an older backup must be migrated before it can be mended."""
    if "default" not in (databases or ()):
        return []
    found: list[CheckMessage] = []
    try:
        erasure_journal.check_writable()
    except OSError as error:
        found.append(
            checks.Warning(
                f"The journal of erasures cannot be written: {error}.",
                hint="Make its folder writable or set ERASURE_JOURNAL; until then nothing can be "
                "erased for legal reasons.",
                id="comments.W001",
            )
        )
    return found + _missing()


def _missing() -> list[CheckMessage]:
    try:
        missing = erasure_journal.missing()
    except (DatabaseError, OSError):
        return []  # a database without our tables, or no file: nothing to compare
    if not missing:
        return []
    numbers = ", ".join(entry["receipt"] for entry in missing[:10])
    return [
        checks.Warning(
            f"{len(missing)} texts that were erased for legal reasons stand in this database "
            f"again, or are unknown to it: {numbers}. A backup was restored.",
            hint="Run `manage.py replay_erasures` before anybody reads the site.",
            id="comments.W002",
        )
    ]
