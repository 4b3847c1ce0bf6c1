"""``{% load dashboard_tags %}``: small pieces of the newsroom's first page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.admin import badges

register = template.Library()


@register.simple_tag
def status_badge(story: Any) -> SafeString:
    """The state of a story as a sign and a word, as lists show it."""
    return badges.badge_of(story)
