"""What the newsroom works on: the content of a story or page, as one value and as a snapshot.

A revision's snapshot is the JSON form of these values; drafts, history and restoring all read it.
References are ids, so that whoever is erased elsewhere is erased here.
"""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.db.models import Max

from articles import markup
from articles.models import Author, Byline, Image, Page, Section, Story, Tag


@dataclass
class BylineContent:
    author: int
    role: str = Byline.Role.WRITER


@dataclass
class StoryContent:
    """All that an editor can set of a story, detached from what readers see."""

    headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    dateline: str = ""
    body_html: str = ""
    kind: str = Story.Kind.REPORT
    language: str = "en"
    slug: str = ""
    section: int | None = None
    further_sections: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    bylines: list[BylineContent] = field(default_factory=list)
    lead_image: int | None = None
    lead_caption: str = ""

    def snapshot(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, snapshot: dict[str, Any]) -> StoryContent:
        """Read a snapshot; fields it does not know yet (it is older) have their defaults."""
        known = {name.name for name in fields(cls)}
        values = {name: value for name, value in snapshot.items() if name in known}
        values["bylines"] = [BylineContent(**byline) for byline in values.get("bylines", [])]
        return cls(**values)


@dataclass
class PageContent:
    """All that an editor can set of a page."""

    title: str = ""
    standfirst: str = ""
    body_html: str = ""
    slug: str = ""

    def snapshot(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, snapshot: dict[str, Any]) -> PageContent:
        known = {name.name for name in fields(cls)}
        return cls(**{name: value for name, value in snapshot.items() if name in known})


def content_of(thing: Story | Page) -> StoryContent | PageContent:
    """The newest revision's content; an empty one before the first save."""
    kind: type[StoryContent] | type[PageContent]
    kind = StoryContent if isinstance(thing, Story) else PageContent
    revision = thing.working_revision
    return kind.of(revision.snapshot) if revision else kind()


def next_number(revisions: Any) -> int:
    """The number of the revision to be saved, given a story's or page's revisions."""
    return (revisions.aggregate(newest=Max("number"))["newest"] or 0) + 1


def as_readers_will_see(story: Story) -> Story:
    """The story with its newest revision in place of the public copy, to preview; never saved."""
    content = content_of(story)
    assert isinstance(content, StoryContent)
    text = markup.plain_text(content.body_html)
    seen = copy(story)
    for name in ("headline", "kicker", "standfirst", "dateline", "body_html", "kind", "language"):
        setattr(seen, name, getattr(content, name))
    seen.lead_caption = content.lead_caption
    seen.section = Section.objects.filter(pk=content.section or 0).first()
    seen.further_section_ids = content.further_sections
    seen.lead_image = Image.objects.filter(pk=content.lead_image or 0).first()
    seen.reading_minutes = markup.reading_minutes(text, content.language)
    authors = Author.objects.select_related("portrait").in_bulk(
        [byline.author for byline in content.bylines]
    )
    seen._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "tags": Tag.objects.filter(pk__in=content.tags),
        "bylines": [
            Byline(story=seen, author=authors[byline.author], role=byline.role)
            for byline in content.bylines
            if byline.author in authors
        ],
    }
    return seen
