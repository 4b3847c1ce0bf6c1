"""What to read next: stories chosen by hand, then those found by tags and text (feature E24)."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, F, FloatField, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from articles import search
from articles.models import Story
from articles.models.story import StoryQuerySet

#: Stories below a story.
RELATED = 4

#: Newest candidates that each way of finding brings; the best of them all are shown. Bounded, so
#: that a page costs the same among a hundred thousand stories.
CANDIDATES = 40

#: Words of the headline that are looked for: short ones say little, and many cost time.
_WORD = re.compile(r"[^\W\d_]{4,}")
_WORDS = 8


def related(story: Story) -> list[Story]:
    """Live stories to read after this one, in one query.

    Those chosen by hand come first and in their order; then whatever has most tags in common and
    most words of the headline, then the newest of the section.
    """
    by_hand = [pk for pk in story.related_ids if pk != story.pk]
    tags = [tag.pk for tag in story.tags.all()]
    live = Story.objects.live().exclude(pk=story.pk)
    query = _query(story)
    found: list[Any] = []
    if by_hand:
        found.append(live.filter(pk__in=by_hand).order_by().values("pk"))
    found.append(_newest(live.filter(section=story.section_id)))
    if tags:
        found.append(_newest(live.filter(tags__in=tags).distinct()))
    if query is not None:
        found.append(_newest(live.filter(search=query)))
    # One set of ids, and no OR of several: the few candidates are then read by their keys.
    candidates = found[0].union(*found[1:]) if len(found) > 1 else found[0]
    return list(
        live.filter(pk__in=candidates)
        .annotate(
            place=Case(
                *(When(pk=pk, then=Value(place)) for place, pk in enumerate(by_hand)),
                default=Value(len(by_hand)),
                output_field=IntegerField(),
            ),
            in_common=Count("tags", filter=Q(tags__in=tags)),
            alike=Coalesce(SearchRank(F("search"), query), 0.0) if query else _nothing(),
        )
        .order_by("place", "-in_common", "-alike", "-first_live_at", "-pk")
        .for_cards()[:RELATED]
    )


def _newest(stories: StoryQuerySet) -> StoryQuerySet:
    return stories.newest_first().values("pk")[:CANDIDATES]  # type: ignore[return-value]


def _nothing() -> Value:
    return Value(0.0, output_field=FloatField())


def _query(story: Story) -> SearchQuery | None:
    """Any of the longer words of the headline, in the story's language."""
    words = list(dict.fromkeys(_WORD.findall(story.headline)))[:_WORDS]
    return search.any_of(words, story.language) if words else None


def series_neighbours(story: Story) -> tuple[Story | None, Story | None]:
    """The live stories before and after this one in its series; none without a series."""
    if story.series_id is None or story.first_live_at is None:
        return None, None
    others = Story.objects.live().filter(series=story.series_id).exclude(pk=story.pk)
    here = (story.first_live_at, story.pk)
    before = others.filter(
        Q(first_live_at__lt=here[0]) | Q(first_live_at=here[0], pk__lt=here[1])
    ).order_by("-first_live_at", "-pk")
    after = others.filter(
        Q(first_live_at__gt=here[0]) | Q(first_live_at=here[0], pk__gt=here[1])
    ).order_by("first_live_at", "pk")
    columns = ("pk", "headline", "slug", "published_on", "section_id", "first_live_at", "language")
    found = list(before.only(*columns)[:1].union(after.only(*columns)[:1], all=True))
    earlier = [one for one in found if (one.first_live_at, one.pk) < here]
    later = [one for one in found if (one.first_live_at, one.pk) > here]
    return (earlier[0] if earlier else None), (later[0] if later else None)
