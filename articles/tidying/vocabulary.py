"""The words that every text is rebuilt in: blocks, marks, and the policy of what may stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

Attributes = dict[str, str]
Mark = tuple[str, tuple[tuple[str, str], ...]]

#: Outermost first. One order for all, so that equal text is written equally.
MARK_ORDER = ("a", "strong", "em", "s", "sub", "sup", "code")

#: Quotes, lists, tables and figures inside each other. Real stories stay below five (a list in a
#: list in a quote); deeper ones lose the wrapping and keep the text.
MAX_DEPTH = 8


def _no_image(_attributes: Attributes) -> Attributes | None:
    return None


def _no_embed(_address: str) -> str | None:
    return None


@dataclass(frozen=True)
class Policy:
    """What one kind of text may hold.

    ``blocks`` and ``marks`` are names of the vocabulary below; a block that is not in the list
    becomes paragraphs. ``link`` gets the attributes of an ``<a>`` and returns those to keep, or
    None for no link; ``image`` the same for ``<img>``; ``embed`` gets an address and returns it
    when a provider of the allow-list serves it. ``block_attributes`` judges the attributes of
    every other block (name, attributes). ``line_breaks``: a newline in text is a line break and
    an empty line a new paragraph, as WordPress stores comments. ``depth`` caps nesting.
    """

    blocks: frozenset[str]
    marks: frozenset[str]
    link: Callable[[Attributes], Attributes | None]
    block_attributes: Callable[[str, Attributes], Attributes]
    image: Callable[[Attributes], Attributes | None] = _no_image
    embed: Callable[[str], str | None] = _no_embed
    line_breaks: bool = False
    depth: int = MAX_DEPTH


#: The name of text that stands in a container without a paragraph of its own.
LOOSE = ""
BODY = "body"

TEXT_BLOCKS = frozenset({LOOSE, "p", "h2", "h3", "h4", "figcaption", "caption", "pre"})
HEADINGS = frozenset({"h2", "h3", "h4"})
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
TABLE_PARTS = frozenset({"table", "tr"}) | ROW_GROUPS
PARTS_OF_TABLE = frozenset({"tr", "caption"}) | ROW_GROUPS | CELLS
#: What counts as a level of nesting; rows and cells go with their table.
NESTING = frozenset({"blockquote", "figure", "table", "li"}) | LISTS
CAPTIONS = frozenset({"figcaption", "caption"})
#: An end tag or a new list item does not reach out of these.
BOUNDARIES = frozenset({BODY, "blockquote", "figure"}) | CELLS

BLOCK_NAMES = {
    **{name: name for name in ("p", "h2", "h3", "h4", "pre", "blockquote", "ul", "ol", "li")},
    **{name: name for name in ("figure", "figcaption", "table", "caption", "tr", "td", "th")},
    **{name: name for name in ROW_GROUPS},
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "listing": "pre",
    "menu": "ul",
}
#: Elements that only separate: what stands before and after them is not one paragraph.
# fmt: off
SEPARATORS = frozenset({
    "address", "article", "aside", "body", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "footer", "form", "head", "header", "hgroup", "html", "legend",
    "main", "nav", "optgroup", "option", "search", "section", "summary",
})
# fmt: on
MARK_NAMES = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "cite": "em",
    "dfn": "em",
    "s": "s",
    "strike": "s",
    "del": "s",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
INLINE = frozenset({*MARK_NAMES, "a", "span", "font", "q"})

BLANK = " \t\n\r\f\v\u00a0"
#: A lone no-break space is typography (10 000, « »); a run of them is layout, and goes.
GAPS = re.compile(rf"[{BLANK}]{{2,}}|[\t\n\r\f\v]")
BREAK = "\n"
PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")


@dataclass(eq=False)
class Block:
    """A node of the tree: a container with ``children``, or a text block with ``pieces``."""

    name: str
    attributes: Attributes = field(default_factory=dict)
    children: list[Block] = field(default_factory=list)
    pieces: list[tuple[str, tuple[Mark, ...]]] = field(default_factory=list)
    #: A list item that Word wrote as a paragraph, and whether its marker was a number.
    from_word: bool = False
    numbered: bool = False

    def text(self) -> str:
        """The text of this block and all below it, without marks."""
        own = "".join(piece for piece, _marks in self.pieces).replace(BREAK, " ")
        return own + " ".join(child.text() for child in self.children)
