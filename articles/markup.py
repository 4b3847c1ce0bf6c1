"""Where text becomes HTML in the newsroom: one allow-list, one cleaner, one place of trust.

``STORY_TAGS`` is the list. The sanitiser is built from it here, the editor's set of extensions in
``articles.editor``; so what can be written can be stored, and what is stored can be edited.
A body passes through ``tidying`` (shape, linear time) and nh3 (safety), in this order, whenever
it goes to the database through ``StoryHTMLField``: on save, in bulk and in ``update()``.
``MARKUP_VERSION`` goes up when the rules change; ``rerender_markup`` then cleans older rows.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.utils.html import conditional_escape, escape, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles import tidying
from articles.tidying import Attributes

MARKUP_VERSION: Final = 1

#: Characters of a body (feature S3: a limit that says so). The longest reports of this trade
#: reach 200,000; beyond two million somebody pasted a picture as text or attacks.
STORY_HTML_MAX_LENGTH: Final = 2_000_000

#: Attributes of every block: the direction and language of a quotation in another script.
_BLOCK_ATTRIBUTES = frozenset({"dir", "lang"})

#: The allow-list (feature E19): tags and, for each, its attributes.
STORY_TAGS: Final[dict[str, frozenset[str]]] = {
    "p": _BLOCK_ATTRIBUTES,
    "h2": _BLOCK_ATTRIBUTES,
    "h3": _BLOCK_ATTRIBUTES,
    "h4": _BLOCK_ATTRIBUTES,
    "ul": _BLOCK_ATTRIBUTES,
    "ol": _BLOCK_ATTRIBUTES | {"start"},
    "li": _BLOCK_ATTRIBUTES,
    "blockquote": _BLOCK_ATTRIBUTES | {"class"},
    "pre": _BLOCK_ATTRIBUTES,
    "hr": frozenset(),
    "figure": frozenset({"class", "data-embed"}),
    "figcaption": _BLOCK_ATTRIBUTES,
    "img": frozenset({"src", "alt", "width", "height", "loading", "data-image"}),
    "table": _BLOCK_ATTRIBUTES,
    "thead": frozenset(),
    "tbody": frozenset(),
    "tr": frozenset(),
    "th": _BLOCK_ATTRIBUTES | {"scope", "colspan", "rowspan"},
    "td": _BLOCK_ATTRIBUTES | {"colspan", "rowspan"},
    "a": frozenset({"href", "rel"}),
    "strong": frozenset(),
    "em": frozenset(),
    "s": frozenset(),
    "sub": frozenset(),
    "sup": frozenset(),
    "code": frozenset(),
    "br": frozenset(),
}
#: Classes are meanings, not looks: a pull quote, an embed of a provider.
STORY_CLASSES: Final[dict[str, frozenset[str]]] = {
    "blockquote": frozenset({"pull"}),
    "figure": frozenset({"embed"}),
}
LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})

#: What an editor may say about a link: paid for, or not vouched for.
_LINK_RELATIONS = ("sponsored", "nofollow", "ugc")
_MAX_ADDRESS_LENGTH = 2_000  # what browsers and caches carry safely
_MAX_SPAN = 100  # columns or rows of one cell
_MAX_PIXELS = 20_000
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_WEB_ADDRESS = re.compile(r"https?://[^/?#]", re.IGNORECASE)
#: Characters of a host name: letters of any script, digits, hyphens, dots. No user information
#: (``https://bank.example@evil.example``), no brackets, no percent signs.
_HOST = re.compile(r"(?:[^\W_]|[-.])+(?::[0-9]{1,5})?")
_ESCAPED_IN_ADDRESS = {
    ord(character): f"%{ord(character):02X}" for character in " \"'<>`{}|^\u00a0"
}
_TOO_LONG = _("This text is too long: %(length)d characters, where %(limit)d fit.")


# --- Judging addresses and attributes ------------------------------------------------------------


def safe_address(
    address: str, *, schemes: frozenset[str] = LINK_SCHEMES, relative: bool = True
) -> str | None:
    """The address as it may stand in a link, or None.

    Read as browsers read: backslashes are slashes, tabs and line ends are nothing. Allowed are
    the ``schemes``, and if ``relative`` addresses on this site; a scheme-less ``//host`` becomes
    https. A host with user information in front of it is refused, it serves deceit only.
    """
    address = "".join(address.split("\n")).replace("\t", "").strip().replace("\\", "/")
    if not address or len(address) > _MAX_ADDRESS_LENGTH:
        return None
    if address.startswith("//"):
        address = f"https:{address}"
    named = _SCHEME.match(address)
    if named is None:
        colon_before_path = ":" in re.split(r"[/?#]", address, maxsplit=1)[0]
        return None if colon_before_path or not relative else address.translate(_ESCAPED_IN_ADDRESS)
    scheme = named[1].lower()
    if scheme not in schemes:
        return None
    address = scheme + address[len(scheme) :]
    if scheme in {"http", "https"} and host_of(address) is None:
        return None
    return address.translate(_ESCAPED_IN_ADDRESS)


def host_of(address: str) -> str | None:
    """The lower-case host of an http(s) address, without port; None if it has no proper one."""
    if not _WEB_ADDRESS.match(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if not _HOST.fullmatch(parts.netloc) or not parts.hostname:
        return None
    return parts.hostname


def story_link(attributes: Attributes) -> Attributes | None:
    """What stays of an ``<a>`` in a story: its address, and for other sites ``rel=noopener``."""
    address = safe_address(attributes.get("href", ""))
    if address is None:
        return None
    given = attributes.get("rel", "").lower().split()
    relations = [relation for relation in _LINK_RELATIONS if relation in given]
    host = host_of(address)
    if host and host != host_of(settings.SITE_URL):
        relations.append("noopener")
    return {"href": address} | ({"rel": " ".join(relations)} if relations else {})


def own_image_prefixes() -> Iterator[str]:
    """Where addresses of our own pictures begin: the media address and the storage's."""
    if settings.MEDIA_URL:
        yield settings.MEDIA_URL
    yield storages["default"].url("-").removesuffix("-")
    yield from getattr(settings, "STORY_IMAGE_PREFIXES", ())


def story_image(attributes: Attributes) -> Attributes | None:
    """What stays of an ``<img>``: only pictures of our own library, never another host's."""
    address = safe_address(attributes.get("src", ""), schemes=frozenset({"http", "https"}))
    if address is None or not any(address.startswith(p) for p in own_image_prefixes()):
        return None
    path = address.lower().replace("%2e", ".").replace("%2f", "/").replace("%5c", "/")
    if "/../" in path or path.endswith("/.."):
        return None  # would lead out of the media again
    kept = {"src": address, "alt": " ".join(attributes.get("alt", "").split())}
    for name in ("width", "height"):
        size = attributes.get(name, "").removesuffix("px")
        if _is_number(size, most=_MAX_PIXELS):
            kept[name] = size
    kept["loading"] = "lazy"
    if _is_number(attributes.get("data-image", ""), most=2**63):
        kept["data-image"] = attributes["data-image"]
    return kept


def embed_address(address: str) -> str | None:
    """The address if a provider of ``settings.EMBED_PROVIDERS`` serves it, else None."""
    safe = safe_address(address, schemes=frozenset({"http", "https"}), relative=False)
    host = host_of(safe) if safe else None
    if host is None:
        return None
    known = any(host == name or host.endswith(f".{name}") for name in settings.EMBED_PROVIDERS)
    return safe if known else None


def story_block(name: str, attributes: Attributes) -> Attributes:
    """What stays of the attributes of a block other than links and pictures."""
    kept: Attributes = {}
    allowed = STORY_TAGS.get(name, frozenset())
    direction = attributes.get("dir", "").lower()
    if "dir" in allowed and direction in {"ltr", "rtl", "auto"}:
        kept["dir"] = direction
    language = attributes.get("lang", "")
    if "lang" in allowed and _LANGUAGE_TAG.fullmatch(language):
        kept["lang"] = language
    classes = attributes.get("class", "").split()
    if name in {"blockquote", "figure"} and any(c == "pull" or "pullquote" in c for c in classes):
        kept["class"] = "pull"  # also of WordPress's block; a figure hands it to its quote
    if name == "figure":
        address = embed_address(attributes.get("data-embed", ""))
        kept |= {"data-embed": address} if address else {}
    for span in ("colspan", "rowspan"):
        if span in allowed and _is_number(attributes.get(span, ""), most=_MAX_SPAN, least=2):
            kept[span] = attributes[span]
    if "scope" in allowed and attributes.get("scope", "").lower() in _SCOPES:
        kept["scope"] = attributes["scope"].lower()
    if "start" in allowed and _is_number(attributes.get("start", ""), most=10**6, least=2):
        kept["start"] = attributes["start"]
    return kept


_SCOPES = frozenset({"row", "col", "rowgroup", "colgroup"})


def _is_number(text: str, *, most: int, least: int = 1) -> bool:
    plain = text.isascii() and text.isdecimal() and len(text) < 20 and not text.startswith("0")
    return plain and least <= int(text) <= most


# --- Cleaning ------------------------------------------------------------------------------------

STORY_POLICY: Final = tidying.Policy(
    blocks=frozenset(STORY_TAGS) - frozenset(tidying.MARK_ORDER),
    marks=frozenset(STORY_TAGS) & frozenset(tidying.MARK_ORDER),
    link=story_link,
    image=story_image,
    embed=embed_address,
    block_attributes=story_block,
)
#: For a body without any tag: somebody typed text into the bare field, without the editor.
_ANY_TAG = re.compile(r"</?[a-zA-Z]")
_PLAIN_POLICY: Final = replace(STORY_POLICY, line_breaks=True)


def _judged_attribute(tag: str, name: str, value: str) -> str | None:
    """The last word on an attribute, asked by nh3: the same functions as above must agree."""
    if tag == "a" and name == "rel":
        return value if set(value.split()) <= {*_LINK_RELATIONS, "noopener"} else None
    if tag == "a":
        kept = story_link({name: value})
    elif tag == "img":
        kept = story_image({"src": f"{settings.MEDIA_URL}x"} | {name: value})
    elif name == "class":
        return value  # nh3 has its own list of them
    else:
        kept = story_block(tag, {name: value})
    return value if kept and kept.get(name) == value else None


SANITISER = nh3.Cleaner(
    tags=set(STORY_TAGS),
    attributes={tag: set(names - {"class"}) for tag, names in STORY_TAGS.items()},
    allowed_classes={tag: set(classes) for tag, classes in STORY_CLASSES.items()},
    attribute_filter=_judged_attribute,
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)

#: Rounds until sanitiser and tidying agree. One is the rule; the rest are for what we do not know.
_ROUNDS = 3


def clean(html: str, policy: tidying.Policy, sanitiser: nh3.Cleaner) -> str:
    """Tidied and sanitised HTML that cleaning again does not change.

    If the two do not agree within three rounds, the bare text is kept, in paragraphs.
    """
    for _round in range(_ROUNDS):
        tidy = tidying.tidy(html, policy)
        safe = sanitiser.clean(tidy)
        if safe == tidy:
            return safe
        html = safe
    lines = tidying.text_of(html).split("\n")
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines if line)


def clean_story_html(html: str) -> str:
    """The HTML of a body as it may be stored and shown.

    Args:
        html: what an editor, an importer or a wire delivered; any text at all.

    Returns:
        HTML of the allow-list only, well-formed, of bounded depth, one block a line; "" if
        nothing is left. A fixed point: cleaning it again changes nothing.

    Raises:
        ValidationError: more than ``STORY_HTML_MAX_LENGTH`` characters, with a sentence for forms.
    """
    check_length(html, STORY_HTML_MAX_LENGTH)
    if not _ANY_TAG.search(html):
        html = tidying.tidy(html, _PLAIN_POLICY)
    if len(html) > _REMEMBERED_LENGTH:
        return clean(html, STORY_POLICY, SANITISER)
    return _clean_short(
        html, settings.SITE_URL, settings.MEDIA_URL, tuple(settings.EMBED_PROVIDERS)
    )


#: The form cleans, the verb cleans, the field cleans: the second and third time are remembered.
#: 64 texts of at most 50,000 characters are some megabytes.
_REMEMBERED_LENGTH = 50_000


@lru_cache(maxsize=64)
def _clean_short(html: str, *_settings: object) -> str:
    return clean(html, STORY_POLICY, SANITISER)


def check_length(text: str, limit: int) -> None:
    """Raises a ValidationError with a sentence for forms if the text has too many characters."""
    if len(text) > limit:
        raise ValidationError(
            _TOO_LONG, code="max_length", params={"length": len(text), "limit": limit}
        )


# --- Reading -------------------------------------------------------------------------------------


def plain_text(html: str) -> str:
    """The prose of a body for search, summaries and counting: no tags, a line for each block."""
    return tidying.text_of(html)


#: Words a minute of silent reading: Brysbaert's meta-analysis (2019) has 238 for English
#: non-fiction; Trauzettel-Klosinski and Dietz (2012) have the others in proportion to English.
_WORDS_A_MINUTE = {"ar": 145, "de": 190, "en": 238, "es": 230, "fi": 170, "fr": 205, "he": 195}
_WORDS_A_MINUTE_ELSEWHERE = 200
#: Scripts that are counted by letters: syllables of Hangul, Han characters, Kana, Thai.
_LETTERS_A_MINUTE = {"ja": 360, "ko": 500, "th": 700, "zh": 260}


def reading_minutes(text: str, language: str) -> int:
    """Minutes that reading takes, at least 1.

    Args:
        text: plain text, as ``plain_text`` returns it.
        language: an IETF tag such as "en" or "zh-hant"; unknown ones read like the average.
    """
    base = language.lower().partition("-")[0]
    letters = _LETTERS_A_MINUTE.get(base)
    if letters:
        pace = sum(not character.isspace() for character in text) / letters
    else:
        pace = len(text.split()) / _WORDS_A_MINUTE.get(base, _WORDS_A_MINUTE_ELSEWHERE)
    return max(1, math.ceil(pace - 0.5))


#: Tags within a word or beside one, and all others; what stands quoted may hold a bracket.
_INSIDE = re.compile(
    r'</?(?:a|abbr|b|code|del|em|i|ins|mark|s|span|strong|sub|sup|u)\b(?:[^>"]|"[^"]*")*>'
)
_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')


def word_count(html: str, language: str) -> int | None:
    """Words of a body; None in a language that is counted by letters."""
    if language.lower().partition("-")[0] in _LETTERS_A_MINUTE:
        return None
    return len(_TAG.sub(" ", _INSIDE.sub("", html)).split())


# --- Storing and showing -------------------------------------------------------------------------


if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField  # at run time Django's fields take no types


class CleanHTMLField(_TextField):
    """A text column that holds clean HTML only: whatever writes to it, cleaning comes first.

    ``save`` also gives the instance the clean text, so that what is shown is what is stored.
    An expression in ``update()`` is the database's own value and passes.
    """

    @staticmethod
    def clean_html(html: str) -> str:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.clean_html(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            value = self.clean_html(value)
        return super().get_db_prep_save(value, connection)


class StoryHTMLField(CleanHTMLField):
    """A column of story HTML; in forms it is the editor."""

    clean_html = staticmethod(clean_story_html)

    def formfield(self, **kwargs: Any) -> Any:
        # The editor imports this module for the allow-list.
        from articles.editor import StoryEditorField

        return super().formfield(**{"form_class": StoryEditorField} | kwargs)


@dataclass(frozen=True)
class Figure:
    """A figure of a stored body: a picture of ours (`image`) or an embed (`address`, `link`).

    `image` and `link` are attributes of the ``<img>`` and ``<a>``; `label` and `caption` are what
    stands inside the link and the ``<figcaption>``, as HTML.
    """

    image: Attributes
    address: str
    link: Attributes
    label: SafeString
    caption_attributes: Attributes
    caption: SafeString


#: The two shapes that `tidying` gives figures; tables and whatever else stay as they are.
_CAPTION = r"(?:<figcaption(?P<caption_attributes>[^>]*)>(?P<caption>.*?)</figcaption>)?"
_FIGURE = re.compile(
    rf"<figure>(?:<img (?P<image>[^>]*)>){_CAPTION}</figure>"
    r'|<figure class="embed" data-embed="(?P<address>[^"]*)">'
    r"<a (?P<link>[^>]*)>(?P<label>.*?)</a>"
    rf"{_CAPTION.replace('?P<caption', '?P<embed_caption')}</figure>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def with_figures(html: str, draw: Callable[[Figure], SafeString | None]) -> SafeString:
    """A stored body with its figures drawn anew for readers; the stored text is not touched.

    Args:
        html: what a ``StoryHTMLField`` holds.
        draw: makes a figure's HTML (by format_html or a template), or returns None to keep it.
    """

    def drawn(match: re.Match[str]) -> str:
        part = match.groupdict(default="")
        figure = Figure(
            image=_attributes_of(part["image"]),
            address=unescape(part["address"]),
            link=_attributes_of(part["link"]),
            label=trusted(part["label"]),
            caption_attributes=_attributes_of(
                part["caption_attributes"] or part["embed_caption_attributes"]
            ),
            caption=trusted(part["caption"] or part["embed_caption"]),
        )
        made = draw(figure)
        return match[0] if made is None else conditional_escape(made)

    return trusted(_FIGURE.sub(drawn, html))


#: A tag as everything here writes them: each attribute in double quotes, nothing else in it.
_TAG_WITH_ATTRIBUTES = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")+)>')
#: What only our own stylesheet, scripts and editor know.
_OURS_ALONE = re.compile(r"class|loading|data-[a-z-]+")


def for_elsewhere(html: SafeString, base: str) -> SafeString:
    """HTML of ours as it can stand outside of the portal: every address whole, and nothing that
    means something here alone.

    Args:
        html: safe already: stored bodies, and what templates made of them.
        base: the address of the page that it stands on here.
    """

    def mended(match: re.Match[str]) -> str:
        kept = {
            name: _joined(base, value) if name in {"href", "src"} else value
            for name, value in _attributes_of(match[2]).items()
            if not _OURS_ALONE.fullmatch(name)
        }
        written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        return f"<{match[1]}{written}>"

    return trusted(_TAG_WITH_ATTRIBUTES.sub(mended, html))


def _joined(base: str, address: str) -> str:
    if address.startswith(("https:", "http:")):
        return address
    if address.startswith("/"):
        return base[: base.index("/", len("https://"))] + address
    try:
        return urljoin(base, address)
    except ValueError:  # brackets where no host can have them: it led nowhere before
        return base


def _attributes_of(written: str) -> Attributes:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def trusted(html: str) -> SafeString:
    """Marks HTML as safe to show: only what a ``StoryHTMLField`` or ``clean_story_html`` gave."""
    return mark_safe(html)  # noqa: S308 - cleaned on its way to the database


def typed_text(text: str) -> str:
    """The HTML of plain text typed into a bare field, such as a reporter's on a phone.

    An empty line parts paragraphs, a line end is a line break, addresses become links; tags are
    shown as they were typed. The result is clean (`clean_story_html`).
    """
    return clean_story_html(linebreaks(urlize(text, autoescape=True), autoescape=False))


def marked(
    text: str, stretches: Iterable[tuple[int, int]], *, before: str = "", after: str = ""
) -> SafeString:
    """Plain text with stretches of it marked, for the answers of a search.

    Args:
        stretches: from and to, in order and apart from each other.
        before, after: plain text to set round it, such as an ellipsis.
    """
    parts: list[str] = [escape(before)]
    place = 0
    for start, end in stretches:
        parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    return trusted("".join([*parts, escape(text[place:]), escape(after)]))


#: What would end a script element or begin a comment in it, spelled as JSON spells it.
_ESCAPED_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


def linked_data(data: Any) -> SafeString:
    """A data block of JSON-LD for search engines: no browser runs it, so the policy allows it.

    Args:
        data: one thing as a dictionary, or a list of several.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED_IN_SCRIPT)
    return trusted(f'<script type="application/ld+json">{text}</script>')


#: What stands where a part of a figure is left out.
NOTHING: Final = trusted("")
