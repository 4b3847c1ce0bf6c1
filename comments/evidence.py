"""Erased words under seal until a day, for the court that may ask for them (feature M17).

They lie in one encrypted file in the storage that has no address, beside the database and outside
of every query. The key is made of a passphrase that whoever erases chooses and that is kept
nowhere: neither a copy of the database nor the server's own secrets open it. Every opening is
noted, and the file goes when its day has come.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import EvidenceOpening, SealedEvidence
from newsportal.core.images import random_name
from newsportal.core.models import User

#: Letters of a passphrase that are worth the name.
PASSPHRASE_LENGTH = 12
#: The longest seal: ten years, the longest of the usual limitation periods.
LONGEST = datetime.timedelta(days=3660)

#: scrypt with 64 MB of memory and some 0.2 seconds a guess (RFC 7914; OWASP's first choice).
_COST, _BLOCKS, _MEMORY = 2**16, 8, 128 * 1024 * 1024
_MARK = b"NPE1"
_SALT, _NONCE = 16, 12


class CannotOpen(Exception):
    """The evidence cannot be read; `message` is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Seal:
    """Until when the words are kept, and the passphrase that opens them."""

    until: datetime.date
    passphrase: str = field(repr=False)


def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=_COST, r=_BLOCKS, p=1, maxmem=_MEMORY, dklen=32
    )


def save(number: str, passphrase: str, what: dict[str, Any]) -> str:
    """Encrypt what is kept and store it.

    Args:
        number: of the receipt; a file that is put in another's place does not open.
        what: the words with their context, as JSON takes them.

    Returns:
        The name of the file.
    """
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    plain = json.dumps(what, ensure_ascii=False).encode()
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, number.encode())
    content = ContentFile(_MARK + salt + nonce + sealed)
    return str(storages["originals"].save(f"sealed/{random_name('bin')}", content))


def open_sealed(evidence: SealedEvidence, actor: User, passphrase: str) -> dict[str, Any]:
    """Read what was sealed; who tried is noted in either case.

    Raises:
        CannotOpen: the passphrase is another, its day has come, or the file is not there.
    """
    try:
        found = _read(evidence, passphrase)
    except CannotOpen:
        EvidenceOpening.objects.create(evidence=evidence, by=actor, succeeded=False)
        raise
    EvidenceOpening.objects.create(evidence=evidence, by=actor, succeeded=True)
    return found


def _read(evidence: SealedEvidence, passphrase: str) -> dict[str, Any]:
    if evidence.destroyed_at is not None or evidence.until < timezone.localdate():
        raise CannotOpen(_("Its day has come: the evidence is destroyed."))
    try:
        with storages["originals"].open(evidence.file) as file:
            content = file.read()
    except OSError:
        raise CannotOpen(
            _("The sealed file is not in the storage. Restore it from the backup of the files.")
        ) from None
    head = len(_MARK)
    salt, rest = content[head : head + _SALT], content[head + _SALT :]
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(
            rest[:_NONCE], rest[_NONCE:], evidence.receipt.number.encode()
        )
    except InvalidTag:
        raise CannotOpen(_("This is not the passphrase that it was sealed with.")) from None
    found: dict[str, Any] = json.loads(plain)
    return found


def destroy(evidence: SealedEvidence) -> None:
    """Delete the file; that there was one is still told."""
    storages["originals"].delete(evidence.file)
    SealedEvidence.objects.filter(pk=evidence.pk).update(destroyed_at=timezone.now())


def destroy_due(now: datetime.datetime | None = None) -> int:
    """Destroy what is sealed until yesterday or before (settings.FORGETTING); returns how many."""
    today = timezone.localdate(now)
    due = list(SealedEvidence.objects.filter(destroyed_at=None, until__lt=today))
    for evidence in due:
        destroy(evidence)
    return len(due)
