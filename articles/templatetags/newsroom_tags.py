"""What the newsroom's pages show of a story or page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.admin.badges import badge_of

register = template.Library()


@register.simple_tag
def status_of(document: Any) -> SafeString:
    """The state of a story or page as a sign and a word."""
    return badge_of(document)
