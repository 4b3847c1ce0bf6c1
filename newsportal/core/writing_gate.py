"""May this person write now? Asked by apps that know nothing of sanctions (feature M10).

`settings.WRITE_GATES` names the functions that answer; each raises what its middleware turns into a
page. Taking back, stopping and leaving ask nobody.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from newsportal.core.models import User


def check(person: User, story: Any = None) -> None:
    """Let a person write, or raise what says why not.

    Args:
        story: below which; None for what belongs to no section.
    """
    for dotted in settings.WRITE_GATES:
        import_string(dotted)(person, story)
