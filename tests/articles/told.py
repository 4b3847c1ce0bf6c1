"""Reading our feeds as a program of readers would, in whichever format."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from defusedxml import ElementTree
from django.conf import settings
from django.test import Client
from django.utils.encoding import iri_to_uri

FORMS = ("", "atom/", "json/")
TYPES = {
    "": "application/rss+xml; charset=utf-8",
    "atom/": "application/atom+xml; charset=utf-8",
    "json/": "application/feed+json; charset=utf-8",
}
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
#: An absolute IRI without anything that one may not hold.
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def addresses_in(html: str) -> list[str]:
    parser = _Addresses()
    parser.feed(html)
    parser.close()
    return parser.found


@dataclass
class Told:
    """One entry, the same whatever the format; `raw` is what the format has."""

    id: str
    url: str
    title: str
    html: str
    published: datetime.datetime
    updated: datetime.datetime
    authors: list[str]
    tags: list[str]
    summary: str = ""
    raw: Any = field(default=None, repr=False)


@dataclass
class ReadFeed:
    title: str
    own: str
    page: str
    updated: datetime.datetime | None
    following: str | None
    entries: list[Told]
    raw: Any = field(default=None, repr=False)


def read(path: str, client: Client | None = None) -> ReadFeed:
    """Ask for a feed and hold it against the rules of its format."""
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    form = next((form for form in FORMS if form and f"/feed/{form}" in path), "")
    assert response["Content-Type"] == TYPES[form]
    text = response.content.decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)
    feed = {"": _rss, "atom/": _atom, "json/": _json}[form](text)
    assert feed.title
    assert feed.own == f"{settings.SITE_URL}{iri_to_uri(path)}"
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    for entry in feed.entries:
        assert IRI.fullmatch(entry.id), entry.id
        assert entry.html
        assert entry.published.tzinfo is not None
        assert entry.updated.tzinfo is not None
        for address in (entry.url, *addresses_in(entry.html)):
            assert urlsplit(address).scheme in {"http", "https", "mailto"}, address
    return feed


def _moment(text: str) -> datetime.datetime:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d|Z)", text), text
    return datetime.datetime.fromisoformat(text)


def _rss(text: str) -> ReadFeed:
    root = ElementTree.fromstring(text)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    for needed in ("title", "link", "description", "language", "lastBuildDate", "ttl"):
        assert channel.findtext(needed), needed
    links = {one.get("rel"): one.get("href") for one in channel.findall("a:link", NAMES)}
    entries = []
    for item in channel.iter("item"):
        assert item.find("guid").get("isPermaLink") == "false"
        assert len(item.findall("enclosure")) <= 1
        description = item.findtext("description")
        entries.append(
            Told(
                id=item.findtext("guid"),
                url=item.findtext("link"),
                title=item.findtext("title"),
                html=item.findtext("content:encoded", namespaces=NAMES) or description,
                published=parsedate_to_datetime(item.findtext("pubDate")),
                updated=_moment(item.findtext("a:updated", namespaces=NAMES)),
                authors=[one.text for one in item.findall("dc:creator", NAMES)],
                tags=[one.text for one in item.findall("category")],
                summary=description,
                raw=item,
            )
        )
    return ReadFeed(
        title=channel.findtext("title"),
        own=links["self"],
        page=channel.findtext("link"),
        updated=parsedate_to_datetime(channel.findtext("lastBuildDate")),
        following=links.get("next"),
        entries=entries,
        raw=channel,
    )


def _atom(text: str) -> ReadFeed:
    root = ElementTree.fromstring(text)
    assert root.tag == f"{{{NAMES['a']}}}feed"
    assert IRI.fullmatch(root.findtext("a:id", namespaces=NAMES))
    assert root.findtext("a:author/a:name", namespaces=NAMES)
    assert root.findtext("a:rights", namespaces=NAMES)
    links = {one.get("rel"): one.get("href") for one in root.findall("a:link", NAMES)}
    entries = []
    for entry in root.findall("a:entry", NAMES):
        content = entry.find("a:content", NAMES)
        assert content.get("type") == "html"
        (alternate,) = (
            one for one in entry.findall("a:link", NAMES) if one.get("rel") == "alternate"
        )
        people = [one.text for one in entry.findall("a:author/a:name", NAMES)]
        assert all(people)
        entries.append(
            Told(
                id=entry.findtext("a:id", namespaces=NAMES),
                url=alternate.get("href"),
                title=entry.findtext("a:title", namespaces=NAMES),
                html=content.text,
                published=_moment(entry.findtext("a:published", namespaces=NAMES)),
                updated=_moment(entry.findtext("a:updated", namespaces=NAMES)),
                authors=people,
                tags=[one.get("label") for one in entry.findall("a:category", NAMES)],
                summary=entry.findtext("a:summary", namespaces=NAMES) or "",
                raw=entry,
            )
        )
    return ReadFeed(
        title=root.findtext("a:title", namespaces=NAMES),
        own=links["self"],
        page=links["alternate"],
        updated=_moment(root.findtext("a:updated", namespaces=NAMES)),
        following=links.get("next"),
        entries=entries,
        raw=root,
    )


def _json(text: str) -> ReadFeed:
    data = json.loads(text)
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["authors"][0]["name"]
    entries = []
    for item in data["items"]:
        assert isinstance(item["id"], str)
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        for one in item.get("attachments", []):
            assert {"url", "mime_type"} <= set(one)
        entries.append(
            Told(
                id=item["id"],
                url=item["url"],
                title=item["title"],
                html=item["content_html"],
                published=_moment(item["date_published"]),
                updated=_moment(item["date_modified"]),
                authors=[one["name"] for one in item.get("authors", [])],
                tags=item.get("tags", []),
                summary=item.get("summary", ""),
                raw=item,
            )
        )
    return ReadFeed(
        title=data["title"],
        own=data["feed_url"],
        page=data["home_page_url"],
        updated=None,
        following=data.get("next_url"),
        entries=entries,
        raw=data,
    )
