"""The kinds of reactions that a new newspaper begins with, in the language that it speaks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comments.models import ReactionKind

#: As migration 0002 has written them, in English, before anybody could choose a language.
FIRST = (
    gettext_noop("Insightful"),
    gettext_noop("Moved me"),
    gettext_noop("Surprised"),
    gettext_noop("Disagree"),
    gettext_noop("Agree"),
    gettext_noop("Thanks"),
)


def translate() -> None:
    """Name the first kinds in the active language; what somebody has renamed stays as it is."""
    taken = set(ReactionKind.objects.values_list("label", flat=True))
    for label in FIRST:
        translated = _(label)
        if translated not in taken:
            ReactionKind.objects.filter(label=label).update(label=translated)
