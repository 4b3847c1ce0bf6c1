"""Links that show what is not public yet to somebody outside the newsroom (feature E12).

A link carries a signature, so that it cannot be made up; its row ends it, in time or by hand.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from articles.models import Document, PreviewLink
from newsportal.core.models import User

_SALT = "articles.previewing"

#: Days that a link may live; the first is offered.
DAYS = (7, 1, 30)


def share(document: Document, actor: User | None, days: int = DAYS[0], label: str = "") -> Any:
    """Make a link that shows the newest revision for `days` days.

    Args:
        label: for whom it is made, to know later which one to end.
    """
    return PreviewLink.objects.create(
        **PreviewLink.of(document),
        label=label.strip()[:100],
        expires_at=timezone.now() + datetime.timedelta(days=days),
        created_by=actor,
    )


def revoke(link: PreviewLink) -> None:
    """End a link at once; again does nothing."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def address(link: PreviewLink) -> str:
    """The whole address to hand over."""
    path = reverse("articles:preview", args=[signing.Signer(salt=_SALT).sign(str(link.pk))])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def find(token: str) -> PreviewLink | None:
    """The link that a token names, ended or not; None for a token that we did not sign."""
    try:
        pk = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    links = PreviewLink.objects.select_related("story__working_revision", "page__working_revision")
    return links.filter(pk=int(pk)).first()
