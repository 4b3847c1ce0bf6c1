"""The difference of two bodies: blocks that came, went or changed, and in them the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from articles.differences.alignment import Work, common
from articles.differences.blocks import Block, Piece, blocks_of
from articles.differences.texts import (
    DELETE,
    EQUAL,
    INSERT,
    REFORMAT,
    Segment,
    Span,
    spans_of,
    split,
)

#: A block with some words changed.
CHANGE = "change"

#: Share of the words that two blocks have in common from which on they are the same block,
#: rewritten; below that one went and another came. Above the second nothing better is looked for.
ALIKE, SURE = 0.4, 0.8
#: Blocks further on in which the same block is looked for: what moves further was rewritten.
WINDOW = 8
#: Characters of a block by which its likeness to others is judged.
JUDGED = 4_000
_NOTHING: Piece = ("", ())

#: Unchanged blocks that stay beside a change, so that it is read in its place.
CONTEXT = 1


@dataclass(frozen=True)
class BlockDifference:
    """A block and what happened to it.

    Attributes:
        op: "equal", "insert", "delete", "change" (of words or their formatting), or "reformat"
            (the block's own form: a paragraph that became a quotation; its words may differ too).
        kind: "paragraph", "heading", "quote", "item", "figure", "table", "preformatted", "rule".
        segments: its words.
        old_kind: of a "reformat", what it was.
    """

    op: str
    kind: str
    segments: list[Segment] = field(default_factory=list)
    old_kind: str = ""


@dataclass(frozen=True)
class Skipped:
    """Unchanged blocks that are not shown."""

    count: int
    op: str = "skip"


@dataclass(frozen=True)
class BodyDifference:
    """Blocks that in order give both bodies; `coarse` as of `TextDifference`."""

    blocks: list[BlockDifference] = field(default_factory=list)
    coarse: bool = False

    @property
    def is_equal(self) -> bool:
        return all(block.op == EQUAL for block in self.blocks)

    @property
    def folded(self) -> list[BlockDifference | Skipped]:
        """The blocks without those that neither changed nor stand beside a change."""
        shown: list[BlockDifference | Skipped] = []
        for is_equal, group in groupby(self.blocks, lambda block: block.op == EQUAL):
            blocks = list(group)
            at_start, at_end = not shown, blocks[-1] is self.blocks[-1]
            before = 0 if at_start else CONTEXT
            after = 0 if at_end else CONTEXT
            if not is_equal or len(blocks) <= before + after + 1:
                shown += blocks
                continue
            shown += blocks[:before]
            shown.append(Skipped(len(blocks) - before - after))
            shown += blocks[len(blocks) - after :]
        return shown


def bodies(old_html: str, new_html: str, work: Work | None = None) -> BodyDifference:
    """The difference between two stored bodies, by blocks and words, formatting included.

    Args:
        old_html, new_html: as a ``StoryHTMLField`` holds them.
        work: what may be spent; when it is over, the blocks that are left count as replaced.
    """
    work = work or Work()
    old, new = blocks_of(old_html), blocks_of(new_html)
    found: list[BlockDifference] = []
    i = j = 0
    for run_i, run_j, size in [*common(old, new, work), (len(old), len(new), 0)]:
        for gone, come in _pairs(old[i:run_i], new[j:run_j], work):
            found.append(_compared(gone, come, work))
        found += [_whole(EQUAL, block) for block in new[run_j : run_j + size]]
        i, j = run_i + size, run_j + size
    return BodyDifference(found, work.is_over)


def _pairs(
    old: list[Block], new: list[Block], work: Work
) -> Iterator[tuple[Block | None, Block | None]]:
    """Which of the blocks that went came back rewritten; in order, what went first."""
    i = j = 0
    for pair_i, pair_j in [*_rewritten(old, new, work), (len(old), len(new))]:
        yield from ((gone, None) for gone in old[i:pair_i])
        yield from ((None, come) for come in new[j:pair_j])
        if pair_i < len(old):
            yield old[pair_i], new[pair_j]
        i, j = pair_i + 1, pair_j + 1


def _rewritten(old: list[Block], new: list[Block], work: Work) -> Iterator[tuple[int, int]]:
    """Places of a block and of what it became."""
    bags = [_bag(block, work) for block in old]
    first = 0
    for place, block in enumerate(new):
        bag = _bag(block, work)
        best, best_at = ALIKE, -1
        for at in range(first, min(first + WINDOW, len(old))):
            likeness = _likeness(bags[at], bag, work)
            if likeness < best or (old[at].kind != block.kind and likeness < SURE):
                continue
            best, best_at = likeness, at
            if best >= SURE:
                break
        if best_at >= 0:
            yield best_at, place
            first = best_at + 1


def _bag(block: Block, work: Work) -> Counter[str]:
    if work.is_over:
        return Counter()
    found = Counter(word for word in split(block.text[:JUDGED]) if not word.isspace())
    work.spent += len(found)
    return found


def _likeness(old: Counter[str], new: Counter[str], work: Work) -> float:
    """Share of the words of both that they have in common, from 0 to 1."""
    if work.is_over:
        return 0.0
    work.spent += min(len(old), len(new))
    shared = (old & new).total()
    return 2 * shared / ((old.total() + new.total()) or 1)


def _compared(old: Block | None, new: Block | None, work: Work) -> BlockDifference:
    if new is None:
        assert old is not None  # a pair has at least one block
        return _whole(DELETE, old)
    if old is None:
        return _whole(INSERT, new)
    spans, _coarse = spans_of(old.text, new.text, work)
    op = CHANGE if old.form == new.form else REFORMAT
    return BlockDifference(op, new.kind, list(_with_marks(spans, old, new)), old.kind)


def _whole(op: str, block: Block) -> BlockDifference:
    return BlockDifference(op, block.kind, [Segment(op, *piece) for piece in block.pieces])


def _with_marks(spans: list[Span], old: Block, new: Block) -> Iterator[Segment]:
    """The segments of a block: where words stayed, their formatting is compared as well."""
    before, now = _Pieces(old), _Pieces(new)
    for span in spans:
        gone, come = before.take(span.i2 - span.i1), now.take(span.j2 - span.j1)
        if span.op == EQUAL:
            yield from _both(gone, come)
        else:
            yield from (Segment(DELETE, *piece) for piece in gone)
            yield from (Segment(INSERT, *piece) for piece in come)


class _Pieces:
    """A block's pieces, taken from the front a number of characters at a time."""

    def __init__(self, block: Block) -> None:
        self.pieces = iter(block.pieces)
        self.rest = _NOTHING

    def take(self, size: int) -> list[Piece]:
        taken: list[Piece] = []
        while size:
            text, marks = self.rest
            if not text:
                self.rest = next(self.pieces)
                continue
            taken.append((text[:size], marks))
            self.rest = (text[size:], marks)
            size -= len(taken[-1][0])
        return taken


def _both(old: list[Piece], new: list[Piece]) -> Iterator[Segment]:
    """Two forms of the same words, as stretches in which both stay the same."""
    waiting = iter(old)
    rest, old_marks = _NOTHING
    for text, marks in new:
        at = 0
        while at < len(text):
            if not rest:
                rest, old_marks = next(waiting)
            part = text[at : at + len(rest)]
            op = EQUAL if marks == old_marks else REFORMAT
            yield Segment(op, part, marks, old_marks if op == REFORMAT else ())
            at, rest = at + len(part), rest[len(part) :]
