"""A story that is at home elsewhere: the address that it names to search engines (feature R5).

A story taken over from another paper, or told again at another address of ours, says where the
first one stands; it is then no matter of its own in sitemaps (`Story.objects.indexable`).
"""

from __future__ import annotations

import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from articles import places

#: As long as the column.
LONGEST = 500


def checked(typed: str) -> str:
    """The address as it is kept: whole, of the web, without a part of a page.

    Raises ValidationError with a sentence for the editor.
    """
    address = typed.strip()
    if not address:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(address)
        parts = urlsplit(address)
    except (ValidationError, ValueError) as error:
        raise ValidationError(
            _("Type a whole address, such as https://example.org/story/."), code="address"
        ) from error
    if parts.username is not None or parts.password is not None:
        raise ValidationError(_("An address with a password is not for the public."), code="secret")
    return parts._replace(fragment="").geturl()


def elsewhere(address: str, slug: str, published_on: datetime.date) -> str:
    """The address, or "" where it is the story's own, whatever section stands before its date."""
    own, there = urlsplit(settings.SITE_URL), urlsplit(address)
    is_here = there.netloc.lower() == own.netloc.lower() and not there.query
    is_own = is_here and places.dated(unquote(there.path)) == f"/{published_on:%Y/%m/%d}/{slug}/"
    return "" if is_own else address
