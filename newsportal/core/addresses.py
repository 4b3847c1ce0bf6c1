"""Claims, moves and looks up addresses: the only writer of `Address` rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from newsportal.core.models import Address

#: First segments that the portal itself answers; a section or page may not take them.
RESERVED = frozenset(
    "accounts admin archive authors comments corrections feed healthz invitations "
    "manifest.webmanifest media me metrics moderation most-read news-sitemap.xml newsletters "
    "notice preview readyz robots.txt search setup sitemap.xml static tags theme updates".split()
)

#: Segments that mean something below every section.
RESERVED_BELOW = frozenset({"feed"})

#: As long as the column; nothing longer was ever an address of ours.
LONGEST = 500

#: Redirects by hand that are followed within one answer, so that readers are sent on once. The
#: verbs refuse chains; one appears when what stood at the end is itself led elsewhere later.
MOST_HOPS = 5


class AddressTaken(ValidationError):
    """The path cannot be claimed; the message says why in a sentence for the editor."""


class Addressable(Protocol):
    """What may own addresses: it says where the public finds it now, or None when nowhere."""

    pk: int

    def public_address(self) -> str | None: ...


class Finder(Protocol):
    """Says which things stand at addresses that are computed, not registered (stories, tags)."""

    def __call__(self, paths: Collection[str]) -> Mapping[str, Addressable]: ...


_finders: list[Finder] = []


def also_ask(finder: Finder) -> None:
    """Let an app tell what stands at the addresses that it computes (called when apps are ready).

    Args:
        finder: takes normalised paths, returns what stands there, live or not, by path.
    """
    _finders.append(finder)


def standing_at(paths: Collection[str]) -> dict[str, Addressable]:
    """What stands, live or not, at those of the normalised `paths` that are computed."""
    found: dict[str, Addressable] = {}
    for finder in _finders:
        found.update(finder(paths))
    return found


@dataclass(frozen=True)
class Found:
    """An answer of `find`: exactly one of owner, redirect and gone is meant.

    The owner of a *moved* address comes along as `former`, so that the view can say whether it
    was withdrawn.
    """

    owner: models.Model | None = None
    redirect: str = ""
    gone: bool = False
    note: str = ""
    former: models.Model | None = None


def owner_label(owner: models.Model) -> str:
    return owner._meta.label_lower


def normalise(path: str) -> str:
    """One spelling for each path: decoded, lower case, with the slashes round it; a query stays."""
    path, mark, query = path.partition("?")
    path = "/" + unquote(path).strip("/").lower()
    if not path.endswith("/"):
        path += "/"
    return f"{path}?{query}" if mark else path


def check_segment(segment: str, *, is_first: bool) -> None:
    """Refuse a slug that the portal needs itself.

    Raises AddressTaken for reserved first segments and, anywhere, for that of feeds and for
    segments of digits alone, which belong to dates and numbers.
    """
    if segment.isdigit():
        raise AddressTaken(
            _("An address of digits alone belongs to dates. Add a word to “%(slug)s”.")
            % {"slug": segment}
        )
    if segment in RESERVED_BELOW or (is_first and segment in RESERVED):
        raise AddressTaken(
            _("The portal itself uses “/%(slug)s/”. Choose another word.") % {"slug": segment}
        )


def check_free(path: str, owner: models.Model) -> None:
    """Raise AddressTaken when `owner` (saved or not) could not claim `path`."""
    path = normalise(path)
    for position, segment in enumerate(path.strip("/").split("/")):
        check_segment(segment, is_first=position == 0)
    standing = Address.objects.filter(path=path, state=Address.State.CURRENT).first()
    if standing and (standing.owner_model, standing.owner_id) != (owner_label(owner), owner.pk):
        raise AddressTaken(
            _("“%(path)s” is the address of something else already.") % {"path": path}
        )


def claim(path: str, owner: models.Model) -> None:
    """Make `path` the current address of `owner`, whose former current address becomes a moved one.

    Raises AddressTaken when something else stands there now.
    """
    path = normalise(path)
    # The lock lets two claims of one path come one after the other.
    Address.objects.select_for_update().filter(path=path).first()
    check_free(path, owner)
    label = owner_label(owner)
    Address.objects.filter(
        owner_model=label, owner_id=owner.pk, state=Address.State.CURRENT
    ).exclude(path=path).update(state=Address.State.MOVED)
    Address.objects.update_or_create(
        path=path,
        defaults={
            "state": Address.State.CURRENT,
            "owner_model": label,
            "owner_id": owner.pk,
            "suffix": "",
            "target": "",
            "note": "",
        },
    )


def release(owner: models.Model) -> None:
    """Turn every address of an owner that is deleted into a gone one (410)."""
    Address.objects.filter(owner_model=owner_label(owner), owner_id=owner.pk).update(
        state=Address.State.GONE, owner_model="", owner_id=None
    )


def forget(owner: models.Model) -> None:
    """Drop every address of an owner, as if nothing had ever stood there."""
    Address.objects.filter(owner_model=owner_label(owner), owner_id=owner.pk).delete()


def remember(path: str, owner: models.Model, suffix: str = "") -> bool:
    """Let a former address lead to `owner` for ever.

    A current address of anything keeps its place. Returns whether a row was written.
    """
    path = normalise(path)
    standing = Address.objects.filter(path=path).first()
    label = owner_label(owner)
    if standing and (
        standing.state == Address.State.CURRENT
        or (standing.owner_model, standing.owner_id, standing.suffix) == (label, owner.pk, suffix)
    ):
        return False
    Address.objects.update_or_create(
        path=path,
        defaults={
            "state": Address.State.MOVED,
            "owner_model": label,
            "owner_id": owner.pk,
            "suffix": suffix,
            "target": "",
        },
    )
    return True


def remember_all(owner: models.Model, places: Mapping[str, str]) -> None:
    """Let many former addresses lead to `owner`, in one statement (imports bring a dozen a story).

    Whatever stands in the registry already keeps its place, so that a second import of the same
    changes nothing.

    Args:
        places: the suffix for each path; paths longer than the column are left out.
    """
    longest = Address._meta.get_field("path").max_length or 0
    paths = {normalise(path): suffix for path, suffix in places.items()}
    Address.objects.bulk_create(
        (
            Address(
                path=path,
                state=Address.State.MOVED,
                owner_model=owner_label(owner),
                owner_id=owner.pk,
                suffix=suffix,
            )
            for path, suffix in paths.items()
            if len(path) <= longest
        ),
        ignore_conflicts=True,
    )


def inherit(old: models.Model, new: models.Model) -> None:
    """Give every address of `old` to `new`, as moved ones (two things were merged)."""
    Address.objects.filter(owner_model=owner_label(old), owner_id=old.pk).update(
        state=Address.State.MOVED, owner_model=owner_label(new), owner_id=new.pk
    )


def find(path: str) -> Found | None:
    """Say what stands at `path` now: its owner, where it leads, that it is gone, or None.

    Whether the owner may be seen is the owner's business: a moved address of something that is
    not public now has neither redirect nor note, so that it tells nothing by itself.
    """
    path = normalise(path)
    if "\x00" in path or len(path) > LONGEST:
        return None
    row = Address.objects.filter(path=path).first()
    if row is None:
        return None
    if row.state == Address.State.GONE:
        return Found(gone=True, note=row.note)
    if row.target:
        return Found(redirect=end_of(row.target))
    owner = owner_of(row)
    if owner is None:
        return None
    if row.state == Address.State.CURRENT:
        return Found(owner=owner)
    public = owner.public_address()  # type: ignore[attr-defined]
    return Found(redirect=public + row.suffix if public else "", former=owner)


def owner_of(row: Address) -> models.Model | None:
    """What a row belongs to, or None when it is a redirect by hand or its owner went."""
    return owners_of([row]).get(row.pk)


def owners_of(rows: Iterable[Address]) -> dict[int, models.Model]:
    """The owners of many rows by the rows' ids, in one query for each kind of owner."""
    wanted: dict[str, set[int]] = {}
    rows = [row for row in rows if row.owner_model and row.owner_id]
    for row in rows:
        wanted.setdefault(row.owner_model, set()).add(row.owner_id or 0)
    found: dict[tuple[str, int], models.Model] = {}
    for label, pks in wanted.items():
        manager: Any = apps.get_model(label)._default_manager
        # Stories bring a method of their own, which reads no more than the address needs.
        things = manager.for_addresses() if hasattr(manager, "for_addresses") else manager.all()
        found |= {(label, pk): thing for pk, thing in things.in_bulk(pks).items()}
    return {
        row.pk: found[row.owner_model, row.owner_id or 0]
        for row in rows
        if (row.owner_model, row.owner_id) in found
    }


def end_of(target: str) -> str:
    """Where a redirect by hand leads in the end, through whatever has moved since it was made."""
    here = target
    for _hop in range(MOST_HOPS):
        parts = urlsplit(here)
        if parts.scheme or parts.netloc:
            return here
        path = here if parts.path == "/" else parts.path
        row = Address.objects.filter(path=normalise(path)).first()
        if row is None:
            return _with_tail(standing_at([normalise(path)]).get(normalise(path)), here)
        if row.target:
            here = row.target
            continue
        owner = owner_of(row)
        if row.state == Address.State.GONE or owner is None:
            return here
        public = owner.public_address()  # type: ignore[attr-defined]
        return public + row.suffix + _tail(here) if public else here
    return here


def _with_tail(thing: Addressable | None, here: str) -> str:
    public = thing.public_address() if thing else None
    return public + _tail(here) if public else here


def _tail(url: str) -> str:
    """Query and fragment of a path of ours, with their signs."""
    parts = urlsplit(url)
    return (f"?{parts.query}" if parts.query else "") + (
        f"#{parts.fragment}" if parts.fragment else ""
    )


def query_path(query: str) -> str:
    """The registry's spelling of an address that lives in the query of the front page."""
    return "/?" + quote(query, safe="=&")
