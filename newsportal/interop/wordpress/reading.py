"""A streaming reader of WordPress eXtended RSS (WXR 1.0, 1.1 and 1.2).

One pass, one item in memory at a time. The format has no formal definition: these are the
elements that WordPress's own exporter writes (wp-admin/includes/export.php), matched by their
local name, because exports spell the namespace in several ways and re-serialised ones rename the
prefix. An export comes from a stranger, so whatever is not plain, well-formed XML without a
document type is refused with one line, and nothing about it is guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

# The versions that WordPress has ever written; 1.2 since 2010.
KNOWN_VERSIONS = frozenset({"1.0", "1.1", "1.2"})
# Large enough to be quick, small enough to hold nothing noticeable.
CHUNK_BYTES = 1 << 16
# One item with all its comments: far above real ones (a story with 50,000 comments takes about
# 40 MB), far below what would trouble a small machine.
MAX_ENTRY_CHARACTERS = 64 * 1024 * 1024
# Elements of one entry that are held at the same time; comments are folded as they end.
MAX_ENTRY_ELEMENTS = 200_000
# WXR is five levels deep; markup that someone forgot to escape adds a few.
MAX_DEPTH = 100
# A single tag, comment or processing instruction is scanned again whenever more of it arrives
# (expat before 2.6), so a long one costs quadratic time: refuse it instead.
MAX_TOKEN_BYTES = 4 * 1024 * 1024
# Numbers beyond what a database key holds are damage, not identity.
MAX_NUMBER_DIGITS = 18
# A file declares each prefix once; more than this is an attack on memory.
MAX_PREFIXES = 32

# These names belong to RSS itself and come without a prefix; with one (atom:link, media:title,
# itunes:author) they are somebody else's.
RSS_NAMES = frozenset(
    {"title", "link", "description", "pubDate", "guid", "language", "category", "item", "channel"}
)


class WXRError(Exception):
    """The file cannot be read; the message is one line for the person who chose the file."""


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """The site that the file was exported from; comes before every other entry."""

    title: str
    description: str
    language: str
    version: str
    link: str
    base_site_url: str
    base_blog_url: str

    @property
    def source(self) -> str:
        """What names the site in an import identity: its address without scheme and end slash."""
        address = self.base_blog_url or self.link or self.base_site_url
        return address.partition("://")[2].rstrip("/").lower() or address.rstrip("/").lower()


@dataclass(frozen=True, slots=True)
class WXRAuthor:
    """`wp:author`; its number is missing in many exports, the login is what items refer to."""

    author_id: int | None
    login: str
    email: str
    display_name: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class WXRTerm:
    """A category, a tag, a menu or another term; `parent_slug` is empty at the root."""

    term_id: int | None
    taxonomy: str
    slug: str
    parent_slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class ItemTerm:
    """A term as an item names it: `domain` is the taxonomy, `slug` is the attribute nicename."""

    domain: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class WXRComment:
    """`wp:comment`; dates stand as written, `kind` is "comment" where the file leaves it empty."""

    comment_id: int | None
    author: str
    author_email: str
    author_url: str
    author_ip: str
    date: str
    date_gmt: str
    content: str
    approved: str
    kind: str
    parent_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class WXRItem:
    """`item`: a post, page, attachment, menu entry or anything else; `line` is where it begins."""

    line: int
    post_id: int | None
    post_type: str
    status: str
    title: str
    link: str
    guid: str
    creator: str
    description: str
    content: str
    excerpt: str
    pub_date: str
    post_date: str
    post_date_gmt: str
    post_modified: str
    post_modified_gmt: str
    post_name: str
    post_parent: int
    menu_order: int
    password: str
    is_sticky: bool
    comment_status: str
    ping_status: str
    attachment_url: str
    terms: tuple[ItemTerm, ...]
    meta: tuple[tuple[str, str], ...]
    comments: tuple[WXRComment, ...]

    def meta_value(self, key: str) -> str:
        """The first value of a postmeta key, or "" when the item has none."""
        return next((value for name, value in self.meta if name == key), "")


Entry = SiteInfo | WXRAuthor | WXRTerm | WXRItem


def read_wxr(source: BinaryIO) -> Iterator[Entry]:
    """Read an export from start to end and yield its entries in the order of the file.

    `source` is read once, in small pieces. The `SiteInfo` always comes first. Raises `WXRError`
    with one translated line when the file is no WXR, of an unknown version, damaged, cut off, or
    carries a document type or entities; what came before the damage was yielded by then, so a
    caller who must change nothing reads the file once to the end before it writes.
    """
    reader = _Reader()
    first = source.read(CHUNK_BYTES)
    _refuse_packed(first)
    # A theme or plugin that ends in an empty line prints it before every page, exports included;
    # XML wants its declaration first of all.
    chunk = first.lstrip(b" \t\r\n")
    while chunk:
        reader.feed(chunk)
        yield from reader.take()
        chunk = source.read(CHUNK_BYTES)
    reader.close()
    yield from reader.take()


def _refuse_packed(first: bytes) -> None:
    if not first.strip():
        raise WXRError(_("The file is empty."))
    if first.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise WXRError(_("The file is packed (ZIP or gzip): unpack it and name the XML file."))


class _Node:
    """An element while it is open, and until its entry is complete."""

    __slots__ = ("attributes", "children", "comments", "line", "name", "prefix", "text")

    def __init__(self, prefix: str, name: str, attributes: dict[str, str], line: int) -> None:
        self.prefix = prefix
        self.name = name
        self.attributes = attributes
        self.line = line
        self.text: list[str] = []
        self.children: list[_Node] = []
        self.comments: list[WXRComment] = []

    def whole_text(self) -> str:
        """The text with that of elements inside, which are markup that was never escaped."""
        if not self.children:
            return "".join(self.text)
        return "".join([*self.text, *(child.whole_text() for child in self.children)])

    def fields(self) -> dict[str, str]:
        """The trimmed text of each child by local name; the first of a name counts."""
        found: dict[str, str] = {}
        for child in self.children:
            if not (child.prefix and child.name in RSS_NAMES):
                found.setdefault(child.name, child.whole_text().strip())
        return found


class _Reader:
    """Feeds expat and folds its events into entries."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse_document_type
        self._parser.EntityDeclHandler = self._refuse_document_type
        self._parser.ExternalEntityRefHandler = self._refuse_document_type
        self._fed = 0
        self._depth = 0
        self._open: list[_Node] = []  # from the channel's child down to the innermost
        self._elements = 0
        self._elements_before_comment = 0
        self._characters_held = 0
        self._channel: dict[str, str] = {}
        self._site: SiteInfo | None = None
        self._excerpt_prefixes: set[str] = {"excerpt"}
        self._waiting: list[Entry] = []  # what came before the site was known
        self._ready: list[Entry] = []

    def feed(self, chunk: bytes) -> None:
        self._parse(chunk, final=False)
        self._fed += len(chunk)
        if self._fed - self._parser.CurrentByteIndex > MAX_TOKEN_BYTES:
            self._fail(
                _("a tag or comment of more than %(size)d MB") % {"size": MAX_TOKEN_BYTES >> 20}
            )

    def close(self) -> None:
        self._parse(b"", final=True)
        self._introduce_site()

    def take(self) -> list[Entry]:
        taken, self._ready = self._ready, []
        return taken

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise self._explained(error, final=final) from error
        except (LookupError, ValueError) as error:  # what expat's encodings raise
            raise WXRError(
                _("The encoding that the file declares cannot be read: save it as UTF-8.")
            ) from error

    def _explained(self, error: expat.ExpatError, *, final: bool) -> WXRError:
        if final:
            return WXRError(
                _("The file ends in the middle of line %(line)d: it was cut off.")
                % {"line": error.lineno}
            )
        return WXRError(
            _("Line %(line)d, column %(column)d: this is not well-formed XML (%(reason)s).")
            % {
                "line": error.lineno,
                "column": error.offset + 1,
                "reason": expat.ErrorString(error.code),
            }
        )

    def _fail(self, what: str) -> NoReturn:
        raise WXRError(
            _("Line %(line)d: %(what)s is not accepted.")
            % {"line": self._parser.CurrentLineNumber, "what": what}
        )

    def _refuse_document_type(self, *_arguments: object) -> NoReturn:
        self._fail(_("a document type or entity declaration"))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        prefix, _colon, name = tag.rpartition(":")
        self._note_prefixes(attributes)
        if self._depth == 1 and name.lower() != "rss":
            raise WXRError(_("This is no WordPress export: it does not begin with <rss>."))
        if self._depth > MAX_DEPTH:
            self._fail(_("nesting of more than %(depth)d elements") % {"depth": MAX_DEPTH})
        if self._depth <= 2:  # rss and channel hold nothing themselves
            return
        if self._depth == 3:
            self._elements = 0
            self._characters_held = 0
        if len(self._open) == 1 and name == "comment":
            self._elements_before_comment = self._elements
        self._elements += 1
        if self._elements > MAX_ENTRY_ELEMENTS:
            self._fail(_("an item of more than %(count)d elements") % {"count": MAX_ENTRY_ELEMENTS})
        self._open.append(_Node(prefix, name, attributes, self._parser.CurrentLineNumber))

    def _note_prefixes(self, attributes: dict[str, str]) -> None:
        # content:encoded and excerpt:encoded share a local name: only the namespace tells.
        for name, value in attributes.items():
            if name.startswith("xmlns:") and "excerpt" in value.lower():
                self._excerpt_prefixes.add(name.removeprefix("xmlns:"))
        if len(self._excerpt_prefixes) > MAX_PREFIXES:
            self._fail(_("so many namespace prefixes"))

    def _characters(self, text: str) -> None:
        if not self._open:
            return
        self._characters_held += len(text)
        if self._characters_held > MAX_ENTRY_CHARACTERS:
            self._fail(_("an item of more than %(size)d MB") % {"size": MAX_ENTRY_CHARACTERS >> 20})
        self._open[-1].text.append(text)

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        node = self._open.pop()
        if node.name == "encoded" and node.prefix in self._excerpt_prefixes:
            node.name = "excerpt"
        if not self._open:
            self._close_entry(node)
        elif node.name == "comment" and len(self._open) == 1 and self._open[0].name == "item":
            self._open[0].comments.append(_comment(node.fields()))
            self._elements = self._elements_before_comment
        else:
            self._open[-1].children.append(node)

    def _close_entry(self, node: _Node) -> None:
        entry = _entry(node)
        if entry is None:
            if not node.children and not (node.prefix and node.name in RSS_NAMES):
                self._channel.setdefault(node.name, node.whole_text().strip())
            return
        # Exporters say all about the site before the first author; hold what comes earlier in
        # other people's files, but not beyond the first item.
        if isinstance(entry, WXRItem) or {"wxr_version", "base_blog_url"} <= self._channel.keys():
            self._introduce_site()
        (self._ready if self._site else self._waiting).append(entry)

    def _introduce_site(self) -> None:
        """Yield the site and what waited for it; raises when this is no WXR that we know."""
        if self._site:
            return
        version = self._channel.get("wxr_version", "")
        if not version:
            raise WXRError(_("This is no WordPress export: it names no WXR version."))
        if version not in KNOWN_VERSIONS:
            raise WXRError(
                _("WXR version %(version)s is not known here; 1.0, 1.1 and 1.2 are.")
                % {"version": version[:20]}
            )
        self._site = SiteInfo(
            title=self._channel.get("title", ""),
            description=self._channel.get("description", ""),
            language=self._channel.get("language", ""),
            version=version,
            link=self._channel.get("link", ""),
            base_site_url=self._channel.get("base_site_url", ""),
            base_blog_url=self._channel.get("base_blog_url", ""),
        )
        self._ready.extend([self._site, *self._waiting])
        self._waiting = []


def _number(text: str) -> int | None:
    if text.isascii() and text.isdigit() and len(text) <= MAX_NUMBER_DIGITS:
        return int(text)
    return None


def _entry(node: _Node) -> Entry | None:
    """The entry that a child of the channel makes, or None for a plain field of the channel."""
    if node.name == "item" and not node.prefix:
        return _item(node)
    fields = node.fields()
    if node.name == "author" and "author_login" in fields:
        return _author(fields)
    if node.name == "category" and "category_nicename" in fields:
        return _category(fields)
    if node.name == "tag" and "tag_slug" in fields:
        return _tag(fields)
    if node.name == "term" and "term_taxonomy" in fields:
        return _term(fields)
    return None


def _author(fields: dict[str, str]) -> WXRAuthor:
    return WXRAuthor(
        author_id=_number(fields.get("author_id", "")),
        login=fields["author_login"],
        email=fields.get("author_email", ""),
        display_name=fields.get("author_display_name", ""),
        first_name=fields.get("author_first_name", ""),
        last_name=fields.get("author_last_name", ""),
    )


def _category(fields: dict[str, str]) -> WXRTerm:
    return WXRTerm(
        term_id=_number(fields.get("term_id", "")),
        taxonomy="category",
        slug=fields["category_nicename"],
        parent_slug=fields.get("category_parent", ""),
        name=fields.get("cat_name", ""),
        description=fields.get("category_description", ""),
    )


def _tag(fields: dict[str, str]) -> WXRTerm:
    return WXRTerm(
        term_id=_number(fields.get("term_id", "")),
        taxonomy="post_tag",
        slug=fields["tag_slug"],
        parent_slug="",
        name=fields.get("tag_name", ""),
        description=fields.get("tag_description", ""),
    )


def _term(fields: dict[str, str]) -> WXRTerm:
    return WXRTerm(
        term_id=_number(fields.get("term_id", "")),
        taxonomy=fields["term_taxonomy"],
        slug=fields.get("term_slug", ""),
        parent_slug=fields.get("term_parent", ""),
        name=fields.get("term_name", ""),
        description=fields.get("term_description", ""),
    )


def _comment(fields: dict[str, str]) -> WXRComment:
    return WXRComment(
        comment_id=_number(fields.get("comment_id", "")),
        author=fields.get("comment_author", ""),
        author_email=fields.get("comment_author_email", ""),
        author_url=fields.get("comment_author_url", ""),
        author_ip=fields.get("comment_author_IP", ""),
        date=fields.get("comment_date", ""),
        date_gmt=fields.get("comment_date_gmt", ""),
        content=fields.get("comment_content", ""),
        approved=fields.get("comment_approved", "").lower(),
        # Before WordPress 5.5 a comment's own type was stored as an empty string.
        kind=fields.get("comment_type", "").lower() or "comment",
        parent_id=_number(fields.get("comment_parent", "")) or 0,
        user_id=_number(fields.get("comment_user_id", "")) or 0,
    )


def _item_terms(node: _Node) -> tuple[ItemTerm, ...]:
    return tuple(
        ItemTerm(
            # WXR 1.0 left both attributes out of a category's second copy, which only RSS readers
            # need: without a nicename there is nothing to look up.
            domain=child.attributes.get("domain", ""),
            slug=child.attributes["nicename"],
            name=child.whole_text().strip(),
        )
        for child in node.children
        if child.name == "category" and not child.prefix and child.attributes.get("nicename")
    )


def _item_meta(node: _Node) -> tuple[tuple[str, str], ...]:
    pairs = (child.fields() for child in node.children if child.name == "postmeta")
    return tuple((pair.get("meta_key", ""), pair.get("meta_value", "")) for pair in pairs)


def _item(node: _Node) -> WXRItem:
    fields = node.fields()
    return WXRItem(
        line=node.line,
        post_id=_number(fields.get("post_id", "")),
        post_type=fields.get("post_type", "").lower(),
        status=fields.get("status", "").lower(),
        title=fields.get("title", ""),
        link=fields.get("link", ""),
        guid=fields.get("guid", ""),
        creator=fields.get("creator", ""),
        description=fields.get("description", ""),
        content=fields.get("encoded", ""),
        excerpt=fields.get("excerpt", ""),
        pub_date=fields.get("pubDate", ""),
        post_date=fields.get("post_date", ""),
        post_date_gmt=fields.get("post_date_gmt", ""),
        post_modified=fields.get("post_modified", ""),
        post_modified_gmt=fields.get("post_modified_gmt", ""),
        post_name=fields.get("post_name", ""),
        post_parent=_number(fields.get("post_parent", "")) or 0,
        menu_order=_number(fields.get("menu_order", "")) or 0,
        password=fields.get("post_password", ""),
        is_sticky=fields.get("is_sticky", "") == "1",
        comment_status=fields.get("comment_status", "").lower(),
        ping_status=fields.get("ping_status", "").lower(),
        attachment_url=fields.get("attachment_url", ""),
        terms=_item_terms(node),
        meta=_item_meta(node),
        comments=tuple(node.comments),
    )
