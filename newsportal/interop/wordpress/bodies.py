"""WordPress content to the HTML that our stories hold.

Two dialects arrive: posts typed in the classic editor, where an empty line is a paragraph and a
newline a break (WordPress makes the tags when it shows a post, "wpautop"), and posts of the block
editor, whose HTML is complete and fenced by comments. Both carry shortcodes. The tokens are
rewritten one by one into plain HTML; repairing nesting, dropping what is not allowed and writing
the final shape is the work of `articles.markup.clean_story_html`, which every body goes through.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from html import escape
from typing import Protocol

from articles.markup import clean_story_html, embed_address
from articles.tidying import text_of
from newsportal.interop.wordpress.addresses import file_name
from newsportal.interop.wordpress.lexing import (
    CAPTIONS,
    EMBEDS,
    GALLERIES,
    KNOWN_SHORTCODES,
    PLAYERS,
    Comment,
    Shortcode,
    Tag,
    Text,
    Token,
    tokens,
)

# Elements that end the line of text before them.
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Ends of these are places where a picture that stood amid their text can follow.
_FRAMED = frozenset({"div", "dl", "figure", "p", "dt", "dd", "pre"})
# Classic posts nest by hand; what is open beyond this is forgotten, oldest first.
_MOST_FRAMES = 100
_MEDIA_PLAYERS = frozenset({"audio", "video"})
_UNCLOSED = frozenset({"input", "param", "link", "meta", "base", "area", "col", "track", "wbr"})

# Blocks of the block editor that show other things of the site (a list of posts, a form, a menu):
# what they contain is a pattern to repeat, no text.
_PATTERN_BLOCKS = frozenset(
    {"query", "comments", "comments-query-loop", "navigation", "social-links", "search", "form"}
)
_BLOCK_COMMENT = re.compile(r"(/?)wp:([a-z0-9/-]++)(.*?)(/?)", re.DOTALL)
_LONELY_URL = re.compile(r"https?://[^\s<>\"\[\]]+")
_EMPTY_LINE = re.compile(r"\n[ \t]*+\n")
_PICTURE_CLASS = re.compile(r"\bwp-image-([0-9]{1,18})\b")
_BACKGROUND = re.compile(r"""background(?:-image)?\s*+:\s*+url\(\s*+["']?(https?://[^"')\s]++)""")
_NUMBERS = re.compile(r"[0-9]{1,18}")
_PLAYER_SOURCES = (
    "src", "mp3", "m4a", "ogg", "wav", "wma", "flac", "mp4", "m4v", "webm", "ogv", "mov", "flv",
)  # fmt: skip
# WordPress limits a gallery by nothing; a page of more pictures than this was never meant.
_MOST_IN_GALLERY = 200
_YOUTUBE_NAME = re.compile(r"[\w-]{11}")
_YOUTUBE_OLD = re.compile(r"(https?://(?:www\.)?youtube(?:-nocookie)?\.com)/v/([\w-]{11}).*")


class NoteKind(Enum):
    """What a body could not keep as it was; the importer counts and reports each."""

    PICTURE = "picture"  # became a link
    MEDIA = "media"  # sound or film in a file, became a link
    EMBED = "embed"  # of a provider that is not allowed here, became a link
    SHORTCODE = "shortcode"  # left out
    BLOCK = "block"  # left out
    GALLERY = "gallery"  # names pictures that the export does not have


@dataclass(frozen=True, slots=True)
class Note:
    kind: NoteKind
    detail: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the old site's library, as shortcodes refer to it."""

    number: int
    url: str
    alt: str
    caption: str
    title: str

    @property
    def label(self) -> str:
        """What to call it where it cannot be shown."""
        return self.alt or self.caption or self.title or file_name(self.url)


class Library(Protocol):
    """What the importer knows of pictures while it converts one body."""

    def picture(self, url: str, number: int | None) -> Mapping[str, str] | None:
        """The attributes of our `<img>` for a picture of the old site, or None without one.

        `number` is the attachment's where the post tells it.
        """

    def attachment(self, number: int) -> Attachment | None: ...

    def attached_to(self, post: int) -> Sequence[Attachment]:
        """The pictures uploaded to a post, in the order of its gallery."""


@dataclass(frozen=True, slots=True)
class Body:
    """`html` is clean; `pages` says into how many pages WordPress split the post."""

    html: str
    notes: tuple[Note, ...]
    pages: int


def convert(
    content: str,
    *,
    post: int,
    library: Library,
    link: Callable[[str], str] = lambda url: url,
) -> Body:
    """Turn the content of a post or page into clean story HTML.

    `post` is its number, which a bare [gallery] refers to; `link` may give the address of a link
    another form (the old site's own links become relative). Time grows with the length alone.
    """
    rewriter = _Rewriter(content, post=post, library=library, link=link)
    html = rewriter.run()
    return Body(clean_story_html(html), tuple(rewriter.notes), rewriter.pages)


def one_line(source: str) -> str:
    """A title, excerpt or name, which WordPress lets hold markup, as one line of plain text."""
    return " ".join(text_of(source).split())


@dataclass(slots=True)
class _Caption:
    """A [caption] that is open: first the picture, then what is said of it."""

    given: str  # the attribute that old posts use
    has_picture: bool = False
    is_written: bool = False


@dataclass(slots=True)
class _Line:
    """What stands on the present line of text, to tell an address on a line of its own."""

    is_empty: bool = True
    paragraph_is_empty: bool = True


@dataclass(slots=True)
class _Frame:
    name: str
    end: str
    is_gallery: bool = False


@dataclass(slots=True)
class _Remaining:
    """How many ends are still to come: nothing waits for an end that never comes."""

    tags: Counter[str] = field(default_factory=Counter)
    shortcodes: Counter[str] = field(default_factory=Counter)
    blocks: Counter[str] = field(default_factory=Counter)

    def pass_by(self, token: Token, step: int = -1) -> None:
        if isinstance(token, Tag) and token.closes:
            self.tags[token.name] += step
        elif isinstance(token, Shortcode) and token.closes:
            self.shortcodes[token.name] += step
        elif isinstance(token, Comment):
            block = _block_of(token)
            if block and block[0]:
                self.blocks[block[1]] += step


def _block_of(token: Comment) -> tuple[bool, str, bool] | None:
    """Whether a block editor's comment closes, the block's name, and whether it is empty."""
    found = _BLOCK_COMMENT.fullmatch(token.text)
    if found is None:
        return None
    return bool(found[1]), found[2].removeprefix("core/"), bool(found[4])


class _Rewriter:
    def __init__(
        self, content: str, *, post: int, library: Library, link: Callable[[str], str]
    ) -> None:
        self._tokens = list(tokens(content.replace("\r\n", "\n").replace("\r", "\n")))
        self._post = post
        self._library = library
        self._link = link
        # WordPress makes paragraphs of newlines only where no block says what is one.
        self._is_classic = not any(
            isinstance(token, Comment) and _block_of(token) for token in self._tokens
        )
        self._remaining = _Remaining()
        for token in self._tokens:
            self._remaining.pass_by(token, 1)
        self._out: list[str] = []
        self._held: list[str] = []  # pictures that stood amid a sentence, to follow it
        self._line = _Line()
        self._frames: list[_Frame] = []
        self._caption: _Caption | None = None
        self._player = ""  # inside <audio> or <video>, whose text is for browsers without them
        self._in_button = False  # inside the second link to the same file
        self._pattern = ""  # inside a block whose content is a pattern
        self._verbatim = 0  # inside <pre>
        self._verse = 0
        self._code = 0
        self._heading = 0
        self.notes: list[Note] = []
        self.pages = 1

    def run(self) -> str:
        for index, token in enumerate(self._tokens):
            self._remaining.pass_by(token)
            if self._pattern and not isinstance(token, Comment):
                continue
            match token:
                case Text():
                    self._text(token.decoded, index)
                case Tag():
                    self._tag(token)
                case Comment():
                    self._comment(token)
                case Shortcode():
                    self._shortcode(token)
        self._close_caption()
        self._boundary()
        return "".join(self._out)

    # Text ----------------------------------------------------------------------------------------

    def _text(self, text: str, index: int) -> None:
        if self._player or self._in_button:
            return
        if self._verbatim:
            self._out.append(escape(text, quote=False))
            return
        if self._caption:
            self._caption_text(text)
            return
        paragraphs = [paragraph.split("\n") for paragraph in _EMPTY_LINE.split(text)]
        last = paragraphs[-1]
        for lines in paragraphs:
            if lines is not paragraphs[0]:
                self._paragraph_break()
            for number, line in enumerate(lines):
                if number:
                    self._line_break()
                is_last = lines is last and number == len(lines) - 1
                self._one_line(line, is_whole=not is_last or self._ends(index))

    def _one_line(self, line: str, *, is_whole: bool) -> None:
        """One line of text; `is_whole` says that nothing follows on the same line."""
        url = line.strip()
        if is_whole and self._line.is_empty and not self._code and _LONELY_URL.fullmatch(url):
            self._embed(url)
            return
        if line:
            self._out.append(escape(line, quote=False))
        if url:
            self._line = _Line(is_empty=False, paragraph_is_empty=False)

    def _ends(self, index: int) -> bool:
        """Whether the text token at `index` is followed by the end of its line."""
        following = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        if isinstance(following, Tag):
            return following.name in _BLOCKS or following.name == "br"
        return following is None or isinstance(following, Comment | Shortcode)

    def _paragraph_break(self) -> None:
        if self._heading:
            self._line_break()
            return
        self._boundary()
        self._separate("<div></div>")

    def _line_break(self) -> None:
        self._separate("<br>" if self._is_classic or self._verse else "\n")
        self._line.is_empty = True

    def _separate(self, by: str) -> None:
        # One is enough: empty lines by the thousand would become tags by the thousand.
        if self._out and self._out[-1] not in {by, "<div></div>"}:
            self._out.append(by)

    def _boundary(self) -> None:
        """A block begins or ends: pictures that were held back stand here."""
        if not self._heading:
            self._out.extend(self._held)
            self._held.clear()
        self._line = _Line()

    def _caption_text(self, text: str) -> None:
        caption = self._caption
        if caption is None:
            return
        if text.strip() and caption.has_picture and not caption.is_written:
            caption.is_written = True
            self._out.append("<figcaption>")
        self._out.append(escape(" ".join(text.split("\n")), quote=False))

    # Tags ----------------------------------------------------------------------------------------

    def _tag(self, tag: Tag) -> None:
        if self._player:
            self._in_player(tag)
        elif tag.name in _UNCLOSED:
            return
        elif tag.name in {"img", "iframe", "embed", "object"}:
            self._outside_matter(tag)
        elif tag.name in _MEDIA_PLAYERS:
            self._start_player(tag)
        elif tag.name in _BLOCKS:
            self._block_end(tag.name) if tag.closes else self._block_start(tag)
        else:
            self._inline(tag)

    def _outside_matter(self, tag: Tag) -> None:
        if tag.closes:
            return
        if tag.name == "img":
            self._image(tag.attributes)
            return
        address = tag.attributes.get("data" if tag.name == "object" else "src", "")
        address = address or tag.attributes.get("data-src", "")
        if address.startswith("//"):
            address = f"https:{address}"
        if _LONELY_URL.fullmatch(address):
            self._embed(_YOUTUBE_OLD.sub(r"\1/watch?v=\2", address))

    def _inline(self, tag: Tag) -> None:
        if tag.name == "br":
            self._out.append("<br>")
            self._line.is_empty = True
            return
        if tag.name == "a" and self._second_link(tag):
            return
        if tag.name == "code":
            self._code = max(0, self._code + (-1 if tag.closes else 1))
        if not (tag.name == "a" and self._caption):  # in a caption it goes round the picture
            self._line.is_empty = False
        if self._caption and not tag.closes and tag.name != "a":
            self._caption_text(" ")
        self._write(tag)

    def _second_link(self, tag: Tag) -> bool:
        """The file block repeats its link as a button, which says "Download" and nothing more."""
        is_button = "wp-block-file__button" in tag.attributes.get("class", "")
        was_in_button = self._in_button
        self._in_button = is_button and self._remaining.tags["a"] > 0
        return is_button or (tag.closes and was_in_button)

    def _write(self, tag: Tag) -> None:
        if tag.closes:
            self._out.append(f"</{tag.name}>")
            return
        attributes = tag.attributes
        if tag.name == "a" and "href" in attributes:
            attributes = attributes | {"href": self._link(attributes["href"])}
        self._out.append(_start_tag(tag.name, attributes))

    def _block_start(self, tag: Tag) -> None:
        name = tag.name
        if name in _HEADINGS:
            self._boundary()
            self._heading += 1
        else:
            self._boundary()
        if name in {"ul", "ol", "li"} and any(frame.is_gallery for frame in self._frames):
            return  # the block editor of 2018 made galleries of lists
        if name not in _FRAMED:
            self._write(tag)
            return
        if name == "p" and self._frames and self._frames[-1].name == "p":
            self._out.append(self._frames.pop().end)
        start, frame = self._frame_of(tag)
        self._out.append(start)
        self._frames.append(frame)
        del self._frames[:-_MOST_FRAMES]
        background = _BACKGROUND.search(tag.attributes.get("style", ""))
        if background and "wp-block-cover" in tag.attributes.get("class", ""):
            self._image({"src": background[1]})

    def _frame_of(self, tag: Tag) -> tuple[str, _Frame]:
        """How a block begins here, and what its end tag will be."""
        name = tag.name
        classes = tag.attributes.get("class", "").split()
        if name in {"div", "dl"} and "wp-caption" in classes:
            return "<figure>", _Frame(name, "</figure>")
        if "wp-caption-text" in classes or "wp-caption-dd" in classes:
            return "<figcaption>", _Frame(name, "</figcaption>")
        if name == "dt":  # a term and what it means: our stories have no list of that kind
            return "<p><strong>", _Frame(name, "</strong></p>")
        if name == "pre" and "wp-block-verse" in classes:
            self._verse += 1
            return "<p>", _Frame("pre", "</p>")
        if name == "pre":
            self._verbatim += 1
            return "<pre>", _Frame(name, "</pre>")
        if name == "figure":
            if "wp-block-pullquote" in classes:
                return '<figure class="pull">', _Frame(name, "</figure>")
            is_gallery = "wp-block-gallery" in classes
            # A figure round figures would keep one picture only.
            start, end = ("<div>", "</div>") if is_gallery else ("<figure>", "</figure>")
            return start, _Frame(name, end, is_gallery=is_gallery)
        return _start_tag(name, tag.attributes), _Frame(name, f"</{name}>")

    def _block_end(self, name: str) -> None:
        if name in _HEADINGS:
            self._heading = max(0, self._heading - 1)
        if name in {"ul", "ol", "li"} and any(frame.is_gallery for frame in self._frames):
            self._boundary()
            return
        if name in {"li", "td", "th", "dd"}:  # nothing may stand between two of them
            self._boundary()
        if name in _FRAMED:
            self._close_frame(name)
        else:
            self._out.append(f"</{name}>")
        self._boundary()

    def _close_frame(self, name: str) -> None:
        depth = next(
            (at for at in range(len(self._frames) - 1, -1, -1) if self._frames[at].name == name),
            None,
        )
        if depth is None:
            return
        for frame in reversed(self._frames[depth:]):
            self._out.append(frame.end)
            if frame.name == "pre":
                self._verse = max(0, self._verse - (frame.end == "</p>"))
                self._verbatim = max(0, self._verbatim - (frame.end == "</pre>"))
        del self._frames[depth:]

    # Pictures ------------------------------------------------------------------------------------

    def _image(self, attributes: dict[str, str]) -> None:
        if "wp-smiley" in attributes.get("class", ""):
            self._out.append(escape(attributes.get("alt", ""), quote=False))
            return
        url = _source_of(attributes)
        if not url:
            return
        found = _PICTURE_CLASS.search(attributes.get("class", ""))
        number = int(found[1]) if found else None
        if self._caption:
            self._caption.has_picture = True
        picture = self._library.picture(url, number)
        if picture is None:
            attachment = self._library.attachment(number) if number is not None else None
            label = (
                attributes.get("alt")
                or attributes.get("title")
                or (attachment.label if attachment else "")
                or file_name(url)
            )
            self._note(NoteKind.PICTURE, url)
            self._out.append(self._link_to(url, label))
            self._line = _Line(is_empty=False, paragraph_is_empty=False)
            return
        if attributes.get("alt"):
            picture = {**picture, "alt": attributes["alt"]}
        self._place(_start_tag("img", picture))

    def _place(self, html: str) -> None:
        """Put a picture here, or after the sentence in whose midst it stands."""
        is_framed = self._caption or any(frame.name == "figure" for frame in self._frames)
        if is_framed or (self._line.paragraph_is_empty and not self._heading):
            self._out.append(html)
        else:
            self._held.append(html)

    def _link_to(self, url: str, label: str) -> str:
        return f"{_start_tag('a', {'href': url})}{escape(label, quote=False)}</a>"

    def _gallery(self, shortcode: Shortcode) -> None:
        given = shortcode.attributes
        numbers = _numbers(given.get("ids", "") or given.get("include", ""))
        if numbers:
            known = [self._library.attachment(number) for number in numbers]
        else:
            of = _numbers(given.get("id", "")) or [self._post]
            without = set(_numbers(given.get("exclude", "")))
            known = [
                attachment
                for attachment in self._library.attached_to(of[0])
                if attachment.number not in without
            ]
        pictures = [attachment for attachment in known if attachment][:_MOST_IN_GALLERY]
        if len(pictures) < len(known) or not known:
            self._note(NoteKind.GALLERY, shortcode.source)
        self._boundary()
        missing = [each for each in pictures if not self._gallery_figure(each)]
        if missing:
            self._out.append(f"<ul>{''.join(map(self._gallery_link, missing))}</ul>")
        self._boundary()

    def _gallery_figure(self, attachment: Attachment) -> bool:
        picture = self._library.picture(attachment.url, attachment.number)
        if picture is None:
            self._note(NoteKind.PICTURE, attachment.url)
            return False
        caption = escape(attachment.caption, quote=False)
        alt = {"alt": attachment.alt} if attachment.alt else {}
        self._out.append(
            f"<figure>{_start_tag('img', {**picture, **alt})}"
            f"<figcaption>{caption}</figcaption></figure>"
        )
        return True

    def _gallery_link(self, attachment: Attachment) -> str:
        label = attachment.label
        caption = "" if attachment.caption == label else escape(attachment.caption, quote=False)
        return f"<li>{self._link_to(attachment.url, label)}<br>{caption}</li>"

    # Players and embeds --------------------------------------------------------------------------

    def _embed(self, url: str) -> None:
        """An address that WordPress would show as a player: the markup's allow-list decides
        whether it becomes an embed or stays a link."""
        if embed_address(url) is None:
            self._note(NoteKind.EMBED, url)
        self._boundary()
        self._out.append(f"{_start_tag('iframe', {'src': url})}</iframe>")
        self._boundary()

    def _media_link(self, url: str, label: str = "") -> None:
        self._note(NoteKind.MEDIA, url)
        self._boundary()
        self._out.append(f"<p>{self._link_to(url, label or file_name(url) or url)}</p>")
        self._boundary()

    def _start_player(self, tag: Tag) -> None:
        if tag.closes:
            return
        source = tag.attributes.get("src", "")
        if source:
            self._media_link(source)
        if self._remaining.tags[tag.name] > 0:
            self._player = tag.name if source else f"{tag.name} without source"

    def _in_player(self, tag: Tag) -> None:
        name = self._player.partition(" ")[0]
        if tag.closes and tag.name == name:
            self._player = ""
        elif tag.name == "source" and self._player != name and tag.attributes.get("src"):
            self._player = name
            self._media_link(tag.attributes["src"])

    # Shortcodes ----------------------------------------------------------------------------------

    def _shortcode(self, shortcode: Shortcode) -> None:
        name = shortcode.name
        if name in CAPTIONS:
            self._close_caption() if shortcode.closes else self._open_caption(shortcode)
        elif name not in KNOWN_SHORTCODES:
            self._unknown(shortcode)
        elif shortcode.closes:
            self._boundary()
        elif name in GALLERIES:
            self._gallery(shortcode)
        elif name in PLAYERS:
            self._play(shortcode)
        elif name in EMBEDS:
            self._embed_shortcode(shortcode)

    def _unknown(self, shortcode: Shortcode) -> None:
        if self._verbatim or self._code:
            self._out.append(escape(shortcode.source, quote=False))
            return
        if not shortcode.closes:
            self._note(NoteKind.SHORTCODE, shortcode.name)
        self._line.is_empty = False

    def _open_caption(self, shortcode: Shortcode) -> None:
        self._close_caption()
        if self._remaining.shortcodes[shortcode.name] <= 0:
            return
        self._boundary()
        self._caption = _Caption(one_line(shortcode.attributes.get("caption", "")))
        self._out.append("<figure>")

    def _close_caption(self) -> None:
        caption, self._caption = self._caption, None
        if caption is None:
            return
        if caption.is_written:
            self._out.append("</figcaption>")
        elif caption.given:
            self._out.append(f"<figcaption>{escape(caption.given, quote=False)}</figcaption>")
        self._out.append("</figure>")
        self._boundary()

    def _play(self, shortcode: Shortcode) -> None:
        numbers = _numbers(shortcode.attributes.get("ids", ""))
        attachments = [self._library.attachment(number) for number in numbers]
        for attachment in attachments[:_MOST_IN_GALLERY]:
            if attachment:
                self._media_link(attachment.url, attachment.title)
        given = [shortcode.attributes.get(name, "") for name in _PLAYER_SOURCES]
        sources = [one for one in (*given, *shortcode.values) if _LONELY_URL.fullmatch(one)]
        if sources:
            self._media_link(sources[0])
        elif not numbers:
            self._note(NoteKind.SHORTCODE, shortcode.name)

    def _embed_shortcode(self, shortcode: Shortcode) -> None:
        given = [*shortcode.attributes.values(), *shortcode.values]
        url = next((one for one in given if _LONELY_URL.fullmatch(one)), "")
        first = next(iter(given), "")
        if not url and shortcode.name == "youtube" and _YOUTUBE_NAME.fullmatch(first):
            url = f"https://www.youtube.com/watch?v={first}"
        if not url and shortcode.name == "vimeo" and first.isdigit():
            url = f"https://vimeo.com/{first}"
        if url:
            self._embed(url)
        elif self._remaining.shortcodes[shortcode.name] > 0:
            self._boundary()  # the address stands between the tags, on a line of its own
        else:
            self._note(NoteKind.SHORTCODE, shortcode.name)

    # Comments ------------------------------------------------------------------------------------

    def _comment(self, comment: Comment) -> None:
        block = _block_of(comment)
        if block is None:
            self._marker(comment.text)
            return
        closes, name, is_empty = block
        if self._pattern:
            if closes and name == self._pattern:
                self._pattern = ""
            return
        if closes:
            return
        if name in _PATTERN_BLOCKS and not is_empty and self._remaining.blocks[name] > 0:
            self._pattern = name
        if is_empty or name in _PATTERN_BLOCKS:
            self._note(NoteKind.BLOCK, name)

    def _marker(self, text: str) -> None:
        """<!--more--> and <!--nextpage-->; any other comment says nothing to readers."""
        word = text.split(maxsplit=1)[0] if text else ""
        if word not in {"more", "nextpage"}:
            return
        if word == "nextpage":
            self.pages += 1
        self._paragraph_break()

    def _note(self, kind: NoteKind, detail: str) -> None:
        self.notes.append(Note(kind, detail))


def _start_tag(name: str, attributes: Mapping[str, str]) -> str:
    written = "".join(f' {key}="{escape(value)}"' for key, value in _safe_names(attributes))
    return f"<{name}{written}>"


def _safe_names(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in attributes.items() if not set(key) & set("\"'<>=/"))


def _source_of(attributes: Mapping[str, str]) -> str:
    """A picture's address, also where a plugin put it aside to load it late."""
    for name in ("src", "data-src", "data-lazy-src", "data-orig-file"):
        url = attributes.get(name, "").strip()
        if url and not url.lower().startswith("data:"):
            return f"https:{url}" if url.startswith("//") else url
    return ""


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _NUMBERS.findall(text)]
