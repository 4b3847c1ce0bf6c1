"""What a feed says, before anybody asks in which format.

All addresses are absolute, all texts but `Entry.html` plain. What XML cannot hold may stand in
them: the writers leave it out.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.encoding import iri_to_uri

from newsportal.core import paper
from newsportal.core.models import SiteSettings


class Form(StrEnum):
    """A format; its value is the segment of the address behind ``feed/``."""

    RSS = ""
    ATOM = "atom"
    JSON = "json"

    @property
    def ending(self) -> str:
        """What follows the address of the page that a feed belongs to."""
        return f"feed/{self.value}/" if self.value else "feed/"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Form.RSS: "application/rss+xml",
    Form.ATOM: "application/atom+xml",
    Form.JSON: "application/feed+json",
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody named over an entry, or the newspaper itself."""

    name: str
    url: str = ""
    avatar: str = ""


@dataclass(frozen=True, kw_only=True)
class Category:
    """One term of a taxonomy: `scheme` says of which, `label` is for people, `term` stays."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture with what must be said of it; `alt` is its own text, not the entry's."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0
    media_type: str = "image/jpeg"


@dataclass(frozen=True, kw_only=True)
class Discussion:
    """Where an entry is discussed; `page` is the address below which the feed of comments lies."""

    page: str
    url: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What the newsroom said of an error of its own (feature E16)."""

    kind: str
    label: str
    text: str
    at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that a feed tells of.

    Attributes:
        id: a name that never changes, an absolute IRI (`permanent_id`).
        html: the whole text, safe to show, every address in it absolute.
        summary: a sentence or two; "" where the whole text is no longer than that.
        updated: when it last changed in a way that readers should know of.
        authors: everybody who wrote it; the newspaper's own when empty.
        contributors: everybody else who is named over it.
        pictures: the first is the one on top.
        banner: a wide crop of the first picture.
        replies_to: id and address of what it answers.
    """

    id: str
    url: str
    title: str
    html: str
    published: datetime.datetime
    updated: datetime.datetime
    summary: str = ""
    language: str = ""
    authors: Sequence[Person] = ()
    contributors: Sequence[Person] = ()
    categories: Sequence[Category] = ()
    pictures: Sequence[Picture] = ()
    banner: str = ""
    discussion: Discussion | None = None
    corrections: Sequence[Correction] = ()
    replies_to: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed, or one page of it.

    Attributes:
        id: a name that never changes.
        page: the address of the page whose news it tells; the feed lies below it.
        since: the time that a feed without entries says; it must not be “now”, or no two answers
            would be the same.
        changed: when anything that it shows last changed; None when nobody knows.
        asked: the query of this page of it, "" for the newest.
        following: the query of the page with older entries, "" on the last.
    """

    id: str
    page: str
    title: str
    description: str
    language: str
    publisher: Person
    rights: str
    since: datetime.datetime
    icon: str = ""
    logo: str = ""
    changed: datetime.datetime | None = None
    asked: str = ""
    following: str = ""
    entries: Sequence[Entry] = field(default_factory=tuple)

    @property
    def updated(self) -> datetime.datetime:
        """When the newest of its entries changed."""
        return max((entry.updated for entry in self.entries), default=self.since)

    def address(self, form: Form, query: str = "") -> str:
        return f"{self.page}{form.ending}{query}"


def absolute(address: str) -> str:
    """An address with our host, in the letters that addresses have; one that has a host already (of
    the media) keeps it."""
    return iri_to_uri(paper.absolute(address))


def permanent_id(site: SiteSettings, thing: str) -> str:
    """A name for a thing in feeds that never changes, as RFC 4151 has it (decision 40).

    Args:
        site: whose authority over names was noted when its row was made.
        thing: such as ``story/12``.
    """
    return f"tag:{site.naming_authority}:{thing}"


def forms_of(page: str) -> list[tuple[str, str]]:
    """Media type and address of each feed below a page, for ``<link rel=alternate>``."""
    return [(form.media_type, page + form.ending) for form in Form]
