"""Every erasure in a file beside the database, so that a restored backup can be told (feature M17).

A backup of yesterday brings back what was erased today. The journal is a line of JSON for each
erasure: which comment, when, on which ground, and nothing of its text. A line is on the disk
before the transaction commits: a crash between the two leaves an erasure that is done again, which
does no harm. Lines are added and never changed.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime

from comments.models import Comment, ErasureReceipt

Entry = dict[str, Any]

logger = logging.getLogger(__name__)


def path() -> Path:
    """Where the journal lies (ERASURE_JOURNAL)."""
    return Path(settings.ERASURE_JOURNAL)


def append(entry: Entry) -> None:
    """Write an entry and wait until the disk has it. Raises OSError."""
    line = json.dumps(entry, ensure_ascii=True, separators=(",", ":")) + "\n"
    file = path()
    is_new = not file.exists()
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        state = os.fstat(descriptor)
        size = state.st_size
        # A line that a crash has cut short must not swallow this one.
        is_whole = size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"
        os.write(descriptor, (line if is_whole else f"\n{line}").encode())
        if stat.S_ISREG(state.st_mode):  # the null device, where a trial wants none, has no disk
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    """Wait until the disk has the new file's name, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_writable() -> None:
    """Raises OSError when no line could be added."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise PermissionError(13, "Permission denied", str(file))


def entries() -> Iterator[Entry]:
    """All entries, the oldest first. A line that a crash has cut short is left out: its
    transaction was never committed."""
    try:
        lines = path().read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            written_at = parse_datetime(entry["written_at"])
            known = isinstance(entry["comment"], int) and isinstance(entry["receipt"], str)
            known = known and {"revision", "ground", "at"} <= entry.keys()
        except (ValueError, TypeError, KeyError, RecursionError):
            written_at, known = None, False
        if known and written_at is not None:
            yield entry
        elif line.strip():
            logger.warning("Line %d of the journal of erasures cannot be read", number)


def has(number: str) -> bool:
    """Whether an erasure stands in the journal, by the number of its receipt."""
    try:
        return any(entry["receipt"] == number for entry in entries())
    except OSError:
        return False


def missing() -> list[Entry]:
    """Entries that this database does not know, or whose comment stands in it with its text: a
    backup was restored. Two queries, however many there are."""
    known = {entry["receipt"]: entry for entry in entries()}
    if not known:
        return []
    receipts = set(ErasureReceipt.objects.filter(number__in=known).values_list("number", flat=True))
    standing = {
        (pk, written_at)
        for pk, written_at in Comment.objects.filter(
            pk__in={entry["comment"] for entry in known.values()}
        )
        .exclude(status=Comment.Status.ERASED)
        .values_list("pk", "created_at")
    }
    return [
        entry
        for number, entry in known.items()
        if number not in receipts
        or (entry["comment"], parse_datetime(entry["written_at"])) in standing
    ]
