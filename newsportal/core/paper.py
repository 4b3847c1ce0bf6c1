"""The newspaper's own voice, for what leaves it without a page round it: mails and webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from newsportal.core.models import SiteSettings


@contextmanager
def speaking() -> Iterator[str]:
    """Speak the newspaper's language in its time zone, as its pages do.

    Yields:
        The newspaper's name; before it has one, the host that readers type.
    """
    site = SiteSettings.objects.filter(pk=SiteSettings.SINGLE).first() or SiteSettings()
    with (
        timezone.override(ZoneInfo(site.time_zone)),
        translation.override(site.language),
    ):
        yield site.name or urlsplit(settings.SITE_URL).hostname or ""


def absolute(path: str) -> str:
    """An address of ours under the host that readers know; one of elsewhere stays as it is."""
    return settings.SITE_URL + path if path.startswith("/") else path
