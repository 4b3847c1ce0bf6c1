"""Redirects by hand, one or ten thousand: planned first, so that a file can be tried, then made.

No redirect leads to itself, to another redirect, or away from what readers see now. Whether one
can stand is asked of the whole file at once, so that a loop over two lines is found too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import TextChoices
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.core import addresses
from newsportal.core.addresses import LONGEST, Addressable, normalise
from newsportal.core.models import Address

#: Two people who redirect at once come one after the other, so that they make no loop together.
#: Any number that no other lock of the portal has.
LOCK = 7_230_023

#: Rows of one statement.
BATCH = 1000

#: First segments under which former addresses are looked up before "not found" is said.
LOOKED_UP = frozenset(("tags", "authors"))

#: Queries of the front page that were addresses of other systems (articles.views.home asks).
QUERY_MARK = "/?"

#: Lines of a circle that are followed to say so; a longer one is called a chain.
LONGEST_CIRCLE = 20


class Outcome(TextChoices):
    ADDED = "added", gettext_lazy("added")
    CHANGED = "changed", gettext_lazy("changed")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    REFUSED = "refused", gettext_lazy("refused")


@dataclass(frozen=True)
class Wish:
    """A redirect as somebody typed it; `number` is its line in a file, 0 without one."""

    path: str
    target: str
    number: int = 0


@dataclass
class Line:
    """What becomes, or would become, of one wish.

    `field` names the side that a refusal is about; `hint` says what is odd but allowed.
    """

    number: int
    path: str
    target: str
    outcome: Outcome = Outcome.ADDED
    reason: str = ""
    field: str = "path"
    hint: str = ""

    @property
    def is_refused(self) -> bool:
        return self.outcome == Outcome.REFUSED

    def refuse(self, field: str, reason: str) -> None:
        self.outcome, self.field, self.reason = Outcome.REFUSED, field, reason


@dataclass(frozen=True)
class _Standing:
    """What the registry and the apps know about the addresses of a plan."""

    rows: Mapping[str, Address]
    things: Mapping[str, Addressable]
    #: Where former addresses of something lead now, by path; missing when it is not public.
    moved: Mapping[str, str] = field(default_factory=dict)


def clean_path(typed: str) -> str:
    """The registry's spelling of an address that shall lead elsewhere.

    A whole address of a former site gives its path; what stands behind # never reached a server.
    Raises ValidationError for what is no path, is too long, or has a query that nobody asks for.
    """
    parts = _split(typed)
    if parts.scheme not in ("", "http", "https") or not parts.path.startswith("/"):
        raise ValidationError(_("Write the old address from its first slash, such as /old-page/"))
    path = normalise(parts.path)
    if path == "/" and parts.query:
        path = f"{QUERY_MARK}{parts.query}"
    elif parts.query:
        raise ValidationError(
            _("Leave out what begins with “?”: the address before it is led on with any.")
        )
    if len(path) > LONGEST:
        raise ValidationError(_("The address is longer than %(most)d signs.") % {"most": LONGEST})
    return path


def clean_target(typed: str) -> str:
    """Where a redirect shall lead: a path of ours, or a whole address elsewhere.

    A whole address of our own becomes a path. Raises ValidationError for anything else.
    """
    parts = _split(typed)
    text = typed.strip()
    is_path = not parts.scheme and not parts.netloc and text.startswith("/")
    is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    if not is_path and not is_whole:
        raise ValidationError(_("Write a path such as /about/ or an address with https://"))
    if text.startswith((settings.SITE_URL + "/", settings.SITE_URL + "?")):
        text = "/" + text[len(settings.SITE_URL) :].lstrip("/")
    if len(text) > LONGEST:
        raise ValidationError(_("The address is longer than %(most)d signs.") % {"most": LONGEST})
    return text


def _split(typed: str) -> SplitResult:
    text = typed.strip()
    is_strange = text.startswith("//") or "\\" in text or not text
    if is_strange or any(sign.isspace() or not sign.isprintable() for sign in text):
        raise ValidationError(_("This is no address: “%(text)s”") % {"text": text[:80]})
    try:
        return urlsplit(text)
    except ValueError as error:
        raise ValidationError(_("This is no address: “%(text)s”") % {"text": text[:80]}) from error


def plan(wishes: Iterable[Wish]) -> list[Line]:
    """Say of every wish what would become of it, without changing anything.

    The number of queries does not depend on the number of wishes.
    """
    lines, _rows = _plan(list(wishes), locked=False)
    return lines


def _plan(wishes: Sequence[Wish], *, locked: bool) -> tuple[list[Line], Mapping[str, Address]]:
    lines = [_cleaned(wish) for wish in wishes]
    standing = _look_up(lines, locked=locked)
    first: dict[str, Line] = {}
    for line in lines:
        if line.is_refused:
            continue
        if line.path in first:
            _repeat(line, first[line.path])
            continue
        _judge(line, standing)
        if not line.is_refused:
            first[line.path] = line
    for line in list(first.values()):
        _judge_way(line, first, standing)
    return lines, standing.rows


def _cleaned(wish: Wish) -> Line:
    line = Line(wish.number, wish.path.strip()[:LONGEST], wish.target.strip()[:LONGEST])
    try:
        line.path = clean_path(wish.path)
    except ValidationError as refusal:
        line.refuse("path", refusal.messages[0])
        return line
    try:
        line.target = clean_target(wish.target)
    except ValidationError as refusal:
        line.refuse("target", refusal.messages[0])
    return line


def _look_up(lines: Sequence[Line], *, locked: bool) -> _Standing:
    """Read all that the lines' addresses and targets meet, in a handful of queries."""
    paths = {line.path for line in lines if line.outcome != Outcome.REFUSED}
    ends = {end for line in lines if line.outcome != Outcome.REFUSED and (end := _own(line.target))}
    rows: dict[str, Address] = {}
    found = Address.objects.filter(path__in=paths | ends).order_by("path")
    for row in found.select_for_update() if locked else found:
        rows[row.path] = row
    owners = addresses.owners_of(rows.values())
    moved = {
        row.path: public + row.suffix
        for row in rows.values()
        if row.pk in owners and (public := owners[row.pk].public_address())  # type: ignore[attr-defined]
    }
    return _Standing(rows, addresses.standing_at((paths | ends) - rows.keys()), moved)


def _own(target: str) -> str:
    """The registry's spelling of a target of ours; empty for one elsewhere."""
    if not target.startswith("/"):
        return ""
    return normalise(target if target.startswith(QUERY_MARK) else urlsplit(target).path)


def _repeat(line: Line, before: Line) -> None:
    if line.target == before.target:
        line.outcome = Outcome.UNCHANGED
        line.reason = _("The same as line %(number)d.") % {"number": before.number}
    else:
        line.refuse(
            "path", _("Line %(number)d leads this address elsewhere.") % {"number": before.number}
        )


def _judge(line: Line, standing: _Standing) -> None:
    """Decide about one line as if it stood alone."""
    row = standing.rows.get(line.path)
    if normalise(line.target) == line.path or _own(line.target) == line.path:
        line.refuse("target", _("An address cannot lead to itself."))
    elif row is not None and row.state == Address.State.CURRENT:
        line.refuse("path", _("A section or page stands there now; readers would lose it."))
    elif line.path in standing.things:
        line.refuse("path", _("Something of the newsroom stands there already."))
    elif _answers_itself(line.path):
        line.refuse("path", _("The portal itself answers there."))
    elif row is not None and row.owner_model:
        _judge_moved(line, standing)
    elif row is not None and row.target == line.target:
        line.outcome = Outcome.UNCHANGED
    elif row is not None:
        line.outcome = Outcome.CHANGED
        line.hint = _was(row)
    if line.outcome in (Outcome.ADDED, Outcome.CHANGED):
        line.hint = line.hint or _unknown_end(line.target, standing)


def _judge_moved(line: Line, standing: _Standing) -> None:
    """The address of something that moved follows it by itself; a hand would get in its way."""
    now = standing.moved.get(line.path)
    if now == line.target:
        line.outcome = Outcome.UNCHANGED
    elif now:
        line.refuse("path", _("It leads to %(path)s: what stood there moved.") % {"path": now})
    else:
        line.refuse("path", _("It belongs to something that readers cannot see at present."))


def _was(row: Address) -> str:
    if row.target:
        return _("It leads to %(path)s now.") % {"path": row.target}
    return _("It answers “gone” (410) now.")


def _unknown_end(target: str, standing: _Standing) -> str:
    """A word about a target of ours where nothing seems to stand."""
    end = _own(target)
    if not end or end in standing.rows or end in standing.things or _answers_itself(end):
        return ""
    first = end.strip("/").partition("/")[0]
    if first in addresses.RESERVED and first not in LOOKED_UP:
        return ""
    return _("Nothing stands at %(path)s at present.") % {"path": end}


def _answers_itself(path: str) -> bool:
    """Whether a page of the portal stands at the path whatever the registry says."""
    if path.startswith(QUERY_MARK):
        return False
    first = path.strip("/").partition("/")[0]
    if first in LOOKED_UP or (first and first not in addresses.RESERVED):
        return False
    try:
        return resolve(path).url_name != "address"
    except Resolver404:
        return False


def _judge_way(line: Line, wished: Mapping[str, Line], standing: _Standing) -> None:
    """Refuse a chain, and a circle, over lines of this plan and redirects that stand."""
    after = _next(line.target, wished, standing)
    if after is None:
        return
    seen, here = {line.path}, line.target
    for _step in range(LONGEST_CIRCLE):
        if _own(here) in seen:
            line.refuse(
                "target",
                _("It would lead in a circle, by way of %(path)s.") % {"path": line.target},
            )
            return
        seen.add(_own(here))
        following = _next(here, wished, standing)
        if following is None:
            break
        here = following
    line.refuse(
        "target",
        _("%(path)s leads on to %(end)s itself. Lead there at once.")
        % {"path": line.target, "end": here},
    )


def _next(target: str, wished: Mapping[str, Line], standing: _Standing) -> str | None:
    """Where a target is itself led by hand, by this plan or by what stands."""
    end = _own(target)
    if end in wished:
        return wished[end].target
    row = standing.rows.get(end)
    return (row.target or None) if row is not None else None


@transaction.atomic
def make(wishes: Iterable[Wish]) -> list[Line]:
    """Make all redirects that can stand; the others are refused, each with its reason."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    lines, rows = _plan(list(wishes), locked=True)
    Address.objects.bulk_create(
        (
            Address(path=line.path, target=line.target, state=Address.State.MOVED)
            for line in lines
            if line.outcome == Outcome.ADDED
        ),
        batch_size=BATCH,
        ignore_conflicts=True,  # what was claimed this very moment keeps its place
    )
    changed = []
    for line in lines:
        if line.outcome == Outcome.CHANGED:
            row = rows[line.path]
            row.target, row.state, row.note = line.target, Address.State.MOVED, ""
            changed.append(row)
    Address.objects.bulk_update(changed, ["target", "state", "note"], batch_size=BATCH)
    return lines


def make_one(path: str, target: str) -> Line:
    """Lead one address to another.

    Raises ValidationError by the field, `path` or `target`, when it cannot stand.
    """
    (line,) = make([Wish(path, target)])
    if line.outcome == Outcome.REFUSED:
        raise ValidationError({line.field: line.reason})
    return line


def remove(row: Address) -> None:
    """Take a redirect by hand away; nothing else is touched."""
    Address.objects.filter(pk=row.pk).exclude(target="").delete()
