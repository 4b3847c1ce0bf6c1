"""JSON Feed 1.1; what it has no name for stands under names that begin with an underscore."""

from __future__ import annotations

import json
from typing import Any

from newsportal.core.feeds.description import Correction, Entry, Feed, Form, Person, Picture
from newsportal.core.feeds.xml import local, printable

VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> str:
    data = _kept(
        {
            "version": VERSION,
            "title": feed.title,
            "home_page_url": feed.page,
            "feed_url": feed.address(Form.JSON, feed.asked),
            "next_url": feed.address(Form.JSON, feed.following) if feed.following else None,
            "description": feed.description,
            "icon": feed.icon,
            "authors": [_person(feed.publisher)],
            "language": feed.language,
            "_rights": feed.rights,
        }
    )
    data["items"] = [_item(entry) for entry in feed.entries]
    return json.dumps(_printable(data), ensure_ascii=False)


def _item(entry: Entry) -> dict[str, Any]:
    picture = entry.pictures[0].url if entry.pictures else None
    return _kept(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "image": picture,
            "banner_image": entry.banner,
            "date_published": local(entry.published).isoformat(),
            "date_modified": local(entry.updated).isoformat(),
            "authors": [_person(one) for one in (*entry.authors, *entry.contributors)],
            "tags": list(dict.fromkeys(category.label for category in entry.categories)),
            "language": entry.language,
            "attachments": [_attachment(picture) for picture in entry.pictures],
            "_discussion": _discussion(entry),
            "_corrections": [_correction(one) for one in entry.corrections],
        }
    )


def _person(person: Person) -> dict[str, Any]:
    return _kept({"name": person.name, "url": person.url, "avatar": person.avatar})


def _attachment(picture: Picture) -> dict[str, Any]:
    named = _kept({"title": picture.caption, "_alt": picture.alt, "_credit": picture.credit})
    return {"url": picture.url, "mime_type": picture.media_type} | named


def _discussion(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if entry.discussion:
        found = {
            "url": entry.discussion.url,
            "feed_url": entry.discussion.page + Form.JSON.ending,
            "comments": entry.discussion.count,
        }
    if entry.replies_to:
        answered, address = entry.replies_to
        found["in_reply_to"] = {"id": answered, "url": address}
    return found


def _correction(one: Correction) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "label": one.label,
        "text": one.text,
        "date": local(one.at).isoformat(),
    }


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: the format has absence for that."""
    return {name: value for name, value in data.items() if value not in ("", None, [], {})}


def _printable(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _printable(one) for key, one in value.items()}
        case list():
            return [_printable(one) for one in value]
    return value
