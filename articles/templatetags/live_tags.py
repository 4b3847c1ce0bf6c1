"""What a page with a live blog says to its script."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.live_stream import PAGE
from articles.models import Story

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
