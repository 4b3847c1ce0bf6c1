"""Reads the demonstration's content: what stands in `content/`, checked and typed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class SectionText:
    path: str
    name: str
    description: str
    colour: str

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        """Path of the section above, or ""."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class TagText:
    name: str
    slug: str
    description: str


@dataclass(frozen=True)
class AuthorText:
    slug: str
    name: str
    title: str
    bio: str
    email: str


@dataclass(frozen=True)
class PageText:
    slug: str
    title: str
    standfirst: str
    in_menu: bool
    in_footer: bool
    body: str


@dataclass(frozen=True)
class PictureText:
    """What is to be drawn and what is said of it."""

    composition: str
    seed: int
    mood: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class BylineText:
    author: str
    role: str


@dataclass(frozen=True)
class CommentText:
    """A comment; `parent` is the id of the one it answers, 0 for none. Ids count in one story.

    One with `before` was edited `edited_after` minutes after it was written: it had these words.
    """

    id: int
    parent: int
    author: str
    minutes_after: int
    state: str
    reason: str
    text: str
    before: str = ""
    edited_after: int = 0


@dataclass(frozen=True)
class UpdateText:
    """An update of a live story; `minutes_after` the story appeared."""

    minutes_after: int
    author: str
    headline: str
    body: str
    key: bool = False
    pinned: bool = False
    picture: PictureText | None = None


@dataclass(frozen=True)
class LiveText:
    """What a live story has beyond a story: its updates, and who may post besides the editors."""

    updates: tuple[UpdateText, ...]
    reporters: tuple[str, ...]


@dataclass(frozen=True)
class WordsText:
    """Words of a story's text, and what stood there before a change."""

    before: str
    now: str


@dataclass(frozen=True)
class ChangeText:
    """A change of a story `minutes_after` it appeared; `seal` says why the version before it cannot
    be read any more, `note` is for colleagues."""

    minutes_after: int
    change: str
    words: tuple[WordsText, ...]
    note: str = ""
    seal: str = ""


@dataclass(frozen=True)
class CorrectionText:
    """What the editors said of their story `minutes_after` it appeared."""

    minutes_after: int
    kind: str
    text: str


@dataclass(frozen=True)
class StoryText:
    """A story; `hours_ago` is counted from the moment of loading, negative ones are to come."""

    slug: str
    headline: str
    kicker: str
    standfirst: str
    section: str
    further_sections: tuple[str, ...]
    kind: str
    language: str
    tags: tuple[str, ...]
    bylines: tuple[BylineText, ...]
    dateline: str
    hours_ago: float
    updated_after_minutes: int
    status: str
    withdrawal_note: str
    body: str
    picture: PictureText
    comments: tuple[CommentText, ...]
    live: LiveText | None = None
    #: From the first to the last; the text is as they left it.
    changes: tuple[ChangeText, ...] = ()
    corrections: tuple[CorrectionText, ...] = ()

    @property
    def pictures(self) -> dict[str, PictureText]:
        """All pictures of the story by a name: its own by its slug, its updates' with a number."""
        updates = self.live.updates if self.live else ()
        of_updates = {
            f"{self.slug}-{number}": update.picture
            for number, update in enumerate(updates, 1)
            if update.picture
        }
        return {self.slug: self.picture, **of_updates}


@dataclass(frozen=True)
class Content:
    sections: tuple[SectionText, ...]
    tags: tuple[TagText, ...]
    authors: tuple[AuthorText, ...]
    pages: tuple[PageText, ...]
    stories: tuple[StoryText, ...]


def read(folder: Path = FOLDER) -> Content:
    """Read everything.

    Args:
        folder: holds sections.toml, tags.toml, authors.toml, pages.toml and stories/*.toml.

    Raises:
        ValueError: a file is not as it should be; the message names it.
    """
    return Content(
        sections=tuple(SectionText(**row) for row in _rows(folder / "sections.toml", "sections")),
        tags=tuple(TagText(**row) for row in _rows(folder / "tags.toml", "tags")),
        authors=tuple(AuthorText(**row) for row in _rows(folder / "authors.toml", "authors")),
        pages=tuple(PageText(**row) for row in _rows(folder / "pages.toml", "pages")),
        stories=tuple(_story(path) for path in sorted((folder / "stories").glob("*.toml"))),
    )


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows = _parsed(path)[name]
    return list(rows)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        msg = f"{path.name}: {error}"
        raise ValueError(msg) from error


def _story(path: Path) -> StoryText:
    values = _parsed(path)
    try:
        return StoryText(
            slug=path.stem,
            withdrawal_note=values.pop("withdrawal_note", ""),
            further_sections=tuple(values.pop("further_sections")),
            tags=tuple(values.pop("tags")),
            bylines=tuple(BylineText(**row) for row in values.pop("bylines")),
            picture=PictureText(**values.pop("picture")),
            comments=tuple(CommentText(**row) for row in values.pop("comments", [])),
            live=_live(values.pop("live", None)),
            changes=tuple(_change(row) for row in values.pop("changes", [])),
            corrections=tuple(CorrectionText(**row) for row in values.pop("corrections", [])),
            **values,
        )
    except (KeyError, TypeError) as error:
        msg = f"{path.name}: {error}"
        raise ValueError(msg) from error


def _live(values: dict[str, Any] | None) -> LiveText | None:
    if values is None:
        return None
    return LiveText(
        updates=tuple(_update(row) for row in values["updates"]),
        reporters=tuple(values["reporters"]),
    )


def _change(values: dict[str, Any]) -> ChangeText:
    words = tuple(WordsText(**row) for row in values.pop("words"))
    return ChangeText(words=words, **values)


def _update(values: dict[str, Any]) -> UpdateText:
    picture = values.pop("picture", None)
    return UpdateText(picture=PictureText(**picture) if picture else None, **values)
