"""Redirects as a CSV file: what spreadsheets and other systems write, and what we hand out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsportal.core import addresses
from newsportal.core.models import Address
from newsportal.core.redirects import Line, Outcome, Wish

#: A site of twenty years has fewer former addresses that anybody still asks for.
MOST_LINES = 10_000
#: Ten thousand lines with two addresses of ordinary length.
MOST_BYTES = 3 * 1024 * 1024

#: Names of the two columns in files of our own and of common tools (Redirection for WordPress,
#: Wagtail, Yoast, spreadsheets by hand), in lower case.
OLD_NAMES = frozenset(
    ("from", "old", "old url", "old address", "old path", "path", "source", "source url", "origin")
)
NEW_NAMES = frozenset(
    ("to", "new", "new url", "new address", "new path", "target", "target url", "destination")
)

#: What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

#: How files begin that are no text: Excel's (zip), old Excel's.
BINARY_SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

#: Rows read from the database at once for a download.
CHUNK = 1000


def too_large() -> ValidationError:
    """The refusal of a file that is larger than is read."""
    return ValidationError(
        _("The file is larger than %(most)d MB. Upload it in parts.")
        % {"most": MOST_BYTES // 1024 // 1024}
    )


def decode(data: bytes) -> tuple[str, str]:
    """The file's text, and a sentence when its encoding had to be guessed.

    Raises ValidationError for what is no text.
    """
    if len(data) > MOST_BYTES:
        raise too_large()
    if data.startswith(BINARY_SIGNS):
        raise ValidationError(
            _("This is a spreadsheet, not a CSV file. In your program, save it as CSV (UTF-8).")
        )
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), _("The file was read as UTF-16.")
        text = data.decode("utf-8-sig")
        note = ""
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        note = _(
            "The file is not UTF-8; it was read as Latin-1 (Western European). "
            "Look whether letters with accents are right."
        )
    if "\x00" in text:
        raise ValidationError(_("This is no text file. Save the table as CSV (UTF-8)."))
    return text, note


def read(text: str) -> list[Wish]:
    """The lines of a table with two columns: the old address and where it leads.

    Comma, semicolon or tab may stand between them; a first line with names of columns is found
    and may say in which order they stand. Empty lines are left out.

    Raises ValidationError for a table that is empty, too long, or cannot be read.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    old, new = 0, 1
    wishes: list[Wish] = []
    is_first = True
    try:
        for row in reader:
            cells = [_unquoted(cell.strip()) for cell in row]
            if not any(cells):
                continue
            names = [cell.lower() for cell in cells]
            if is_first and OLD_NAMES & set(names) and NEW_NAMES & set(names):
                old = next(place for place, name in enumerate(names) if name in OLD_NAMES)
                new = next(place for place, name in enumerate(names) if name in NEW_NAMES)
            else:
                cells += [""] * (max(old, new) + 1 - len(cells))
                wishes.append(Wish(cells[old], cells[new], reader.line_num))
            is_first = False
            if len(wishes) > MOST_LINES:
                raise ValidationError(
                    _("More than %(most)d lines. Upload the table in parts.") % {"most": MOST_LINES}
                )
    except csv.Error as error:
        raise ValidationError(
            _("Line %(number)d cannot be read: a quotation mark may be missing.")
            % {"number": reader.line_num}
        ) from error
    if not wishes:
        raise ValidationError(_("There is no line with an old and a new address in it."))
    return wishes


def _delimiter(text: str) -> str:
    """The sign between the columns: the most frequent of three in the first lines."""
    head = "\n".join(text.splitlines()[:20])
    return max((",", ";", "\t"), key=head.count)


def _unquoted(cell: str) -> str:
    """Take off the mark that `safe_cell` puts before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_SIGNS) else cell


def safe_cell(value: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{value}" if value.startswith(FORMULA_SIGNS) else value


def table() -> Iterator[str]:
    """All redirects, by hand and of what moved, as lines of a CSV file that `read` understands.

    What leads to something that readers cannot see now is left out: the file leaves the house.
    """
    yield _row("from", "to", "kind", "since")
    moved = Address.objects.filter(state=Address.State.MOVED).order_by("pk")
    last = 0
    while rows := list(moved.filter(pk__gt=last)[:CHUNK]):
        owners = addresses.owners_of(rows)
        for row in rows:
            target, kind = row.target, "by hand"
            if not target:
                owner = owners.get(row.pk)
                public = owner.public_address() if owner else None  # type: ignore[attr-defined]
                target, kind = (public or "") and f"{public}{row.suffix}", "moved"
            if target:
                yield _row(row.path, target, kind, f"{row.created_at:%Y-%m-%d}")
        last = rows[-1].pk


def _row(*cells: str) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def report(lines: Iterable[Line]) -> Iterator[str]:
    """What becomes of every line, as lines of a CSV file."""
    yield _row("line", "from", "to", "outcome", "why")
    for line in lines:
        why = line.reason or line.hint
        yield _row(str(line.number), line.path, line.target, str(line.outcome.label), why)


def counts(lines: Iterable[Line]) -> dict[Outcome, int]:
    """How many lines have each outcome, all outcomes named."""
    found = dict.fromkeys(Outcome, 0)
    for line in lines:
        found[line.outcome] += 1
    return found


def summary(counted: dict[Outcome, int]) -> str:
    """The counts as one sentence."""
    return _(
        "%(added)d added, %(changed)d changed, %(unchanged)d unchanged, %(refused)d refused."
    ) % {str(outcome): number for outcome, number in counted.items()}
