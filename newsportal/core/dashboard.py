"""The first page of the newsroom: panels that each app brings without knowing the others (E25).

`settings.DASHBOARD_PANELS` names functions in order. Each is given the person who looks, asks the
database at most twice, and answers with what that person may open: nothing, or some panels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from newsportal.core.models import User


class Rank(IntEnum):
    """Where a panel stands: on a phone in a night of breaking news, this is the order of thumbs."""

    NOW = 0  #: goes on at this minute
    WAITING = 1  #: somebody waits for a decision of this person
    OWN = 2  #: the person's own work
    COMING = 3  #: has a time
    TELLING = 4  #: good to know


@dataclass(frozen=True)
class Panel:
    """One panel.

    Args:
        code: its name in the address (#in-review) and in style sheets.
        title: a heading.
        template: what stands in it; given `words`.
        count: how many there are, for the heading and the line of numbers on top; None: it is
            not about a number.
        short: the same title in a word or two, for that line; empty: not in it.
        url: where all of it is listed.
        is_urgent: whether its number is marked.
    """

    code: str
    title: str
    template: str
    rank: Rank
    words: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    short: str = ""
    url: str = ""
    is_urgent: bool = False


Brings = Callable[[User], list[Panel]]


def panels_for(person: User) -> list[Panel]:
    """All panels for a person, the most pressing first; within a rank in the settings' order."""
    functions = [cast("Brings", import_string(dotted)) for dotted in settings.DASHBOARD_PANELS]
    found = [panel for function in functions for panel in function(person)]
    return sorted(found, key=lambda panel: panel.rank)
