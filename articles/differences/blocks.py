"""A body as a list of blocks of words, each with its formatting: what is compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from articles.differences.texts import Mark
from articles.tidying import MARK_ORDER, Attributes
from articles.tidying.reading import Token, tokens

PARAGRAPH, HEADING, QUOTE, ITEM = "paragraph", "heading", "quote", "item"
FIGURE, TABLE, PREFORMATTED, RULE = "figure", "table", "preformatted", "rule"

#: What stands in the words for what has none. The formatting says which picture, embed or cell.
PICTURE_SIGN, EMBED_SIGN, CELL_SIGN, RULE_SIGN = "▣", "▶", "|", "―"

_HEADINGS = frozenset({"h2", "h3", "h4"})
_CELLS = frozenset({"td", "th"})
#: Attributes that say how something is loaded or where it came from, not what it is.
_UNREAD_ATTRIBUTES = frozenset({"data-embed", "data-image", "loading", "width", "height"})

#: A stretch of text with its formatting.
Piece = tuple[str, tuple[Mark, ...]]
#: Names of the blocks that text stands in, outermost first, each with its attributes.
Form = tuple[tuple[str, tuple[Mark, ...]], ...]


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, item, row of a table, or figure.

    Attributes:
        kind: one of the names above.
        form: what it stands in, so that a paragraph made a quotation is seen to have changed.
        pieces: stretches of text with their formatting.
    """

    kind: str
    form: Form
    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        return "".join(text for text, _marks in self.pieces)


def blocks_of(html: str) -> list[Block]:
    """The blocks of a stored body, in order; linear in its length."""
    reader = _Reader()
    for token in tokens(html):
        reader.read(token)
    reader.end_block()
    return reader.found


@dataclass
class _Reader:
    found: list[Block] = field(default_factory=list)
    path: list[tuple[str, tuple[Mark, ...]]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def read(self, token: Token) -> None:
        if token.kind == "text":
            self.add(token.value)
        elif token.kind == "start":
            self.start(token.value, token.attributes)
        else:
            self.end(token.value)

    def add(self, text: str, *marks: Mark) -> None:
        """Text that goes on the open block; a gap between two blocks is none."""
        if text.strip() or (self.pieces and text):
            self.pieces.append((text, (*sorted(self.marks), *marks)))

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "br":
            self.add("\n")
        elif name == "img":
            picture = ("img", attributes.get("src", ""))
            alt = attributes.get("alt", "")
            self.add(f"{PICTURE_SIGN} {alt}" if alt else PICTURE_SIGN, picture)
        elif name == "hr":
            self.end_block()
            self.found.append(Block(RULE, (), ((RULE_SIGN, ()),)))
        elif name in MARK_ORDER:
            self.marks += _marks_of(name, attributes)
        else:
            self.start_block(name, attributes)

    def start_block(self, name: str, attributes: Attributes) -> None:
        inside = {one for one, _attributes in self.path}
        if name in _CELLS:
            self.pieces.append((f" {CELL_SIGN} " if self.pieces else f"{CELL_SIGN} ", ()))
        elif ("tr" not in inside and "figure" not in inside) or name in ("table", "tr"):
            self.end_block()
        elif self.pieces and not self.pieces[-1][0].endswith((" ", "\n")):
            self.pieces.append(("\n", ()))
        told = tuple(
            sorted(pair for pair in attributes.items() if pair[0] not in _UNREAD_ATTRIBUTES)
        )
        self.path.append((name, told))
        if "data-embed" in attributes:
            self.add(f"{EMBED_SIGN} ", ("embed", attributes["data-embed"]))

    def end(self, name: str) -> None:
        if name in MARK_ORDER:
            self.marks = _without_last(self.marks, name)
            return
        names = [one for one, _attributes in self.path]
        if name not in names:
            return
        at = len(names) - 1 - names[::-1].index(name)
        outside = set(names[:at])
        if name in ("tr", "figure") or not outside & {"tr", "figure"}:
            self.end_block()
        del self.path[at:]

    def end_block(self) -> None:
        if self.pieces:
            self.found.append(Block(self.kind(), tuple(self.path), tuple(self.pieces)))
        self.pieces = []

    def kind(self) -> str:
        names = {name for name, _attributes in self.path}
        for kind, of in (
            (TABLE, {"tr", "caption"}),
            (FIGURE, {"figure", "figcaption"}),
            (HEADING, _HEADINGS),
            (PREFORMATTED, {"pre"}),
            (ITEM, {"li"}),
            (QUOTE, {"blockquote"}),
        ):
            if names & of:
                return kind
        return PARAGRAPH


def _marks_of(name: str, attributes: Attributes) -> list[Mark]:
    """A link is its address and what was said about it; rel=noopener goes without saying."""
    if name != "a":
        return [(name, "")]
    said = " ".join(word for word in attributes.get("rel", "").split() if word != "noopener")
    return [("a", attributes.get("href", "")), *([("rel", said)] if said else [])]


def _without_last(marks: list[Mark], name: str) -> list[Mark]:
    for at in range(len(marks) - 1, -1, -1):
        if marks[at][0] == name:
            rest = marks[:at] + marks[at + 1 :]
            return [mark for mark in rest if name != "a" or mark[0] != "rel"]
    return marks
