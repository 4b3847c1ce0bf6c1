"""Which comments were erased, as pages tell it (feature M17): few, so a process knows them all."""

from __future__ import annotations

from collections.abc import Callable

from comments.models import ErasureReceipt
from newsportal.core import versions

#: Bumped by every erasure.
KEY = "erasures"

#: What a process has kept of pages that may show what was erased; it is dropped with each erasure.
kept_elsewhere: list[Callable[[], None]] = []


def _load() -> dict[int, str]:
    """Numbers of receipts by comment."""
    for forget in kept_elsewhere:
        forget()
    found = ErasureReceipt.objects.exclude(comment=None)
    return {pk or 0: number for pk, number in found.values_list("comment", "number")}


known = versions.VersionedCopy(_load, KEY)


def receipt_of(comment: int) -> str:
    """The number of the receipt of an erased comment; empty when there is none."""
    return known.get().get(comment, "")
