"""Two people saved the same version: what each changed, and both joined (feature E8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from articles.working_copy import PageContent, StoryContent

C = TypeVar("C", StoryContent, PageContent)

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Field:
    """One field that differs between both versions.

    Attributes:
        name: as the content has it.
        difference: what turns theirs into mine, as `articles.differences` tells it.
        taken: "mine" or "theirs" where only one side changed it; "" where somebody must choose.
    """

    name: str
    difference: Any
    taken: str

    @property
    def choice(self) -> str:
        """The name of the field's choice in the form of the conflict's page."""
        return f"choice_{self.name}"


def compare(base: C | None, mine: C, theirs: C) -> list[Field]:
    """The fields in which both versions differ, in the order of the form.

    Args:
        base: the version that both began with; without it every difference must be chosen.
    """
    from articles import differences

    found = {one.name: one for one in differences.contents(theirs, mine)}
    return [
        Field(name, difference, _taken(name, base, mine, theirs))
        for name, difference in found.items()
    ]


def _taken(name: str, base: C | None, mine: C, theirs: C) -> str:
    if base is None:
        return ""
    before = getattr(base, name)
    if getattr(theirs, name) == before:
        return MINE
    return THEIRS if getattr(mine, name) == before else ""


def join(base: C | None, mine: C, theirs: C, chosen: Mapping[str, str]) -> C:
    """Theirs, with what only I changed and what was chosen as mine.

    Args:
        chosen: "mine" or "theirs" by the names of `Field.choice`; without one mine is kept,
            since it exists nowhere else yet.
    """
    joined = {}
    for one in fields(mine):
        if getattr(mine, one.name) == getattr(theirs, one.name):
            continue
        taken = _taken(one.name, base, mine, theirs) or chosen.get(f"choice_{one.name}", MINE)
        if taken == MINE:
            joined[one.name] = getattr(mine, one.name)
    return replace(theirs, **joined)
