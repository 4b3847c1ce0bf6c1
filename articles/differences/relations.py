"""The difference of two lists of relations: what came, went and moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from articles.differences.alignment import Work, common
from articles.differences.texts import DELETE, EQUAL, INSERT, REFORMAT, Segment

MOVE = "move"


@dataclass(frozen=True)
class Item:
    """One name of a list.

    Attributes:
        op: "equal", "insert", "delete", "move", or "reformat": only what is said of it changed.
        name: what it is called.
        key: what it is listed by.
        segments: what is said of it, such as a picture's caption, where that changed.
    """

    op: str
    name: str
    key: Any = None
    segments: list[Segment] = field(default_factory=list)


@dataclass(frozen=True)
class ListDifference:
    """The names of the new list in order, with those that went where they were."""

    items: list[Item] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        return all(item.op == EQUAL for item in self.items)


def relations(
    old_ids: Sequence[Any], new_ids: Sequence[Any], names: Mapping[Any, str]
) -> ListDifference:
    """What came to a list, went from it, or changed its place.

    Args:
        old_ids, new_ids: what is listed, in order.
        names: what each is called; what has no name any more is told by its id.
    """
    kept = common(old_ids, new_ids, Work())
    before, after = set(old_ids), set(new_ids)
    items: list[Item] = []

    def add(op: str, keys: Sequence[Any]) -> None:
        items.extend(Item(op, names.get(key) or f"#{key}", key) for key in keys)

    i = j = 0
    for run_i, run_j, size in [*kept, (len(old_ids), len(new_ids), 0)]:
        add(DELETE, [key for key in old_ids[i:run_i] if key not in after])
        for key in new_ids[j:run_j]:
            add(MOVE if key in before else INSERT, [key])
        add(EQUAL, new_ids[run_j : run_j + size])
        i, j = run_i + size, run_j + size
    return ListDifference(items)


def said(item: Item, segments: list[Segment]) -> Item:
    """The item with what changed in the words about it."""
    op = REFORMAT if item.op == EQUAL else item.op
    return replace(item, op=op, segments=segments)
