"""Which links an editor may type."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def check_link(value: str) -> None:
    """Raise ValidationError unless `value` is a path of ours or an http(s) or mailto address."""
    refusal = ValidationError(
        _("Write a path such as /about/ or an address that begins with https:// or mailto:")
    )
    if any(character.isspace() or not character.isprintable() for character in value):
        raise refusal
    if value.startswith("/"):
        if value.startswith(("//", "/\\")):
            raise refusal
        return
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise refusal from error
    if parts.scheme == "mailto" and "@" in parts.path:
        return
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise refusal
