"""Tokens to a tree of blocks, with the repairs that real texts need."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from articles.tidying.reading import Token
from articles.tidying.settling import embed, settled, settled_flow, strip_end
from articles.tidying.vocabulary import (
    BLANK,
    BLOCK_NAMES,
    BODY,
    BOUNDARIES,
    BREAK,
    CAPTIONS,
    CELLS,
    GAPS,
    HEADINGS,
    INLINE,
    LISTS,
    LOOSE,
    MARK_NAMES,
    MARK_ORDER,
    NESTING,
    PARAGRAPH_BREAK,
    PARTS_OF_TABLE,
    ROW_GROUPS,
    SEPARATORS,
    TABLE_PARTS,
    TEXT_BLOCKS,
    Attributes,
    Block,
    Mark,
    Policy,
)

_BOLD = re.compile(r"(?<![a-z-])font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?<![a-z-])font-weight\s*:\s*(?:normal|lighter|[1-5]00)\b", re.IGNORECASE)
_ITALIC = re.compile(r"(?<![a-z-])font-style\s*:\s*(?:italic|oblique)\b", re.IGNORECASE)
_NOT_ITALIC = re.compile(r"(?<![a-z-])font-style\s*:\s*normal\b", re.IGNORECASE)
_STRUCK = re.compile(r"(?<![a-z-])text-decoration[a-z-]*\s*:[^;]{0,40}line-through", re.IGNORECASE)
_RAISED = re.compile(r"(?<![a-z-])vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_WORD_LIST = re.compile(r"mso-list\s*:\s*(?!none|ignore)", re.IGNORECASE)
_WORD_LIST_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBERED_MARKER = re.compile(r"\s*\(?(?:\d{1,4}|[a-zA-Z]{1,2}|[ivxIVX]{1,6})[.)]")


class Builder:
    """Receives tokens, keeps the stack of open blocks and the marks in force."""

    def __init__(self, policy: Policy, *, from_docs: bool = False) -> None:
        self.policy = policy
        self.from_docs = from_docs
        self.body = Block(BODY)
        self.stack = [self.body]
        # Per inline tag: how deep the stack was when it opened, and the marks it brought.
        self.inline: dict[str, list[tuple[int, tuple[str, ...]]]] = {n: [] for n in INLINE}
        self.mark_counts: Counter[str] = Counter()
        self.link: Mark | None = None
        self.skipped: Counter[str] = Counter()
        self.in_word_marker = 0

    # Tokens

    def feed(self, token: Token) -> None:
        """Takes the next token."""
        if token.kind == "text":
            self.add_text(token.value)
        elif token.kind == "start":
            self.start(token.value, token.attributes)
        else:
            self.end(token.value)

    def start(self, name: str, attributes: Attributes) -> None:
        """A start tag: opens a block, brings a mark, or separates."""
        if name in INLINE:
            self.start_inline(name, attributes)
        elif name == "br":
            self.add_break()
        elif name == "img":
            self.add_image(attributes)
        elif name == "iframe":
            self.add_embed(attributes.get("src", ""))
        elif name == "hr":
            self.add_rule()
        elif name in BLOCK_NAMES:
            self.start_block(BLOCK_NAMES[name], attributes)
        elif name in SEPARATORS:
            self.separate()

    def end(self, name: str) -> None:
        """An end tag: closes what it names, if that is open within reach."""
        if name in INLINE:
            self.end_inline(name)
        elif name in BLOCK_NAMES:
            self.end_block(BLOCK_NAMES[name])
        elif name in SEPARATORS:
            self.separate()

    # Marks

    def start_inline(self, name: str, attributes: Attributes) -> None:
        if name == "q":
            self.add_text("“")
        if name == "a":
            self.end_inline("a")  # a link in a link ends the first, as in browsers
            kept = self.policy.link(attributes) if "a" in self.policy.marks else None
            self.link = ("a", tuple(kept.items())) if kept else None
        style = attributes.get("style", "")
        if name == "span" and _WORD_LIST_MARKER.search(style) and self.word_item():
            self.in_word_marker = self.in_word_marker or len(self.inline["span"]) + 1
        brought = tuple(m for m in self.marks_of(name, style) if m in self.policy.marks)
        self.mark_counts.update(brought)
        self.inline[name].append((len(self.stack), brought))

    @staticmethod
    def marks_of(name: str, style: str) -> set[str]:
        """The marks of a tag: by its name, corrected by what its style says."""
        marks = {MARK_NAMES[name]} if name in MARK_NAMES else set()
        if not style:
            return marks
        if _BOLD.search(style):
            marks.add("strong")
        elif _NOT_BOLD.search(style):
            marks.discard("strong")
        if _ITALIC.search(style):
            marks.add("em")
        elif _NOT_ITALIC.search(style):
            marks.discard("em")
        if _STRUCK.search(style):
            marks.add("s")
        raised = _RAISED.search(style)
        if raised:
            marks.add("sup" if raised[1].lower() == "super" else "sub")
        return marks

    def end_inline(self, name: str) -> None:
        if not self.inline[name]:
            return
        if name == "span" and self.in_word_marker == len(self.inline["span"]):
            self.in_word_marker = 0
        _depth, brought = self.inline[name].pop()
        self.mark_counts.subtract(brought)
        if name == "a":
            self.link = None
        if name == "q":
            self.add_text("”")

    def current_marks(self) -> tuple[Mark, ...]:
        """The marks in force, in canonical order."""
        marks: list[Mark] = [self.link] if self.link else []
        marks += [(name, ()) for name in MARK_ORDER if self.mark_counts[name] > 0]
        return tuple(marks)

    # Text

    @property
    def top(self) -> Block:
        return self.stack[-1]

    def add_text(self, text: str) -> None:
        """Text goes into the open text block; without one, into loose text of the container."""
        item = self.word_item() if self.in_word_marker else None
        if item:
            item.numbered = item.numbered or bool(_NUMBERED_MARKER.match(text))
            return
        if self.top.name == "pre":
            self.top.pieces.append((text, ()))
            return
        if self.policy.line_breaks and "\n" in text:
            self.add_lines(text)
            return
        self.add_run(text)

    def word_item(self) -> Block | None:
        return next((block for block in reversed(self.stack) if block.from_word), None)

    def add_lines(self, text: str) -> None:
        for number, paragraph in enumerate(PARAGRAPH_BREAK.split(text)):
            if number:
                self.separate()
            for line_number, line in enumerate(paragraph.split("\n")):
                if line_number:
                    self.add_break()
                self.add_run(line)

    def add_run(self, text: str) -> None:
        text = GAPS.sub(" ", text)
        if self.top.name not in TEXT_BLOCKS:
            text = text.lstrip(BLANK)
            if not text:
                return
            self.open_loose()
        pieces = self.top.pieces
        if not pieces or pieces[-1][0][-1] in BLANK:
            text = text.lstrip(BLANK)
        if text:
            pieces.append((text, self.current_marks()))

    def add_break(self) -> None:
        """A line break. Two in a row are what people type for a new paragraph."""
        block = self.top
        if block.name == "pre":
            block.pieces.append((BREAK, ()))
        elif block.name not in TEXT_BLOCKS or not block.pieces:
            return
        elif block.name in HEADINGS:
            self.add_run(" ")
        elif block.pieces[-1][0] != BREAK:
            strip_end(block)
            if block.pieces:
                block.pieces.append((BREAK, self.current_marks()))
        elif block.name in {"p", LOOSE}:
            self.stack.pop()  # not close(): the marks go on in the second half
            self.top.children.extend(settled(block, self.policy))
            self.open(block.name, dict(block.attributes))

    # Blocks

    def start_block(self, name: str, attributes: Attributes) -> None:
        wanted = self.allowed_name(name)
        if wanted is None or (wanted == "p" and self.top.name in CAPTIONS):
            self.separate()
            return
        if wanted == "p" and self.top.name in HEADINGS and not self.top.pieces:
            return  # a paragraph that holds the text of a heading
        self.close_text()
        item = self.word_item()
        if item:
            self.close_until(item)
            self.close()
        if wanted == "p" and self.is_word_item(attributes) and self.has_depth_for("li"):
            self.make_room_for_item()
            self.stack.append(Block("li", from_word=True))
            return
        if not self.make_room(wanted):
            return
        if not self.has_depth_for(wanted):
            self.skipped[wanted] += 1
            return
        wanted = "p" if wanted == "figcaption" and self.top.name != "figure" else wanted
        self.open(wanted, self.kept_attributes(wanted, attributes))

    def has_depth_for(self, wanted: str) -> bool:
        """May one more block be nested here? Counted as the result will be nested."""
        if wanted not in NESTING:
            return True
        if wanted not in self.policy.blocks:
            return False
        names = [*(block.name for block in self.stack), wanted]
        depth = sum(
            (name in NESTING)
            - (name == "li" and parent in LISTS)  # the list counts
            + (name == "table" and parent != "figure")  # a caption will bring the figure
            for parent, name in pairwise(names)
        )
        return depth <= self.policy.depth

    def make_room(self, wanted: str) -> bool:
        """Closes and opens what must be so that the block fits; False if it fits nowhere."""
        if wanted in PARTS_OF_TABLE:
            return self.make_room_in_table(wanted)
        if wanted == "li":
            self.make_room_for_item()
        else:
            self.make_room_for_block(is_list=wanted in LISTS)
        return True

    def allowed_name(self, name: str) -> str | None:
        """The block to use for a tag under this policy; None if it only separates."""
        table = "table" in self.policy.blocks
        if name in PARTS_OF_TABLE or name == "table":
            return name if table else None
        if name == "figcaption":
            return name if "figure" in self.policy.blocks else "p"
        if name in HEADINGS and name not in self.policy.blocks:
            return "p"
        return name if name in self.policy.blocks else None

    def kept_attributes(self, name: str, attributes: Attributes) -> Attributes:
        if attributes.get("class", "").startswith("Mso"):
            return {}  # Word writes the language of its spelling checker everywhere
        kept = self.policy.block_attributes(name, attributes)
        if self.from_docs and kept.get("dir") == "ltr":
            del kept["dir"]  # Google Docs writes it on every paragraph
        return kept

    @staticmethod
    def is_word_item(attributes: Attributes) -> bool:
        return bool(
            attributes.get("class", "").startswith("MsoListParagraph")
            or _WORD_LIST.search(attributes.get("style", ""))
        )

    def open(self, name: str, attributes: Attributes) -> None:
        self.stack.append(Block(name, attributes))

    def open_loose(self) -> None:
        self.make_room_for_block(is_list=False)
        self.open(LOOSE, {})

    def make_room_for_block(self, *, is_list: bool) -> None:
        """Opens what must stand between the open container and a block or text in it."""
        if self.top.name in LISTS:
            items = self.top.children
            if is_list and items:
                self.stack.append(items.pop())  # a list in a list belongs to the item before
            else:
                self.open("li", {})
        elif self.top.name in TABLE_PARTS:
            self.make_room_in_table("td")
            self.open("td", {})

    def make_room_for_item(self) -> None:
        """Closes up to the list that a new item belongs to, if there is one within reach."""
        for block in reversed(self.stack):
            if block.name in LISTS:
                self.close_until(block)
                return
            if block.name in BOUNDARIES:
                self.close_until(block)
                return

    def make_room_in_table(self, name: str) -> bool:
        """Closes and opens parts of the nearest table so that ``name`` fits; False without one."""
        table = next((b for b in reversed(self.stack) if b.name == "table"), None)
        if table is None:
            return False
        depth = self.stack.index(table)
        open_parts = [b for b in self.stack[depth + 1 :] if b.name in TABLE_PARTS]
        if name in CELLS:
            row = next((b for b in open_parts if b.name == "tr"), None)
            if row is None:
                self.close_until(open_parts[-1] if open_parts else table)
                self.open("tr", {})
            else:
                self.close_until(row)
        elif name == "tr":
            group = next((b for b in open_parts if b.name in ROW_GROUPS), None)
            self.close_until(group or table)
        else:
            self.close_until(table)
        return True

    def end_block(self, name: str) -> None:
        wanted = self.allowed_name(name)
        if wanted is None:
            self.separate()
            return
        if self.skipped[wanted]:
            self.skipped[wanted] -= 1
            self.separate()
            return
        for block in reversed(self.stack):
            if block.name == wanted or (wanted == "p" and block.from_word):
                self.close_until(block)
                self.close()
                return
            if block.name in CELLS and wanted not in TABLE_PARTS | CELLS:
                break
            if block.name in BOUNDARIES and wanted not in TABLE_PARTS | BOUNDARIES:
                break
        self.separate()

    def separate(self) -> None:
        """Ends the paragraph that is being written, if the block allows that."""
        if self.top.name in {"p", LOOSE}:
            self.close_text()
        elif self.top.name in CAPTIONS or (self.top.name == "pre" and self.top.pieces):
            self.add_break()

    def close_text(self) -> None:
        if self.top.name in TEXT_BLOCKS:
            self.close()

    def close_until(self, block: Block) -> None:
        while self.top is not block:
            self.close()

    def close(self) -> None:
        """Closes the innermost block, with the marks that were opened in it."""
        block = self.stack.pop()
        for name, opened in self.inline.items():
            while opened and opened[-1][0] > len(self.stack):
                self.end_inline_quietly(name)
        self.top.children.extend(settled(block, self.policy))

    def end_inline_quietly(self, name: str) -> None:
        _depth, brought = self.inline[name].pop()
        self.mark_counts.subtract(brought)
        if name == "a":
            self.link = None
        if name == "span":
            self.in_word_marker = 0

    def add_leaf(self, block: Block) -> None:
        """A block without content of its own, at the place where a paragraph could stand."""
        self.close_text()
        self.make_room_for_block(is_list=False)
        self.top.children.append(block)

    def add_rule(self) -> None:
        if "hr" in self.policy.blocks:
            self.add_leaf(Block("hr"))
        else:
            self.separate()

    def add_image(self, attributes: Attributes) -> None:
        kept = self.policy.image(attributes)
        if kept is None:
            self.add_foreign_image(attributes)
            return
        picture = Block("img", kept)
        self.close_text()
        if self.top.name == "figure":
            self.top.children.append(picture)
        else:
            self.add_leaf(Block("figure", children=[picture]))

    def add_foreign_image(self, attributes: Attributes) -> None:
        """A picture that is not ours stays what its alternative text says, linked to it.

        Pictures of emoji become the emoji; one without a text (a counting pixel) becomes nothing.
        """
        text = attributes.get("alt", "")
        is_emoji = "emoji" in attributes.get("class", "") or "smiley" in attributes.get("class", "")
        link = None if is_emoji else self.policy.link({"href": attributes.get("src", "")})
        if link and text and self.link is None and "a" in self.policy.marks:
            self.link = ("a", tuple(link.items()))
            self.add_text(text)
            self.link = None
        else:
            self.add_text(text)

    def add_embed(self, address: str) -> None:
        """A frame becomes an embed of an allowed provider, any other a plain link."""
        link = self.policy.link({"href": address})
        if link is None:
            return
        known = self.policy.embed(address)
        if known and "figure" in self.policy.blocks:
            self.add_leaf(embed(known, "", self.policy))
        else:
            mark = ("a", tuple(link.items()))
            self.add_leaf(Block("p", pieces=[(link["href"], (mark,))]))

    def finish(self) -> list[Block]:
        """The blocks of the whole text."""
        self.close_until(self.body)
        return settled_flow(self.body)
