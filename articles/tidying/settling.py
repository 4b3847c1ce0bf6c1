"""What a block looks like when it is complete, in the one shape that is stored."""

from __future__ import annotations

from itertools import takewhile

from articles.tidying.vocabulary import (
    BLANK,
    CELLS,
    LISTS,
    LOOSE,
    ROW_GROUPS,
    TEXT_BLOCKS,
    Block,
    Policy,
)

#: Characters that alone make no paragraph: zero-width spaces and joiners, marks, soft hyphen.
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060))


def settled(block: Block, policy: Policy) -> list[Block]:
    """What takes a complete block's place in its parent: itself, what is left of it, or nothing."""
    if block.name == "figure":
        return _settled_figure(block, policy)
    if block.name == "table":
        return _settled_table(block)
    if block.name in TEXT_BLOCKS:
        _close_text(block)
        return [block] if block.text().translate(_INVISIBLE).strip() else []
    if block.name in CELLS:
        block.children = settled_flow(block)
        return [block]  # an empty cell keeps its column
    if block.name in {"li", "blockquote"}:
        block.children = settled_flow(block)
    return [block] if block.children else []


def _close_text(block: Block) -> None:
    if block.name == "pre":
        text = "".join(piece for piece, _marks in block.pieces)
        block.pieces = [(text.strip("\n").rstrip(), ())]
    else:
        strip_end(block)


def strip_end(block: Block) -> None:
    """Takes spaces and line breaks from the end of a text block."""
    while block.pieces:
        text, marks = block.pieces.pop()
        stripped = text.rstrip(BLANK)
        if stripped:
            block.pieces.append((stripped, marks))
            return


def settled_flow(block: Block) -> list[Block]:
    """The children of a container: stray items in lists, loose text in paragraphs.

    A list item or a cell with one plain paragraph holds its text directly, so that the editor's
    ``<li><p>x</p></li>`` and a typed ``<li>x</li>`` are stored as the same.
    """
    children = _with_stray_items_in_lists(block.children)
    paragraphs = [child for child in children if child.name in {LOOSE, "p"}]
    for child in paragraphs:
        child.name = "p"
    first, *others = children or [Block(LOOSE)]
    is_item = block.name == "li" or block.name in CELLS
    is_plain = first.name == "p" and not first.attributes
    if is_item and is_plain and all(child.name in LISTS for child in others):
        first.name = LOOSE
    return children


def _with_stray_items_in_lists(blocks: list[Block]) -> list[Block]:
    children: list[Block] = []
    gathered: Block | None = None
    for child in blocks:
        if child.name != "li":
            gathered = None
            children.append(child)
            continue
        wanted = "ol" if child.numbered else "ul"
        if gathered is None or gathered.name != wanted:
            gathered = Block(wanted)
            children.append(gathered)
        gathered.children.append(child)
    return children


def _settled_figure(figure: Block, policy: Policy) -> list[Block]:
    """One picture, table or embed with at most one caption; anything else is no figure."""
    captions = [child for child in figure.children if child.name == "figcaption"]
    others = [child for child in figure.children if child.name != "figcaption"]
    media = settled_flow(Block("figure", children=others))
    address = figure.attributes.get("data-embed")
    if address:
        text = " ".join(child.text() for child in media)
        result = [embed(address, text, policy)]
    else:
        is_pull = figure.attributes.get("class") == "pull"
        result = [_framed(child, is_pull=is_pull, captioned=bool(captions)) for child in media]
    last = result[-1] if result else None
    for caption in captions:
        if last and last.name == "figure" and last.children[-1].name != "figcaption":
            last.children.append(caption)
        else:
            caption.name = "p"
            result.append(caption)
    return result


def _framed(block: Block, *, is_pull: bool, captioned: bool) -> Block:
    """A piece of a figure: pictures need the figure, tables only for a caption's sake."""
    if block.name == "img" or (block.name == "table" and captioned):
        return Block("figure", children=[block])
    if block.name == "blockquote" and is_pull:
        block.attributes["class"] = "pull"
    return block


def embed(address: str, text: str, policy: Policy) -> Block:
    """The one shape of an embed: its address, and a plain link for everybody."""
    link = policy.link({"href": address}) or {}
    label = " ".join(text.split()) or address
    anchor = Block(LOOSE, pieces=[(label, (("a", tuple(link.items())),))])
    return Block("figure", {"class": "embed", "data-embed": address}, [anchor])


def _settled_table(table: Block) -> list[Block]:
    """Head and body rows only; leading rows of nothing but headings are the head.

    A ``<caption>`` becomes the caption of a figure round the table: that is the one shape the
    editor knows. Foot rows close the body. Headings get the scope that their place implies.
    """
    captions = [part for part in table.children if part.name == "caption"]
    head, body = _head_and_body(table)
    for row in head:
        _scope_headings(row, "col")
    for row in body:
        _scope_headings(row, "row")
    if not body:
        return [Block("p", pieces=caption.pieces) for caption in captions]
    groups = [Block("thead", children=head)] if head else []
    table.children = [*groups, Block("tbody", children=body)]
    if not captions:
        return [table]
    first, *others = captions
    figure = Block("figure", children=[table, Block("figcaption", pieces=first.pieces)])
    return [figure, *(Block("p", pieces=caption.pieces) for caption in others)]


def _head_and_body(table: Block) -> tuple[list[Block], list[Block]]:
    head: list[Block] = []
    body: list[Block] = []
    for part in table.children:
        rows = part.children if part.name in ROW_GROUPS else [part] if part.name == "tr" else []
        (head if part.name == "thead" and not body else body).extend(rows)
    if not body:
        head, body = [], head
    if not head:
        head = list(takewhile(_is_heading_row, body[:-1]))
        body = body[len(head) :]
    return head, body


def _is_heading_row(row: Block) -> bool:
    return all(cell.name == "th" and "rowspan" not in cell.attributes for cell in row.children)


def _scope_headings(row: Block, scope: str) -> None:
    for cell in row.children:
        if cell.name == "th":
            cell.attributes.setdefault("scope", scope)
