"""Time zones and languages that a newsroom may choose."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def zone_choices() -> list[tuple[str, str]]:
    """All IANA zones of places, with their names made readable, in alphabetical order."""
    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    return [
        (name, name.replace("_", " ").replace("/", " / "))
        for name in names
        if not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    ]


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(zone)s” is no time zone. Choose one such as Europe/Berlin or Asia/Seoul."),
            params={"zone": name},
        )


def language_choices() -> list[tuple[str, str | Promise]]:
    """Languages that the portal speaks. A function, so that no migration keeps the list."""
    return [(code, name) for code, name in settings.LANGUAGES]
