"""What an export says of its uploaded files, looked up by number, address or post.

A large site has more attachments than one wants in memory, so they lie in a temporary SQLite file
that is gone when the shelf is closed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self
from urllib.parse import urlsplit

from newsportal.interop.wordpress.addresses import file_name
from newsportal.interop.wordpress.bodies import Attachment, one_line
from newsportal.interop.wordpress.reading import WXRItem
from newsportal.interop.wordpress.sorting import PICTURE_ENDINGS

_COLUMNS = "number, url, alt, caption, title"


@dataclass(frozen=True, slots=True)
class AttachmentPage:
    """The page that WordPress gave to an attachment, and the post that it belongs to."""

    number: int
    link: str
    parent: int


class Shelf:
    """The attachments of all surveyed exports; each lookup names the source it is about."""

    def __init__(self) -> None:
        # An empty name is SQLite's own temporary file: on disk when large, removed on closing.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(
            """
            CREATE TABLE attachment (
                source TEXT, number INTEGER, url TEXT, alt TEXT, caption TEXT, title TEXT,
                parent INTEGER, position INTEGER, link TEXT, is_picture INTEGER,
                PRIMARY KEY (source, number));
            CREATE INDEX by_url ON attachment (source, url);
            CREATE INDEX by_parent ON attachment (source, parent, position, number);
            CREATE TABLE host (source TEXT, name TEXT, PRIMARY KEY (source, name));
            CREATE TABLE failure (url TEXT PRIMARY KEY, reason TEXT);
            """
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._database.close()

    def add(self, source: str, item: WXRItem) -> None:
        """Take an attachment; of two with one number the first counts."""
        url = item.attachment_url or item.guid
        is_picture = PurePosixPath(file_name(url)).suffix.lower() in PICTURE_ENDINGS
        self._database.execute(
            "INSERT OR IGNORE INTO attachment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                source,
                item.post_id,
                url,
                one_line(item.meta_value("_wp_attachment_image_alt")),
                one_line(item.excerpt),
                one_line(item.title),
                item.post_parent,
                item.menu_order,
                item.link,
                is_picture,
            ),
        )
        self.add_host(source, url)

    def add_host(self, source: str, url: str) -> None:
        """Note a host that the site keeps its files on."""
        host = host_of(url)
        if host:
            self._database.execute("INSERT OR IGNORE INTO host VALUES (?, ?)", (source, host))

    def is_own_host(self, source: str, url: str) -> bool:
        found = self._database.execute(
            "SELECT 1 FROM host WHERE source = ? AND name = ?", (source, host_of(url))
        )
        return found.fetchone() is not None

    def attachment(self, source: str, number: int) -> Attachment | None:
        found = self._database.execute(
            f"SELECT {_COLUMNS} FROM attachment WHERE source = ? AND number = ?",  # noqa: S608
            (source, number),
        ).fetchone()
        return Attachment(*found) if found else None

    def attachment_at(self, source: str, url: str) -> Attachment | None:
        found = self._database.execute(
            f"SELECT {_COLUMNS} FROM attachment WHERE source = ? AND url = ?",  # noqa: S608
            (source, url),
        ).fetchone()
        return Attachment(*found) if found else None

    def pictures_of(self, source: str, post: int) -> list[Attachment]:
        """The pictures uploaded to a post, in the order of its gallery."""
        found = self._database.execute(
            f"SELECT {_COLUMNS} FROM attachment"  # noqa: S608
            " WHERE source = ? AND parent = ? AND is_picture ORDER BY position, number",
            (source, post),
        )
        return [Attachment(*row) for row in found]

    def pages(self, source: str) -> Iterator[AttachmentPage]:
        """The pages of attachments that belong to a post, those of one post together."""
        found = self._database.execute(
            "SELECT number, link, parent FROM attachment"
            " WHERE source = ? AND parent > 0 ORDER BY parent",
            (source,),
        )
        return (AttachmentPage(*row) for row in found)

    def note_failure(self, url: str, reason: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO failure VALUES (?, ?)", (url, reason))

    def failure(self, url: str) -> str:
        """Why a file could not be had before in this run, or ""."""
        found = self._database.execute("SELECT reason FROM failure WHERE url = ?", (url,))
        row = found.fetchone()
        return str(row[0]) if row else ""


def host_of(url: str) -> str:
    """The host of an address in lower case, or ""."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
