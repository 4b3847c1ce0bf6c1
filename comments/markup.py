"""Where a reader's plain text becomes HTML, and where imported comments are made safe.

Readers type text, not HTML: paragraphs, line breaks, ``*emphasis*`` and ``**strong**``, quotes
behind ``>``, lists behind ``-`` or ``1.``, and addresses, which become links. Everything else is
shown as it was typed. The renderer goes through the lines once and through each line once, so its
work and its output are linear in the input; then tidying and nh3 look at the result once more.
``COMMENT_MARKUP_VERSION`` goes up when the rules change; ``rerender_markup`` renders older rows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe

from articles import tidying
from articles.markup import CleanHTMLField, check_length, clean, host_of, safe_address
from articles.tidying import Attributes

COMMENT_MARKUP_VERSION: Final = 1

#: Characters that a reader may write: about four printed pages.
COMMENT_MAX_LENGTH: Final = 10_000
#: The column that WordPress keeps comments in ends here.
IMPORTED_COMMENT_MAX_LENGTH: Final = 65_535
#: Rendered; a comment of nothing but changing quote marks grows about tenfold.
COMMENT_HTML_MAX_LENGTH: Final = 500_000

#: Quotes in quotes that are shown as such; deeper marks are dropped, their text stays.
MAX_QUOTE_DEPTH: Final = 3

#: The allow-list (feature C5).
COMMENT_TAGS: Final[dict[str, frozenset[str]]] = {
    "p": frozenset(),
    "br": frozenset(),
    "em": frozenset(),
    "strong": frozenset(),
    "blockquote": frozenset(),
    "ul": frozenset(),
    "ol": frozenset({"start"}),
    "li": frozenset(),
    "a": frozenset({"href", "rel"}),
    "code": frozenset(),
    "pre": frozenset(),
}
COMMENT_LINK_SCHEMES: Final = frozenset({"http", "https"})
COMMENT_LINK_RELATION: Final = "nofollow ugc noopener"

#: Characters of a link's text; the host is always shown whole.
SHOWN_ADDRESS_LENGTH: Final = 60
_SHOWN_PATH_LEAST = 12
_MAX_HOST_LENGTH = 253  # of the domain name system
#: Marks stacked on one letter: Vietnamese needs two, Hebrew and Tibetan up to five.
_MAX_STACKED_MARKS = 6


# --- Rendering what readers type -----------------------------------------------------------------


def render_comment(source: str) -> str:
    """The HTML of a comment from the plain text that a reader typed.

    Args:
        source: at most ``COMMENT_MAX_LENGTH`` characters of any text; HTML in it is shown, not run.

    Returns:
        HTML of ``COMMENT_TAGS`` only; "" for a text of nothing but spaces.

    Raises:
        ValidationError: the text is too long, with a sentence for forms.
    """
    check_length(source, COMMENT_MAX_LENGTH)
    page = _Page()
    for line in _calm(tidying.readable(source)).split("\n"):
        page.add_line(line)
    return clean_comment_html(page.html())


def _calm(text: str) -> str:
    """The text with at most a few marks on one letter, so that no line climbs over the next."""
    if text.isascii():
        return text
    kept: list[str] = []
    stacked = 0
    for character in text:
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked <= _MAX_STACKED_MARKS:
            kept.append(character)
    return "".join(kept)


_QUOTE_MARKS = re.compile(r"(?: {0,3}>)+ ?")
_ITEM = re.compile(r" {0,3}(?:(?P<bullet>[-*•])|(?P<number>[0-9]{1,3})[.)])[ \t]+(?=\S)")


@dataclass
class _Page:
    """The HTML so far: how many quotes are open, which list, and the lines not yet written."""

    out: list[str] = field(default_factory=list)
    depth: int = 0
    list_tag: str = ""
    lines: list[str] = field(default_factory=list)

    def add_line(self, line: str) -> None:
        marks = _QUOTE_MARKS.match(line)
        quotes = min(marks[0].count(">"), MAX_QUOTE_DEPTH) if marks else 0
        rest = line[marks.end() :] if marks else line
        if not rest.strip():
            self.write_lines()
            if not quotes:
                self.go_to(0)  # an empty line ends a quote; a list may go on behind it
            return
        if quotes != self.depth:
            self.end_list()
            self.go_to(quotes)
        item = _ITEM.match(rest)
        if item and self.may_begin(item):
            self.begin_item(item)
            rest = rest[item.end() :]
        elif self.list_tag and not (self.lines and rest.startswith("  ")):
            self.end_list()  # only an indented line goes on with an item
        self.lines.append(rest.strip())

    def may_begin(self, item: re.Match[str]) -> bool:
        """A number other than 1 within a paragraph is a number at the start of a line."""
        in_paragraph = bool(self.lines) and not self.list_tag
        return not in_paragraph or item["bullet"] is not None or item["number"] == "1"

    def begin_item(self, item: re.Match[str]) -> None:
        self.write_lines()
        tag = "ul" if item["bullet"] else "ol"
        if self.list_tag != tag:
            self.end_list()
            start = int(item["number"] or 1)
            self.out.append(f'<ol start="{start}">' if start > 1 else f"<{tag}>")
            self.list_tag = tag

    def write_lines(self) -> None:
        if self.lines:
            tag = "li" if self.list_tag else "p"
            self.out.append(f"<{tag}>{_inline(self.lines)}</{tag}>")
            self.lines.clear()

    def end_list(self) -> None:
        self.write_lines()
        if self.list_tag:
            self.out.append(f"</{self.list_tag}>")
            self.list_tag = ""

    def go_to(self, depth: int) -> None:
        if depth != self.depth:
            self.end_list()
        opened = "<blockquote>" * (depth - self.depth)
        closed = "</blockquote>" * (self.depth - depth)
        self.out.append(opened + closed)
        self.depth = depth

    def html(self) -> str:
        self.end_list()
        self.go_to(0)
        return "".join(self.out)


_MARKS = re.compile(r"\\\*|\*+|\bhttps?://[^\s<>\"\\]+", re.IGNORECASE)
_TAGS = {"*": "em", "**": "strong"}


@dataclass
class _Inline:
    """The text of a paragraph, with the positions of emphasis that may yet be closed."""

    text: str
    out: list[str] = field(default_factory=list)
    open_marks: list[tuple[str, int]] = field(default_factory=list)

    def html(self) -> str:
        position = 0
        while mark := _MARKS.search(self.text, position):
            self.add_text(self.text[position : mark.start()])
            position = self.add_mark(mark)
        self.add_text(self.text[position:])
        return "".join(self.out)

    def add_text(self, text: str) -> None:
        self.out.append(tidying.escape_text(text).replace("\n", "<br>"))

    def add_mark(self, mark: re.Match[str]) -> int:
        """Writes what was found and returns where reading goes on."""
        found = mark[0]
        if found == r"\*":
            self.out.append("*")
        elif found.startswith("*"):
            self.add_stars(mark)
        else:
            address = _without_punctuation(found)
            link = _link(address)
            if link is None:
                self.add_text(found)
                return mark.end()
            self.out.append(link)
            return mark.start() + len(address)
        return mark.end()

    def add_stars(self, mark: re.Match[str]) -> None:
        stars = mark[0]
        if len(stars) > 3:
            self.out.append(stars)
            return
        before = self.text[mark.start() - 1 : mark.start()]
        after = self.text[mark.end() : mark.end() + 1]
        wanted = ["**", "*"] if len(stars) == 3 else [stars]
        opened = [name for name, _place in self.open_marks]
        if _holds(before) and not _joins(after) and all(name in opened for name in wanted):
            self.close(wanted)
        elif _holds(after) and not _joins(before) and not any(name in opened for name in wanted):
            for name in wanted:
                self.open_marks.append((name, len(self.out)))
                self.out.append(name)
        else:
            self.out.append(stars)

    def close(self, wanted: list[str]) -> None:
        """Closes the wanted marks; one that was opened inside them stays a star."""
        missing = set(wanted)
        while missing:
            name, place = self.open_marks.pop()
            if name in missing:
                missing.remove(name)
                self.out[place] = f"<{_TAGS[name]}>"
                self.out.append(f"</{_TAGS[name]}>")


def _inline(lines: list[str]) -> str:
    return _Inline("\n".join(lines)).html()


def _holds(character: str) -> bool:
    """Can emphasis begin before or end behind this character?"""
    return bool(character) and not character.isspace()


def _joins(character: str) -> bool:
    """Is this a letter that a star inside a word stands next to (``2*3``, ``a*b``)?

    Scripts without cases, such as Hangul, Han and Arabic, put particles next to an emphasised
    word, so their letters do not count.
    """
    return character.isalnum() and unicodedata.category(character) != "Lo"


# --- Links ---------------------------------------------------------------------------------------

_TRAILING = ".,;:!?'*_~…’”»"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def _without_punctuation(address: str) -> str:
    """The address without the punctuation of the sentence that it ends.

    A closing bracket belongs to the address as long as it was opened in it.
    """
    surplus = {end: address.count(end) - address.count(start) for end, start in _BRACKETS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _BRACKETS:
            if surplus[last] <= 0:
                break
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]


def _link(address: str) -> str | None:
    """The link for an http(s) address; None if that is not a proper one."""
    safe = safe_address(address, schemes=COMMENT_LINK_SCHEMES, relative=False)
    host = host_of(safe) if safe else None
    if safe is None or host is None or "." not in host.strip("."):
        return None
    plain = _ascii_host(host)
    if plain is None:
        return None
    parts = urlsplit(safe)
    port = parts.netloc[len(host) :]
    tail = safe[len(f"{parts.scheme}://{parts.netloc}") :]
    href = f"{parts.scheme}://{plain}{port}{tail}"
    shown = (host if _reads_as_it_is(host) else plain) + port + _shortened(tail, len(host))
    rel = COMMENT_LINK_RELATION
    escaped = tidying.escape_value(href)
    return f'<a href="{escaped}" rel="{rel}">{tidying.escape_text(shown)}</a>'


def _ascii_host(host: str) -> str | None:
    """The host in the letters that the network uses; None if it cannot be one."""
    if len(host) > _MAX_HOST_LENGTH:
        return None
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None


def _shortened(tail: str, host_length: int) -> str:
    if tail == "/":
        return ""
    room = max(SHOWN_ADDRESS_LENGTH - host_length, _SHOWN_PATH_LEAST)
    return tail if len(tail) <= room else tail[: room - 1] + "…"


#: Scripts that are written together within one word.
_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
#: Letters of Cyrillic and Greek that look like Latin ones: a name of nothing else is a disguise.
_LOOKALIKES = frozenset("авеёзікмнорстухцчѕіјҽһԁԛԝӏьъгпшαβγικνορτυχωϲϳ")


def _reads_as_it_is(host: str) -> bool:
    """May a host be shown in its own letters, or would that deceive (then in Punycode)?

    Each label must be of one script, or of scripts that are written together, and not consist of
    look-alikes of Latin letters only.
    """
    for label in host.split("."):
        if label.isascii():
            continue
        letters = [letter for letter in label if not letter.isascii() or letter.isalpha()]
        scripts = {unicodedata.name(letter, "UNKNOWN").split()[0] for letter in letters}
        one_script = len(scripts) == 1 or any(scripts <= group for group in _TOGETHER)
        if not one_script or all(letter in _LOOKALIKES for letter in letters):
            return False
    return True


# --- Imported comments and cleaning --------------------------------------------------------------


def comment_link(attributes: Attributes) -> Attributes | None:
    """What stays of an ``<a>`` in a comment: an http(s) address that we do not vouch for."""
    address = safe_address(attributes.get("href", ""), schemes=COMMENT_LINK_SCHEMES, relative=False)
    return {"href": address, "rel": COMMENT_LINK_RELATION} if address else None


def comment_block(name: str, attributes: Attributes) -> Attributes:
    """What stays of the attributes of other elements: where a numbered list begins."""
    start = attributes.get("start", "")
    is_number = start.isascii() and start.isdecimal() and len(start) < 4
    return {"start": start} if name == "ol" and is_number and int(start) > 1 else {}


def _policy(*, line_breaks: bool) -> tidying.Policy:
    return tidying.Policy(
        blocks=frozenset(COMMENT_TAGS) - frozenset(tidying.MARK_ORDER),
        marks=frozenset(COMMENT_TAGS) & frozenset(tidying.MARK_ORDER),
        link=comment_link,
        block_attributes=comment_block,
        line_breaks=line_breaks,
        depth=2 * MAX_QUOTE_DEPTH,
    )


POLICY = _policy(line_breaks=False)
IMPORT_POLICY = _policy(line_breaks=True)


def _judged_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "a" and name == "rel":
        return value if value == COMMENT_LINK_RELATION else None
    kept = comment_link({name: value}) if tag == "a" else comment_block(tag, {name: value})
    return value if kept and kept.get(name) == value else None


SANITISER = nh3.Cleaner(
    tags=set(COMMENT_TAGS),
    attributes={tag: set(names) for tag, names in COMMENT_TAGS.items()},
    attribute_filter=_judged_attribute,
    url_schemes=set(COMMENT_LINK_SCHEMES),
    link_rel=None,
)


def render_imported_comment(html: str) -> str:
    """The HTML of a comment from another system, in the allow-list of our own comments.

    Args:
        html: as WordPress or Disqus stored it; line ends are line breaks, as there. Headings
            become paragraphs, pictures links with their alternative texts.

    Returns:
        HTML of ``COMMENT_TAGS`` only; "" if nothing is left.

    Raises:
        ValidationError: more than ``IMPORTED_COMMENT_MAX_LENGTH`` characters.
    """
    check_length(html, IMPORTED_COMMENT_MAX_LENGTH)
    return clean(tidying.tidy(html, IMPORT_POLICY), POLICY, SANITISER)


def clean_comment_html(html: str) -> str:
    """The HTML of a comment as it may be stored: what both renderers return passes unchanged.

    Raises:
        ValidationError: more than ``COMMENT_HTML_MAX_LENGTH`` characters.
    """
    check_length(html, COMMENT_HTML_MAX_LENGTH)
    return _clean_short(html) if len(html) <= _REMEMBERED_LENGTH else _clean(html)


def _clean(html: str) -> str:
    return clean(html, POLICY, SANITISER)


#: The renderer cleans and the field cleans: the second time is remembered.
_REMEMBERED_LENGTH = 5_000
_clean_short = lru_cache(maxsize=256)(_clean)


# --- Storing and showing -------------------------------------------------------------------------


class CommentHTMLField(CleanHTMLField):
    """A column of comment HTML."""

    clean_html = staticmethod(clean_comment_html)


def trusted(html: str) -> SafeString:
    """Marks HTML as safe to show: only what a ``CommentHTMLField`` or a renderer above gave."""
    return mark_safe(html)  # noqa: S308 - cleaned on its way to the database
