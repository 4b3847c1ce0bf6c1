"""RSS 2.0, by the RSS Advisory Board's profile and the modules that programs know.

Titles are plain text, descriptions are HTML: so readers' programs take them.
"""

from __future__ import annotations

from django.utils.feedgenerator import rfc2822_date
from django.utils.html import escape

from newsportal.core.feeds.description import Entry, Feed, Form
from newsportal.core.feeds.xml import NAMESPACES, Writer, local, write_pictures

#: How long a program may show what it has before it asks again; asking is cheap (304).
MINUTES = 5

_ROOT = NAMESPACES | {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
}


def write(feed: Feed) -> str:
    xml = Writer()
    with xml.inside("rss", _ROOT), xml.inside("channel"):
        _write_head(xml, feed)
        for entry in feed.entries:
            with xml.inside("item"):
                _write_item(xml, entry)
    return xml.document()


def _write_head(xml: Writer, feed: Feed) -> None:
    xml.element("title", feed.title)
    xml.element("link", feed.page)
    xml.element("description", feed.description)
    kind = Form.RSS.media_type
    xml.element(
        "atom:link", "", {"rel": "self", "href": feed.address(Form.RSS, feed.asked), "type": kind}
    )
    if feed.following:
        following = feed.address(Form.RSS, feed.following)
        xml.element("atom:link", "", {"rel": "next", "href": following, "type": kind})
    xml.element("language", feed.language)
    xml.element("copyright", feed.rights)
    xml.element("lastBuildDate", rfc2822_date(local(feed.updated)))
    xml.element("ttl", str(MINUTES))
    picture = feed.logo or feed.icon
    if picture:
        with xml.inside("image"):
            xml.element("url", picture)
            xml.element("title", feed.title)
            xml.element("link", feed.page)


def _write_item(xml: Writer, entry: Entry) -> None:
    xml.element("title", entry.title)
    xml.element("link", entry.url)
    xml.element("guid", entry.id, {"isPermaLink": "false"})
    xml.element("pubDate", rfc2822_date(local(entry.published)))
    xml.element("atom:updated", local(entry.updated).isoformat())
    for author in entry.authors:
        xml.element("dc:creator", author.name)
    for person in entry.contributors:
        xml.element("dc:contributor", person.name)
    for category in entry.categories:
        xml.element("category", category.label, {"domain": category.scheme})
    if entry.discussion:
        xml.element("comments", entry.discussion.url)
        xml.element("slash:comments", str(entry.discussion.count))
        xml.element("wfw:commentRss", entry.discussion.page + Form.RSS.ending)
    if entry.replies_to:
        answered, address = entry.replies_to
        xml.element("thr:in-reply-to", "", {"ref": answered, "href": address})
    # A text that is no longer than a summary would be is told once.
    xml.element("description", escape(entry.summary) if entry.summary else entry.html)
    if entry.summary:
        xml.element("content:encoded", entry.html)
    write_pictures(xml, entry)
