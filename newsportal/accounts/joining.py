"""Tells the portal that somebody has a new account, however they made it."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_signed_up

from newsportal.core.events import announce
from newsportal.core.models import User


def joined(*, user: User, **_signal: Any) -> None:
    """Announce it (receiver of allauth's own signal, which forms and other services share)."""
    announce("person.joined", person=user.pk)


def follow_sign_ups() -> None:
    """Listen to allauth; the app calls it when it is ready."""
    user_signed_up.connect(joined, dispatch_uid="newsportal.accounts.joining")
