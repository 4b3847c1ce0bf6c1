"""Characters to tokens: HTML read in linear time, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from articles.tidying.vocabulary import Attributes


@dataclass(frozen=True)
class Token:
    """One piece of the source: text (decoded), or a tag with its attributes."""

    kind: Literal["text", "start", "end"]
    value: str
    attributes: Attributes = field(default_factory=dict)


#: Elements whose content is no prose. An unclosed one loses only its tag, not the whole story.
# fmt: off
UNREAD = frozenset({
    "applet", "canvas", "iframe", "math", "noembed", "noframes", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "xml", "xmp",
})
# fmt: on

_TAG_NAME = re.compile(r"/?([a-zA-Z][^\s/><]*)")
_BETWEEN = re.compile(r"[\s/]*")
_SPACES = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"[^\s/>][^\s/>=]*")
_UNQUOTED = re.compile(r"[^\s>]*")
_END_OF_UNREAD = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in UNREAD}

#: Python refuses to read integers of more than 4,300 digits, and no character has that many.
_HUGE_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_UNWANTED: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),
    **dict.fromkeys((0xFEFF, 0xFFFE, 0xFFFF, 0x202D, 0x202E)),
    0x09: "\t",
    **dict.fromkeys((0x0A, 0x0D, 0x2028, 0x2029), "\n"),
    0x0C: " ",
}
_SURROGATE = re.compile("[\ud800-\udfff]")


def readable(text: str) -> str:
    """The text without control characters, byte-order marks, direction overrides and halves of
    characters; line ends as ``\\n``. These carry no prose, and the database refuses some.
    """
    text = text.replace("\r\n", "\n").translate(_UNWANTED)
    return _SURROGATE.sub("\ufffd", text)


def decode(text: str) -> str:
    """Character references resolved (once) and the result made ``readable``."""
    if "&" in text:
        text = unescape(_HUGE_REFERENCE.sub("\ufffd", text))
    return readable(text)


def tokens(html: str) -> Iterator[Token]:
    """Splits HTML into text and tags. Comments, declarations and unread elements are left out.

    Every character is looked at a bounded number of times, whatever the input: where the
    standard would scan on for a quote or a ``>`` that never comes, the rest is text.
    """
    position, size = 0, len(html)
    last_end = html.rfind(">")
    last_comment_end = html.rfind("-->")
    last_quote = {'"': html.rfind('"'), "'": html.rfind("'")}
    unclosed: set[str] = set()
    while position < size:
        opening = html.find("<", position)
        if opening < 0 or opening > last_end:
            yield Token("text", decode(html[position:]))
            return
        if opening > position:
            yield Token("text", decode(html[position:opening]))
        if html[opening + 1] in "!?":
            position = _after_declaration(html, opening, last_comment_end)
            continue
        named = _TAG_NAME.match(html, opening + 1)
        if named is None:
            yield Token("text", "<")
            position = opening + 1
            continue
        attributes, position = _read_attributes(html, named.end(), last_quote)
        if position > size:
            yield Token("text", decode(html[opening:]))
            return
        name = named[1].lower()
        is_end = html[opening + 1] == "/"
        yield Token("end" if is_end else "start", name, {} if is_end else attributes)
        if name in UNREAD and not is_end and name not in unclosed:
            closing = _END_OF_UNREAD[name].search(html, position)
            if closing:
                position = closing.start()
            else:
                unclosed.add(name)


def _past(pattern: re.Pattern[str], html: str, position: int) -> int:
    found = pattern.match(html, position)
    return found.end() if found else position


def _after_declaration(html: str, opening: int, last_comment_end: int) -> int:
    """Where reading goes on after a comment, doctype, CDATA mark or processing instruction."""
    if html.startswith("<!--", opening) and opening + 2 <= last_comment_end:
        return html.index("-->", opening + 2) + 3
    return html.index(">", opening) + 1  # there is one: the caller looked for the last


def _read_attributes(
    html: str, position: int, last_quote: dict[str, int]
) -> tuple[Attributes, int]:
    """The attributes from ``position`` and the index after ``>``; beyond the end: no ``>``."""
    attributes: Attributes = {}
    size = len(html)
    while True:
        position = _past(_BETWEEN, html, position)
        if position >= size:
            return attributes, size + 1
        if html[position] == ">":
            return attributes, position + 1
        name_end = _past(_ATTRIBUTE_NAME, html, position)
        name, value = html[position:name_end].lower(), ""
        position = _past(_SPACES, html, name_end)
        if html[position : position + 1] == "=":
            position = _past(_SPACES, html, position + 1)
            quote = html[position : position + 1]
            if quote in last_quote and position < last_quote[quote]:
                end = html.index(quote, position + 1)
                value, position = html[position + 1 : end], end + 1
            else:
                end = _past(_UNQUOTED, html, position)
                value, position = html[position:end], end
        attributes.setdefault(name, decode(value))
