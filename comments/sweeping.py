"""Looking for words in every table of the database, whatever made it (feature M17).

After an erasure the words are looked for where nobody expects them: in a story that quotes them,
in a note, in a table that was added later. Rows are read as text, with all their columns.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction

#: Letters of a piece that is looked for; shorter ones stand in texts of others, too.
PIECE = 20
#: Pieces that are looked for, the longest first.
MOST_PIECES = 8
#: Seconds for the whole search. What is not reached is told.
SECONDS = 15.0


@dataclass
class Found:
    """What a search saw: tables with how many rows hold a piece, and those it did not reach."""

    tables: int = 0
    left: dict[str, int] = field(default_factory=dict)
    not_searched: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"tables": self.tables, "left": self.left, "not_searched": self.not_searched}


def pieces_of(texts: tuple[str, ...]) -> list[str]:
    """Pieces of texts that stand in a row as they are, whether it holds text, HTML or JSON."""
    found = {
        piece.strip()
        for text in texts
        for piece in re.split(r"[\n\r\t\"'\\<>&*]+|(?<=[.!?…。])\s", text)
    }
    long_ones = sorted((one for one in found if len(one) >= PIECE), key=len, reverse=True)
    return long_ones[:MOST_PIECES] or sorted(found, key=len)[-1:]


def search(texts: tuple[str, ...], *, seconds: float = SECONDS) -> Found:
    """Look for pieces of the texts in all rows of all tables, the small tables first.

    Args:
        seconds: when to stop.
    """
    pieces = [piece for piece in pieces_of(texts) if len(piece) >= 6]
    found = Found()
    ends = time.monotonic() + seconds
    for table in _tables() if pieces else ():
        left = ends - time.monotonic()
        count = _rows_with(table, pieces, left) if left > 0 else None
        if count is None:
            found.not_searched.append(table)
            continue
        found.tables += 1
        if count:
            found.left[table] = count
    return found


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'm')"
            " AND relnamespace = current_schema()::regnamespace ORDER BY relpages, relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _rows_with(table: str, pieces: list[str], seconds: float) -> int | None:
    """How many rows hold a piece; None when the time was over."""
    patterns = [f"%{_literal(piece)}%" for piece in pieces]
    patterns += [f"%{piece.encode().hex()}%" for piece in pieces]  # columns of bytes
    name = connection.ops.quote_name(table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [_ms(seconds)])
            cursor.execute(
                f"SELECT count(*) FROM {name} AS held WHERE held::text ILIKE ANY(%s)",  # noqa: S608
                [patterns],
            )
            count = int(cursor.fetchone()[0])
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            return count
    except DatabaseError:  # the time was over, or the table is not ours to read
        return None


def _ms(seconds: float) -> str:
    return str(max(1, int(seconds * 1000)))


def _literal(piece: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", piece)
