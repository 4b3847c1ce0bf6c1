"""The state of a thing as a sign and a word, the same wherever the newsroom shows it."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Document

Status = Document.Status


def status_badge(status: str, label: str) -> SafeString:
    """A state with its sign, as the theme draws it."""
    return format_html(
        '<span class="status-badge status-{}">{}</span>', status.replace("_", "-"), label
    )


def badge_of(document: Any) -> SafeString:
    """The state of a story or page as a sign and a word: what readers see now decides."""
    status = document.status
    if document.is_live():
        status = Status.PUBLISHED
    label = str(Status(status).label)
    if status == Status.PUBLISHED and document.has_changes:
        label = _("%(status)s, with changes") % {"status": label}
    return status_badge(status, label)
