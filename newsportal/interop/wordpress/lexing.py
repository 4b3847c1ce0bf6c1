"""WordPress's mixture of HTML, comments and shortcodes, cut into tokens in linear time.

Old posts are typed by hand and pasted from everywhere, so nothing may be assumed to be closed,
quoted or nested as it should be; and an import comes from a stranger, so no input may cost more
than time in proportion to its length. (The standard library's HTMLParser searches the rest of the
text again for every unclosed comment, and `articles.tidying` rightly drops comments, which mean
something here.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.tidying.reading import UNREAD, decode

# A shortcode's attributes; longer ones are page builders' data, not something to keep.
MAX_SHORTCODE_CHARACTERS = 10_000
# An element with more attributes than this is not one that a person wrote.
MAX_ATTRIBUTES = 64

# What stands in these is no text of the story. Old video players are an <object> whose address is
# in the elements inside, so that one is read.
_RAW_ELEMENTS = UNREAD - {"object"}
_SPECIAL = re.compile(r"[<\[]")
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)))?"""
)
_TAG_END = re.compile(r"[\s/]*+(>)")
_BRACKET = re.compile(r"\[([^\[\]]*+)\]")
_ESCAPED_BRACKET = re.compile(r"\[\[([^\[\]]*+)\]\]")
_SHORTCODE = re.compile(r"(/?)([A-Za-z][\w-]*+)(?:(?=[\s/=:])(.*))?", re.DOTALL)
_SHORTCODE_ATTRIBUTE = re.compile(
    r"""([\w-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'][^\s]*+))"""
    r"""|"([^"]*+)"|'([^']*+)'|(\S++)"""
)
# Editors turn a shortcode's straight quotes into typographic ones.
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "″": '"', "‘": "'", "’": "'"})
_OPENERS = re.compile(r"\[([A-Za-z][\w-]*+)")
_CLOSERS = re.compile(r"\[/([A-Za-z][\w-]*+)\s*+\]")
_ALONE_BEFORE = re.compile(r"(?:^|[\n>])[ \t]*+\Z")
_ALONE_AFTER = re.compile(r"[ \t]*+(?:[\r\n<]|\Z)")
# How far to look back for the start of the line on which a shortcode stands.
_LOOK_BACK = 80

# Shortcodes of WordPress itself and of Jetpack that carry pictures or links to keep.
GALLERIES = frozenset({"gallery"})
CAPTIONS = frozenset({"caption", "wp_caption"})
PLAYERS = frozenset({"audio", "video", "playlist"})
EMBEDS = frozenset(
    {
        "embed", "youtube", "vimeo", "tweet", "twitter", "soundcloud", "instagram", "facebook",
        "spotify", "dailymotion", "ted", "slideshare", "googlemaps", "wpvideo", "videopress",
    }
)  # fmt: skip
KNOWN_SHORTCODES = GALLERIES | CAPTIONS | PLAYERS | EMBEDS


@dataclass(frozen=True, slots=True)
class Text:
    """Text as it stands in the source, its character references still in place."""

    source: str

    @property
    def decoded(self) -> str:
        return decode(self.source)


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    text: str


@dataclass(frozen=True, slots=True)
class Shortcode:
    """`values` are the attributes without a name; `source` is how it was written."""

    name: str
    attributes: dict[str, str]
    values: tuple[str, ...]
    closes: bool
    source: str


Token = Text | Tag | Comment | Shortcode


def tokens(source: str) -> Iterator[Token]:
    """Cut `source` into tokens; every character of it stands in at most one."""
    return _Lexer(source).run()


class _Lexer:
    def __init__(self, source: str) -> None:
        self._source = source
        self._opened = set(_OPENERS.findall(source))
        self._closed = set(_CLOSERS.findall(source))
        self._position = 0
        # Endings that do not occur any more: looking for them again would cost quadratic time.
        self._missing: set[str] = set()

    def run(self) -> Iterator[Token]:
        source = self._source
        while True:
            found = _SPECIAL.search(source, self._position)
            start = found.start() if found else len(source)
            if start > self._position:
                yield Text(source[self._position : start])
            if not found:
                return
            self._position = start
            yield from self._markup() if found[0] == "<" else self._bracket()

    def _find(self, ending: str, start: int) -> int:
        if ending in self._missing:
            return -1
        end = self._source.find(ending, start)
        if end < 0:
            self._missing.add(ending)
        return end

    def _literal(self, length: int = 1) -> Iterator[Token]:
        start = self._position
        self._position += length
        yield Text(self._source[start : self._position])

    def _markup(self) -> Iterator[Token]:
        if self._source.startswith("<!--", self._position):
            return self._comment()
        if self._source.startswith(("<!", "<?"), self._position):
            return self._declaration()
        name = _TAG_NAME.match(self._source, self._position)
        return self._tag(name) if name else self._literal()

    def _comment(self) -> Iterator[Token]:
        start = self._position + 4
        end = self._find("-->", start)
        if end < 0:  # an ending was forgotten: better to keep the text than to swallow the rest
            self._position = start
            return
        self._position = end + 3
        yield Comment(self._source[start:end].strip())

    def _declaration(self) -> Iterator[Token]:
        end = self._find(">", self._position)
        self._position = end + 1 if end >= 0 else self._position + 2
        yield from ()

    def _tag(self, opening: re.Match[str]) -> Iterator[Token]:
        attributes: dict[str, str] = {}
        position = opening.end()
        while (end := _TAG_END.match(self._source, position)) is None:
            found = _ATTRIBUTE.match(self._source, position)
            if found is None and position < len(self._source):
                position += 1  # a stray sign between attributes
                continue
            if found is None:  # the tag never ends: what looked like one is text
                yield from self._literal(len(self._source) - self._position)
                return
            position = found.end()
            if len(attributes) < MAX_ATTRIBUTES:
                value = next((part for part in found.groups()[1:] if part is not None), "")
                attributes.setdefault(found[1].lower(), decode(value))
        self._position = end.end()
        name = opening[2].lower()
        if opening[1]:
            yield Tag(name, closes=True)
            return
        yield Tag(name, attributes)
        if name in _RAW_ELEMENTS:
            self._skip_raw(name)
            yield Tag(name, closes=True)

    def _skip_raw(self, name: str) -> None:
        """Go to the end of an element that holds no text; one that never ends loses its tag."""
        if f"</{name}" in self._missing:
            return
        ending = re.compile(rf"</{name}\b[^>]*+>?", re.IGNORECASE)
        found = ending.search(self._source, self._position)
        if found is None:
            self._missing.add(f"</{name}")
            return
        self._position = found.end()

    def _bracket(self) -> Iterator[Token]:
        escaped = _ESCAPED_BRACKET.match(self._source, self._position)
        if escaped and _SHORTCODE.fullmatch(escaped[1].strip()):
            # Doubled brackets are how one writes about a shortcode: show single ones.
            self._position = escaped.end()
            return iter([Text(f"[{escaped[1]}]")])
        found = _BRACKET.match(self._source, self._position)
        token = self._shortcode(found) if found else None
        if found is None or token is None:
            return self._literal()
        self._position = found.end()
        return iter([token])

    def _shortcode(self, found: re.Match[str]) -> Shortcode | None:
        inner = found[1]
        if len(inner) > MAX_SHORTCODE_CHARACTERS:
            return None
        shape = _SHORTCODE.fullmatch(inner.strip())
        if shape is None:
            return None
        name = shape[2].lower()
        # [youtube=https://…] and [youtube https://…] are both in use.
        rest = (shape[3] or "").removeprefix("=").removeprefix(":").translate(_STRAIGHT)
        attributes, values = _shortcode_attributes(rest.strip().removesuffix("/"))
        closes = bool(shape[1])
        known = name in KNOWN_SHORTCODES
        if closes and not (known or shape[2] in self._opened):
            return None
        if not (known or closes or self._looks_like_one(found, shape[2], attributes, rest)):
            return None
        return Shortcode(name, attributes, values, closes, found[0])

    def _looks_like_one(
        self, found: re.Match[str], name: str, attributes: dict[str, str], rest: str
    ) -> bool:
        """Tell [contact-form-7 id="4"] from [sic], [laughs] and [Editor’s note: …]."""
        if attributes or name in self._closed:
            return True
        if rest.strip("/ "):
            return False
        if "_" in name or "-" in name:
            return True
        before = self._source[max(0, found.start() - _LOOK_BACK) : found.start()]
        alone = _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(self._source, found.end())
        return name.islower() and bool(alone)


def _shortcode_attributes(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    attributes: dict[str, str] = {}
    values: list[str] = []
    for found in _SHORTCODE_ATTRIBUTE.finditer(text):
        name = found[1]
        value = decode(next((part for part in found.groups()[1:] if part is not None), ""))
        if name:
            attributes.setdefault(name.lower(), value)
        else:
            values.append(value)
    return attributes, tuple(values)
