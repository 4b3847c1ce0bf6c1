"""Atom (RFC 4287), with the number of comments (RFC 4685) and older pages (RFC 5005)."""

from __future__ import annotations

from newsportal.core.feeds.description import Entry, Feed, Form, Person
from newsportal.core.feeds.xml import NAMESPACES, Writer, local, write_pictures

_ROOT = NAMESPACES | {"xmlns": "http://www.w3.org/2005/Atom"}


def write(feed: Feed) -> str:
    xml = Writer()
    with xml.inside("feed", _ROOT | {"xml:lang": feed.language}):
        _write_head(xml, feed)
        for entry in feed.entries:
            differs = entry.language and entry.language != feed.language
            with xml.inside("entry", {"xml:lang": entry.language} if differs else {}):
                _write_entry(xml, entry)
    return xml.document()


def _write_head(xml: Writer, feed: Feed) -> None:
    kind = Form.ATOM.media_type
    xml.element("id", feed.id)
    xml.element("title", feed.title)
    xml.element("subtitle", feed.description)
    xml.element("updated", local(feed.updated).isoformat())
    xml.element("link", "", {"rel": "alternate", "href": feed.page, "type": "text/html"})
    xml.element(
        "link", "", {"rel": "self", "href": feed.address(Form.ATOM, feed.asked), "type": kind}
    )
    if feed.following:
        following = feed.address(Form.ATOM, feed.following)
        xml.element("link", "", {"rel": "next", "href": following, "type": kind})
    _write_person(xml, "author", feed.publisher)
    xml.element("rights", feed.rights)
    if feed.icon:
        xml.element("icon", feed.icon)
    if feed.logo:
        xml.element("logo", feed.logo)


def _write_entry(xml: Writer, entry: Entry) -> None:
    xml.element("id", entry.id)
    xml.element("title", entry.title)
    xml.element("link", "", {"rel": "alternate", "href": entry.url, "type": "text/html"})
    xml.element("published", local(entry.published).isoformat())
    xml.element("updated", local(entry.updated).isoformat())
    for author in entry.authors:
        _write_person(xml, "author", author)
    for person in entry.contributors:
        _write_person(xml, "contributor", person)
    for category in entry.categories:
        xml.element(
            "category",
            "",
            {"term": category.term, "scheme": category.scheme, "label": category.label},
        )
    _write_discussion(xml, entry)
    if entry.summary:
        xml.element("summary", entry.summary, {"type": "text"})
    xml.element("content", entry.html, {"type": "html"})
    write_pictures(xml, entry)


def _write_discussion(xml: Writer, entry: Entry) -> None:
    if entry.discussion:
        xml.element(
            "link",
            "",
            {
                "rel": "replies",
                "href": entry.discussion.page + Form.ATOM.ending,
                "type": Form.ATOM.media_type,
                "thr:count": str(entry.discussion.count),
            },
        )
    if entry.replies_to:
        answered, address = entry.replies_to
        xml.element("thr:in-reply-to", "", {"ref": answered, "href": address, "type": "text/html"})


def _write_person(xml: Writer, name: str, person: Person) -> None:
    with xml.inside(name):
        xml.element("name", person.name)
        if person.url:
            xml.element("uri", person.url)
