"""Cursors for paging by key: where a listing goes on (house rule 13).

A cursor names the order it belongs to and the keys of the last row shown. It is signed, so that
nobody can hand the database a key of their own making, and it says nothing about time, so that the
same page always carries the same links (a guest's page is the same bytes for all).
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

from django.core.signing import BadSignature, Signer

Key = datetime | int | float | bytes

# Signatures of other parts of the portal are no cursors.
SALT = "newsportal.core.cursors"

# The longest honest cursor holds a comment's path of 128 levels (512 bytes); with the signature
# and both layers of base64 that is under 1,100 characters. Longer ones are not even verified.
MAX_LENGTH = 1500

# What PostgreSQL's bigint holds.
MAX_INTEGER = 2**63 - 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def encode(order: str, *keys: Key) -> str:
    """Write a cursor.

    Args:
        order: the order's name; a cursor of one order is none for another.
        keys: sort keys of the last row shown, usually ending with its id. Times must be aware and
            are kept to the microsecond; floats must be finite and are kept to the last bit.

    Returns:
        Text safe in a query string, the same for the same keys.

    Raises:
        TypeError: a key of another type.
        ValueError: a naive time, a float that is no number, an integer beyond bigint.
    """
    return _signer().sign_object([order, *(_pack(key) for key in keys)])


def decode(text: object, order: str, types: tuple[type[Key], ...]) -> tuple[Any, ...] | None:
    """Read a cursor that came in an address.

    Args:
        text: what stands in the query string; anything, also None.
        order: the order that the listing is in.
        types: the type of each key, as they were given to `encode`.

    Returns:
        The keys, times in UTC; None when the cursor is missing, malformed, too long, not of our
        making or of another order, in which case the listing redirects to its first page.
    """
    if not isinstance(text, str) or len(text) > MAX_LENGTH or not text.isascii():
        return None
    try:
        content = _signer().unsign_object(text)
    except (BadSignature, ValueError):
        return None
    match content:
        case [str(name), *packed] if name == order and len(packed) == len(types):
            return _unpack_all(packed, types)
    return None


def _signer() -> Signer:
    # The separator is not the usual colon, which addresses would spell %3A.
    return Signer(salt=SALT, sep="~")


def _pack(key: Key) -> list[Any]:
    """Write one key as JSON: a letter for its type, and its value."""
    match key:
        case bool():
            pass
        case datetime():
            if key.tzinfo is None:
                msg = "a cursor's time must be aware of its zone"
                raise ValueError(msg)
            return ["t", (key - _EPOCH) // _MICROSECOND]
        case int():
            if abs(key) > MAX_INTEGER:
                msg = "a cursor's integer must fit the database's bigint"
                raise ValueError(msg)
            return ["i", key]
        case float():
            if not isfinite(key):
                msg = "a cursor's float must be a finite number"
                raise ValueError(msg)
            return ["f", key]
        case bytes():
            return ["b", base64.urlsafe_b64encode(key).decode("ascii")]
    msg = f"{type(key).__name__} is no type of a cursor's key"
    raise TypeError(msg)


def _unpack_all(packed: list[Any], types: tuple[type[Key], ...]) -> tuple[Key, ...] | None:
    keys = [_unpack(value, wanted) for value, wanted in zip(packed, types, strict=True)]
    return tuple(key for key in keys if key is not None) if None not in keys else None


def _unpack(packed: object, wanted: type[Key]) -> Key | None:
    """Read one key. Another type than the listing's (an old release signed it) gives None."""
    try:
        match packed:
            case ["t", int(microseconds)] if wanted is datetime:
                return _EPOCH + microseconds * _MICROSECOND
            case ["i", int(number)] if wanted is int:
                return number
            case ["f", float(number)] if wanted is float:
                return number
            case ["b", str(code)] if wanted is bytes:
                return base64.urlsafe_b64decode(code)
    except (binascii.Error, OverflowError):
        return None
    return None
