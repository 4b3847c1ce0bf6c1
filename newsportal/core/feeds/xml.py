"""What RSS and Atom have in common as XML: a writer that no text can break, pictures, times."""

from __future__ import annotations

import datetime
import re
from collections.abc import Generator
from contextlib import contextmanager
from io import StringIO

from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator

from newsportal.core.feeds.description import Entry

#: Characters that XML 1.0 has no way to write, halves of characters among them (its production 2).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NAMESPACES = {
    "xmlns:media": "http://search.yahoo.com/mrss/",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}


def printable(text: str) -> str:
    """A text without the characters that no feed can hold."""
    return _FORBIDDEN.sub("", text)


class Writer:
    """Writes a document of XML; attributes and texts are escaped, and printable."""

    def __init__(self) -> None:
        self._out = StringIO()
        self._xml = SimplerXMLGenerator(self._out, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    @contextmanager
    def inside(self, name: str, attributes: dict[str, str] | None = None) -> Generator[None]:
        """An element around whatever is written meanwhile."""
        self._start(name, attributes or {})
        yield
        self._xml.endElement(name)

    def element(self, name: str, text: str = "", attributes: dict[str, str] | None = None) -> None:
        """An element that holds text alone; an attribute that is empty is left out."""
        self._start(name, {key: value for key, value in (attributes or {}).items() if value})
        self._xml.characters(printable(text))
        self._xml.endElement(name)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kept = {key: printable(value) for key, value in attributes.items()}
        self._xml.startElement(name, kept)  # type: ignore[arg-type]  # a mapping is enough

    def document(self) -> str:
        self._xml.endDocument()
        return self._out.getvalue()


def local(moment: datetime.datetime) -> datetime.datetime:
    """A time with the newsroom's offset, in whole seconds."""
    return timezone.localtime(moment).replace(microsecond=0)


def write_pictures(xml: Writer, entry: Entry) -> None:
    """Each picture by the rules of Media RSS: its own text for those who cannot see it as
    description, its caption as title, whose it is as credit."""
    for number, picture in enumerate(entry.pictures):
        attributes = {"url": picture.url, "medium": "image", "type": picture.media_type}
        if picture.width and picture.height:
            attributes |= {"width": str(picture.width), "height": str(picture.height)}
        if number == 0:
            attributes["isDefault"] = "true"
        with xml.inside("media:content", attributes):
            if picture.caption:
                xml.element("media:title", picture.caption, {"type": "plain"})
            if picture.alt:
                xml.element("media:description", picture.alt, {"type": "plain"})
            if picture.credit:
                xml.element("media:credit", picture.credit)
