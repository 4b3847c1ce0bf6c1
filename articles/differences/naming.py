"""What the relations of revisions are called, in at most one query a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from articles import rights
from articles.models import Author, Image, Section, Series, Story, Tag
from articles.models.story import StoryQuerySet
from articles.working_copy import PageContent, StoryContent


@dataclass(frozen=True)
class Names:
    """Names by id. What is missing has been deleted, or is none of the asker's business."""

    authors: Mapping[int, str] = field(default_factory=dict)
    images: Mapping[int, str] = field(default_factory=dict)
    sections: Mapping[int, str] = field(default_factory=dict)
    series: Mapping[int, str] = field(default_factory=dict)
    stories: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)


def names_of(*contents: StoryContent | PageContent, user: Any = None) -> Names:
    """The names of everything that the revisions refer to.

    Args:
        user: who asks: stories are named whose headline they may see; without one, live stories.
    """
    told = [one for one in contents if isinstance(one, StoryContent)]
    stories = rights.visible_stories(user) if user is not None else Story.objects.live()
    return Names(
        authors=_names(Author, {byline.author for one in told for byline in one.bylines}),
        images=_names(
            Image,
            {item.image for one in told for item in one.gallery}
            | {one.lead_image for one in told if one.lead_image},
        ),
        sections=_names(
            Section,
            {pk for one in told for pk in one.further_sections}
            | {one.section for one in told if one.section},
        ),
        series=_names(Series, {one.series for one in told if one.series}),
        stories=_headlines(stories, {pk for one in told for pk in one.related}),
        tags=_names(Tag, {pk for one in told for pk in one.tags}),
    )


def _names(model: Any, pks: set[int]) -> dict[int, str]:
    return {pk: str(thing) for pk, thing in model.objects.in_bulk(pks).items()} if pks else {}


def _headlines(stories: StoryQuerySet, pks: set[int]) -> dict[int, str]:
    if not pks:
        return {}
    found = stories.filter(pk__in=pks).only("pk", "working_title", "headline", "status")
    return {story.pk: str(story) for story in found}
