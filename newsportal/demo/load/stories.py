"""The loaded stories: rows as `articles.publishing` would have left them, written by COPY."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import slugify

from articles import markup, search
from articles.models import (
    Byline,
    Document,
    PublicVersion,
    SectionListing,
    Story,
    StoryActivity,
    StoryRevision,
)
from articles.models.revision import Event, StoryEvent, pictures_of
from articles.working_copy import BylineContent, StoryContent
from comments.models import Discussion
from newsportal.demo.load import SOURCE, rows
from newsportal.demo.load.cast import Cast
from newsportal.demo.load.words import Words

Status = Document.Status

#: The paper began so long ago, and has grown since.
YEARS = 12
#: Out of a thousand stories: how many are not published. The rest is.
STATES = {
    Status.DRAFT: 12,
    Status.IN_REVIEW: 5,
    Status.READY: 3,
    Status.SCHEDULED: 3,
    Status.WITHDRAWN: 7,
}
#: A newsroom has no more open work than this, however old its archive is.
MOST_OPEN = 300
#: Days before and after now in which the newsroom's open work is due.
DEADLINES = (-4, 12)
#: Stories of the last days have been read, for what is most read.
READ_DAYS = 7


@dataclass
class Heap:
    """The rows of one batch."""

    stories: list[Story] = field(default_factory=list)
    revisions: list[StoryRevision] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    listings: list[SectionListing] = field(default_factory=list)
    events: list[StoryEvent] = field(default_factory=list)
    versions: list[PublicVersion] = field(default_factory=list)
    discussions: list[Discussion] = field(default_factory=list)
    activity: list[StoryActivity] = field(default_factory=list)

    def write(self) -> None:
        rows.copy_in(self.stories)
        for kind in (
            self.revisions,
            self.bylines,
            self.tags,
            self.listings,
            self.events,
            self.versions,
            self.discussions,
            self.activity,
        ):
            rows.copy_in(kind)  # type: ignore[arg-type]
        search.write(story.pk for story in self.stories)


class Writer:
    """Makes batches of stories.

    Args:
        zone: whose dates stand in addresses.
        start: number of the first story; with the mark it is a story's identity.
    """

    def __init__(self, cast: Cast, words: Words, zone: ZoneInfo, start: int) -> None:
        self.cast = cast
        self.words = words
        self.random: Random = words.random
        self.zone = zone
        self.now = timezone.now()
        self.number = start
        self.open_left = MOST_OPEN

    def batch(self, number: int) -> Heap:
        """A heap of `number` stories, not written yet; comments may still be added to it."""
        heap = Heap()
        ids = zip(rows.reserve(Story, number), rows.reserve(StoryRevision, number), strict=True)
        for story_id, revision_id in ids:
            self._story(heap, story_id, revision_id)
        return heap

    def _story(self, heap: Heap, story_id: int, revision_id: int) -> None:
        self.number += 1
        status = self._status()
        at = self._time(status)
        content = self._content()
        body = self.words.body()
        content.body_html = body.html
        snapshot = content.snapshot()
        author = self.random.choice(self.cast.staff) if self.cast.staff else None
        saved_at = at or self.now - datetime.timedelta(hours=self.random.uniform(1, 300))
        story = Story(
            id=story_id,
            source=SOURCE,
            import_id=str(self.number),
            status=status,
            created_by_id=author,
            created_at=min(saved_at, self.now),
            changed_at=min(saved_at, self.now),
            working_title=content.headline,
            working_section_id=content.section,
            working_revision_id=revision_id,
        )
        if at is not None:
            _make_public(story, content, body.text, at.astimezone(self.zone))
            self._public_rows(heap, story, content, at)
        if status in (Status.DRAFT, Status.IN_REVIEW, Status.READY):
            self._assign(story)
        heap.stories.append(story)
        heap.revisions.append(
            StoryRevision(
                id=revision_id,
                story_id=story_id,
                number=1,
                snapshot=snapshot,
                pictures=pictures_of(snapshot),
                created_at=min(saved_at, self.now),
                created_by_id=author,
            )
        )
        heap.events += self._events(story, author, saved_at)

    def _status(self) -> str:
        drawn = self.random.random() * 1000
        for status, share in STATES.items():
            if drawn < share:
                return self._open_or_published(status)
            drawn -= share
        return Status.PUBLISHED

    def _open_or_published(self, status: str) -> str:
        if status == Status.WITHDRAWN:
            return status
        self.open_left -= 1
        return status if self.open_left >= 0 else Status.PUBLISHED

    def _time(self, status: str) -> datetime.datetime | None:
        """When it appeared or will; None for what has no time yet."""
        if status == Status.SCHEDULED:
            return self.now + datetime.timedelta(hours=self.random.uniform(1, 14 * 24))
        if status not in (Status.PUBLISHED, Status.WITHDRAWN):
            return None
        ago = YEARS * 365.25 * self.random.random() ** 1.15
        return self.now - datetime.timedelta(days=ago, minutes=5)

    def _content(self) -> StoryContent:
        section = self.cast.sections.draw()
        further = self.cast.sections.draw() if self.words.perhaps(0.15) else section
        return StoryContent(
            headline=self.words.headline(),
            kicker=self.random.choice(("", "", "Analysis", "The long read", "Explained")),
            standfirst=self.words.standfirst(),
            kind=self.random.choices(
                (Story.Kind.REPORT, Story.Kind.ANALYSIS, Story.Kind.OPINION, Story.Kind.REVIEW),
                (80, 9, 7, 4),
            )[0],
            section=section.pk,
            further_sections=[] if further.pk == section.pk else [further.pk],
            tags=self.cast.tags.several(self.random.randint(1, 5)),
            bylines=[
                BylineContent(pk) for pk in self.cast.authors.several(self.random.choice((1, 1, 2)))
            ],
            lead_image=self.random.choice(self.cast.pictures) if self.words.perhaps(0.8) else None,
        )

    def _public_rows(
        self, heap: Heap, story: Story, content: StoryContent, at: datetime.datetime
    ) -> None:
        heap.bylines += [
            Byline(story_id=story.pk, author_id=byline.author, role=byline.role, order=order)
            for order, byline in enumerate(content.bylines)
        ]
        through = Story.tags.through
        heap.tags += [through(story_id=story.pk, tag_id=tag) for tag in content.tags]
        filed = [content.section, *content.further_sections]
        shown = {pk for section in filed if section for pk in self.cast.above[section]}
        heap.listings += [SectionListing(story_id=story.pk, section_id=pk) for pk in sorted(shown)]
        heap.versions.append(
            PublicVersion(story_id=story.pk, revision_id=story.working_revision_id or 0, at=at)
        )
        heap.discussions.append(Discussion(story_id=story.pk))
        if story.status == Status.PUBLISHED and at > self.now - datetime.timedelta(days=READ_DAYS):
            heap.activity += self._reads(story, at)

    def _reads(self, story: Story, at: datetime.datetime) -> Iterator[StoryActivity]:
        hour = at.replace(minute=0, second=0, microsecond=0)
        popularity = self.random.paretovariate(1.2)
        for number in range(self.random.randint(1, 12)):
            when = hour + datetime.timedelta(hours=number)
            if when <= self.now:
                reads = int(40 * popularity / (number + 1)) + 1
                yield StoryActivity(story_id=story.pk, hour=when, reads=reads)

    def _assign(self, story: Story) -> None:
        if self.cast.staff and self.words.perhaps(0.7):
            story.assignee_id = self.random.choice(self.cast.staff)
        if self.words.perhaps(0.6):
            days = self.random.uniform(*DEADLINES)
            story.deadline = self.now + datetime.timedelta(days=days)

    def _events(
        self, story: Story, author: int | None, at: datetime.datetime
    ) -> Iterator[StoryEvent]:
        before = at - datetime.timedelta(hours=3)
        common = {"story_id": story.pk, "actor_id": author}
        yield StoryEvent(
            kind=Event.Kind.CREATED, to_status=Status.DRAFT, at=min(before, self.now), **common
        )
        if story.live_at is not None:
            kind = (
                Event.Kind.SCHEDULED if story.status == Status.SCHEDULED else Event.Kind.PUBLISHED
            )
            yield StoryEvent(
                kind=kind,
                from_status=Status.DRAFT,
                to_status=story.status,
                at=min(at, self.now),
                revision_id=story.working_revision_id,
                **common,
            )


def _make_public(story: Story, content: StoryContent, text: str, at: datetime.datetime) -> None:
    """Give a story the public copy of its revision; `at` is in the newsroom's zone."""
    story.live_at = story.first_live_at = at
    story.live_revision_id = story.working_revision_id
    story.published_on = at.date()
    story.slug = f"{slugify(content.headline)[:90]}-{story.import_id}"
    story.section_id = content.section
    story.further_section_ids = content.further_sections
    story.lead_image_id = content.lead_image
    for name in ("headline", "kicker", "standfirst", "kind", "language", "body_html"):
        setattr(story, name, getattr(content, name))
    story.body_text = text
    story.markup_version = markup.MARKUP_VERSION
    story.reading_minutes = markup.reading_minutes(text, content.language)
    if story.status == Status.WITHDRAWN:
        story.withdraw_at = at + datetime.timedelta(hours=1)
