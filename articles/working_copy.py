"""What the newsroom works on: the content of a story or page, as one value and as a snapshot.

A revision's snapshot is the JSON form of these values; drafts, history and restoring all read it.
References are ids, so that whoever is erased elsewhere is erased here.
"""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, TypeVar, overload

from django.db.models import Max, Model

from articles import markup
from articles.models import (
    Author,
    Byline,
    Image,
    Page,
    PageRevision,
    Section,
    Series,
    Story,
    StoryPicture,
    StoryRevision,
    Tag,
)

D = TypeVar("D", Story, Page)


@dataclass
class BylineContent:
    author: int
    role: str = Byline.Role.WRITER


@dataclass
class GalleryContent:
    """One picture of a gallery; an empty caption means the picture's own."""

    image: int
    caption: str = ""


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
    gallery: list[GalleryContent] = field(default_factory=list)
    #: Stories chosen by hand as related, in order.
    related: list[int] = field(default_factory=list)
    series: int | None = None
    #: Why a picture without alternative text may be published all the same (feature E22).
    missing_alt_reason: str = ""
    # For search engines and the cards of links (feature R5); empty ones have a fallback.
    search_title: str = ""
    search_description: str = ""
    social_headline: str = ""
    social_image: int | None = None
    canonical_url: str = ""
    noindex: bool = False

    @property
    def title_of_work(self) -> str:
        return self.headline

    def snapshot(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, snapshot: dict[str, Any]) -> StoryContent:
        """Read a snapshot; fields it does not know yet (it is older) have their defaults."""
        known = {name.name for name in fields(cls)}
        values = {name: value for name, value in snapshot.items() if name in known}
        values["bylines"] = [BylineContent(**byline) for byline in values.get("bylines", [])]
        values["gallery"] = [GalleryContent(**item) for item in values.get("gallery", [])]
        return cls(**values)


@dataclass
class PageContent:
    """All that an editor can set of a page."""

    title: str = ""
    standfirst: str = ""
    body_html: str = ""
    slug: str = ""
    search_title: str = ""
    search_description: str = ""

    @property
    def title_of_work(self) -> str:
        return self.title

    def snapshot(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, snapshot: dict[str, Any]) -> PageContent:
        known = {name.name for name in fields(cls)}
        return cls(**{name: value for name, value in snapshot.items() if name in known})


@overload
def content_of(thing: Story) -> StoryContent: ...
@overload
def content_of(thing: Page) -> PageContent: ...
def content_of(thing: Story | Page) -> StoryContent | PageContent:
    """The newest revision's content; an empty one before the first save."""
    if thing.working_revision is not None:
        return read(thing.working_revision)
    return StoryContent() if isinstance(thing, Story) else PageContent()


@overload
def read(revision: StoryRevision) -> StoryContent: ...
@overload
def read(revision: PageRevision) -> PageContent: ...
def read(revision: StoryRevision | PageRevision) -> StoryContent | PageContent:
    """The content of any revision, of whatever age."""
    kind = StoryContent if isinstance(revision, StoryRevision) else PageContent
    return kind.of(revision.snapshot)


def without_dead_ends(content: StoryContent) -> StoryContent:
    """The content without relations to what has been deleted since it was saved."""
    authors = set(_standing(Author, [byline.author for byline in content.bylines]))
    gallery = set(_standing(Image, [item.image for item in content.gallery]))
    lead = _standing(Image, [content.lead_image] if content.lead_image else [])
    social = _standing(Image, [content.social_image] if content.social_image else [])
    series = _standing(Series, [content.series] if content.series else [])
    return replace(
        content,
        bylines=[byline for byline in content.bylines if byline.author in authors],
        gallery=[item for item in content.gallery if item.image in gallery],
        lead_image=lead[0] if lead else None,
        social_image=social[0] if social else None,
        series=series[0] if series else None,
        tags=_standing(Tag, content.tags),
        further_sections=_standing(Section, content.further_sections),
        related=_standing(Story, content.related),
    )


def _standing(model: type[Model], pks: list[int]) -> list[int]:
    """Those of the ids that still name something, in their order; no ids cost no query."""
    if not pks:
        return []
    found = set(model._default_manager.filter(pk__in=pks).values_list("pk", flat=True))
    return [pk for pk in pks if pk in found]


def next_number(revisions: Any) -> int:
    """The number of the revision to be saved, given a story's or page's revisions."""
    return (revisions.aggregate(newest=Max("number"))["newest"] or 0) + 1


def as_readers_will_see(document: D) -> D:
    """A story or page with its newest revision in place of the public copy; never saved."""
    seen = copy(document)
    if isinstance(seen, Story):
        _show_story(seen)
    elif isinstance(seen, Page):
        content = content_of(seen)
        for name in ("title", "standfirst", "body_html"):
            setattr(seen, name, getattr(content, name))
    return seen


def _show_story(seen: Story) -> None:
    content = without_dead_ends(content_of(seen))
    text = markup.plain_text(content.body_html)
    for name in ("headline", "kicker", "standfirst", "dateline", "body_html", "kind", "language"):
        setattr(seen, name, getattr(content, name))
    seen.lead_caption = content.lead_caption
    seen.section = Section.objects.filter(pk=content.section or 0).first()
    seen.further_section_ids = content.further_sections
    seen.related_ids = content.related
    seen.series = Series.objects.filter(pk=content.series or 0).first()
    pictures = Image.objects.in_bulk(
        [pk for pk in (content.lead_image, *(item.image for item in content.gallery)) if pk]
    )
    seen.lead_image = pictures.get(content.lead_image or 0)
    seen.reading_minutes = markup.reading_minutes(text, content.language)
    authors = Author.objects.select_related("portrait").in_bulk(
        [byline.author for byline in content.bylines]
    )
    seen._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "tags": Tag.objects.filter(pk__in=content.tags),
        "bylines": [
            Byline(story=seen, author=authors[byline.author], role=byline.role)
            for byline in content.bylines
        ],
        "pictures": [
            StoryPicture(story=seen, image=pictures[item.image], caption=item.caption)
            for item in content.gallery
        ],
    }
