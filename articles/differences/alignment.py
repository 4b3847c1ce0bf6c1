"""What two sequences have in common, within a bounded amount of work.

First the greedy algorithm of E. W. Myers, “An O(ND) Difference Algorithm and Its Variations”
(Algorithmica 1, 1986), which finds the shortest difference and is quick where little has changed.
Where much has, the items that stand exactly once on both sides are anchors, as in B. Cohen's
patience diff, and what lies between two anchors is compared in the same way. What neither resolves
within the allowance is replaced as a whole: coarser, still true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Steps of one difference; a step is one look at an item, well below a microsecond.
STEPS = 1_000_000
#: Items that Myers' algorithm may find inserted and deleted before anchors are looked for: its
#: work grows with the square of them.
EDITS = 160

#: From old index, from new index, how many items are equal.
Run = tuple[int, int, int]


@dataclass
class Work:
    """The allowance of one difference, spent by all its parts.

    Attributes:
        steps: what may be spent.
        spent: what has been.
    """

    steps: int = STEPS
    spent: int = 0

    @property
    def is_over(self) -> bool:
        return self.spent >= self.steps


def common(old: Sequence[Hashable], new: Sequence[Hashable], work: Work) -> list[Run]:
    """Runs of equal items, in order, not overlapping; what lies between them has changed.

    Args:
        work: what may be spent; when it is over, the rest counts as changed.
    """
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    found: list[Run] = []
    waiting = [(0, len(a), 0, len(b))]
    while waiting:
        a1, a2, b1, b2 = waiting.pop()
        while a1 < a2 and b1 < b2 and a[a1] == b[b1]:
            found.append((a1, b1, 1))
            a1, b1 = a1 + 1, b1 + 1
        while a1 < a2 and b1 < b2 and a[a2 - 1] == b[b2 - 1]:
            a2, b2 = a2 - 1, b2 - 1
            found.append((a2, b2, 1))
        work.spent += a2 - a1 + b2 - b1
        if a1 == a2 or b1 == b2 or work.is_over:
            continue
        shortest = _myers(a[a1:a2], b[b1:b2], work)
        if shortest is not None:
            found += [(a1 + i, b1 + j, 1) for i, j in shortest]
            continue
        anchors = _anchors(a, b, (a1, a2, b1, b2))
        if anchors:
            borders = [(a1 - 1, b1 - 1), *anchors, (a2, b2)]
            waiting += [
                (i + 1, next_i, j + 1, next_j) for (i, j), (next_i, next_j) in pairwise(borders)
            ]
            found += [(i, j, 1) for i, j in anchors]
    return _joined(sorted(found))


def _joined(found: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for i, j, size in found:
        if joined and (i, j) == (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]):
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + size)
        else:
            joined.append((i, j, size))
    return joined


def _myers(a: list[int], b: list[int], work: Work) -> list[tuple[int, int]] | None:
    """Pairs of equal items on a shortest path, or None when it needs more than `EDITS` edits."""
    most = min(EDITS, len(a) + len(b))
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(most + 1):
        trace.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits
                and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
            )
            i = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            j = i - diagonal
            start = i
            while i < len(a) and j < len(b) and a[i] == b[j]:
                i, j = i + 1, j + 1
            furthest[diagonal] = i
            work.spent += 1 + i - start
            if i >= len(a) and j >= len(b):
                return _walked_back(trace, len(a), len(b))
        if work.is_over:
            return None
    return None


def _walked_back(trace: list[dict[int, int]], i: int, j: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest, diagonal = trace[edits], i - j
        down = diagonal == -edits or (
            diagonal != edits and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if down else diagonal - 1
        from_i = furthest[before] if edits else 0
        from_j = from_i - before if edits else 0
        while i > from_i and j > from_j and i > 0 and j > 0:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        i, j = from_i, from_j
    return pairs


def _anchors(a: list[int], b: list[int], part: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Pairs of items that stand once on both sides of a part: the longest chain in both orders."""
    a1, a2, b1, b2 = part
    once_a, once_b = _once(a, a1, a2), _once(b, b1, b2)
    pairs = [(i, once_b[item]) for item, i in once_a.items() if item in once_b]
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_i, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        before.append(chain[place - 1] if place else -1)
        ends[place : place + 1] = [j]
        chain[place : place + 1] = [index]
    found = []
    index = chain[-1] if chain else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _once(items: list[int], start: int, end: int) -> dict[int, int]:
    """Where items stand that occur once between two places, in order."""
    places: dict[int, int] = {}
    again: set[int] = set()
    for place in range(start, end):
        if items[place] in places:
            again.add(items[place])
        places.setdefault(items[place], place)
    return {item: place for item, place in places.items() if item not in again}
