"""Claims, moves and looks up addresses: the only writer of `Address` rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, unquote

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from newsportal.core.models import Address

#: First segments that the portal itself answers; a section or page may not take them.
RESERVED = frozenset(
    "accounts admin archive authors comments corrections feed healthz media me metrics "
    "news-sitemap.xml preview readyz robots.txt search setup sitemap.xml static tags theme "
    "updates".split()
)


#: As long as the column; nothing longer was ever an address of ours.
LONGEST = 500


class AddressTaken(ValidationError):
    """The path cannot be claimed; the message says why in a sentence for the editor."""


class Addressable(Protocol):
    """What may own addresses: it says where the public finds it now, or None when nowhere."""

    pk: int

    def public_address(self) -> str | None: ...


@dataclass(frozen=True)
class Found:
    """An answer of `find`: exactly one of owner, redirect and gone is meant."""

    owner: models.Model | None = None
    redirect: str = ""
    gone: bool = False
    note: str = ""


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

    Raises AddressTaken for reserved first segments and, anywhere, for segments of digits alone,
    which belong to dates and numbers.
    """
    if segment.isdigit():
        raise AddressTaken(
            _("An address of digits alone belongs to dates. Add a word to “%(slug)s”.")
            % {"slug": segment}
        )
    if is_first and segment in RESERVED:
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
    not public now is answered as unknown, so that it tells nothing.
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
        return Found(redirect=row.target)
    owner = apps.get_model(row.owner_model)._default_manager.filter(pk=row.owner_id).first()
    if owner is None:
        return None
    if row.state == Address.State.CURRENT:
        return Found(owner=owner)
    public = owner.public_address()
    return Found(redirect=public + row.suffix) if public else None


def query_path(query: str) -> str:
    """The registry's spelling of an address that lives in the query of the front page."""
    return "/?" + quote(query, safe="=&")


def check_redirect(path: str, target: str) -> None:
    """Raise ValidationError unless a redirect by hand from `path` to `target` can stand.

    It may not take the place of a current address, nor lead to itself or to another redirect by
    hand, so that there are no chains and no loops.
    """
    path = normalise(path)
    if Address.objects.filter(path=path, state=Address.State.CURRENT).exists():
        raise ValidationError(
            {"path": _("“%(path)s” is the address of something else already.") % {"path": path}}
        )
    if not target.startswith(("/", "https://", "http://")) or target.startswith("//"):
        raise ValidationError(
            {"target": _("Write a path such as /about/ or an address that begins with https://")}
        )
    if normalise(target) == path:
        raise ValidationError({"target": _("An address cannot lead to itself.")})
    if Address.objects.filter(path=normalise(target)).exclude(target="").exists():
        raise ValidationError(
            {"target": _("That address leads elsewhere itself. Lead to the end of the way.")}
        )
