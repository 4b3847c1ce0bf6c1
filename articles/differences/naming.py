"""What the relations of revisions are called, in at most one query a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from articles import rights
from articles.chrome import current as chrome
from articles.models import Author, Image, Series, Story, Tag
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
    """The names of the relations in which the revisions differ.

    Args:
        user: who asks: stories are named whose headline they may see; without one, live stories.
    """
    told = [one for one in contents if isinstance(one, StoryContent)]
    stories = rights.visible_stories(user) if user is not None else Story.objects.live()
    sections = chrome.get().sections
    return Names(
        authors=_names(Author, {byline.author for byline in _differing(told, "bylines")}),
        images=_names(
            Image,
            {item.image for item in _differing(told, "gallery")}
            | set(_differing(told, "lead_image"))
            | set(_differing(told, "social_image")),
        ),
        sections={pk: section.name for pk, section in sections.items()},
        series=_names(Series, set(_differing(told, "series"))),
        stories=_headlines(stories, set(_differing(told, "related"))),
        tags=_names(Tag, set(_differing(told, "tags"))),
    )


def _differing(contents: list[StoryContent], name: str) -> list[Any]:
    """What a field refers to in all revisions together; nothing where they agree."""
    values = [getattr(one, name) for one in contents]
    if all(value == values[0] for value in values):
        return []
    lists = [value if isinstance(value, list) else [value] for value in values]
    return [one for together in lists for one in together if one is not None]


def _names(model: Any, pks: set[int]) -> dict[int, str]:
    return {pk: str(thing) for pk, thing in model.objects.in_bulk(pks).items()} if pks else {}


def _headlines(stories: StoryQuerySet, pks: set[int]) -> dict[int, str]:
    """The public headline first: another one in the working copy is not everybody's business."""
    if not pks:
        return {}
    found = stories.filter(pk__in=pks).values_list("pk", "headline", "working_title")
    return {pk: headline or working_title for pk, headline, working_title in found}
