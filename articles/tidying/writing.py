"""The tree to HTML, letter for letter as nh3 would write it."""

from __future__ import annotations

from articles.tidying.vocabulary import BREAK, LOOSE, Attributes, Block, Mark

_TEXT_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;"})
_VALUE_ESCAPES = _TEXT_ESCAPES | str.maketrans({'"': "&quot;"})
_VOID = frozenset({"img", "hr"})


def written(block: Block) -> str:
    """A block with all that is in it as HTML."""
    out: list[str] = []
    _write(block, out)
    return "".join(out)


def escape_text(text: str) -> str:
    """Text as nh3 writes it between tags."""
    return text.translate(_TEXT_ESCAPES)


def escape_value(value: str) -> str:
    """Text as nh3 writes it in an attribute, between double quotes."""
    return value.translate(_VALUE_ESCAPES)


def _tag(name: str, attributes: Attributes | tuple[tuple[str, str], ...]) -> str:
    pairs = attributes.items() if isinstance(attributes, dict) else attributes
    written = "".join(f' {key}="{escape_value(value)}"' for key, value in pairs)
    return f"<{name}{written}>"


def _write_text(block: Block, out: list[str]) -> None:
    opened: list[Mark] = []
    for text, marks in block.pieces:
        common = 0
        while common < min(len(opened), len(marks)) and opened[common] == marks[common]:
            common += 1
        while len(opened) > common:
            out.append(f"</{opened.pop()[0]}>")
        for mark in marks[common:]:
            out.append(_tag(*mark))
            opened.append(mark)
        is_break = text == BREAK and block.name != "pre"
        out.append("<br>" if is_break else escape_text(text))
    while opened:
        out.append(f"</{opened.pop()[0]}>")


def _write(block: Block, out: list[str]) -> None:
    if block.name != LOOSE:
        out.append(_tag(block.name, block.attributes))
    _write_text(block, out)
    for child in block.children:
        _write(child, out)
    if block.name != LOOSE and block.name not in _VOID:
        out.append(f"</{block.name}>")
