"""What a page with a live blog says to its script, and how the newsroom marks one."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.live_stream import PAGE, blog_in
from articles.models import Image, Story

register = template.Library()


@register.inclusion_tag("articles/_live_words.html")
def live_words(story: Story) -> dict[str, Any]:
    """The place where new updates are announced, with a sentence for every number of them.

    Languages have up to six forms of number, so the sentences are made here, not by the script.
    """
    counted = [
        ngettext("%(number)d new update", "%(number)d new updates", number) % {"number": number}
        for number in range(1, PAGE + 1)
    ]
    return {
        "story": story,
        "words": "|".join([*counted, _("More than %(number)d new updates") % {"number": PAGE}]),
    }


@register.filter
def thumb(image: Image) -> str:
    """The address of the smallest crop of a picture; the whole one until there is a crop."""
    found = image.widths("jpeg", "4x3")
    return str(image.file.storage.url(found[0]["name"])) if found else image.url


@register.simple_tag
def live_badge(story: Story) -> SafeString:
    """Where a live blog stands, as the newsroom draws states: running, ended or not seen yet."""
    if story.status == Story.Status.WITHDRAWN:
        return _badge("withdrawn", _("withdrawn"))
    if blog_in(story).is_closed:
        return _badge("ready", _("ended"))
    if not story.is_live():
        return _badge("draft", _("not public yet"))
    return _badge("published", _("running"))


def _badge(state: str, words: str) -> SafeString:
    return format_html('<span class="status-badge status-{}">{}</span>', state, words)
