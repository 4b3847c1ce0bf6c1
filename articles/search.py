"""Finds stories by words, in PostgreSQL."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F
from django.db.models.functions import Coalesce

from articles.models import Story
from articles.models.story import StoryQuerySet

#: PostgreSQL's configurations for the languages it can stem; any other is split into words only.
CONFIGURATIONS = {"en": "english", "de": "german", "ar": "arabic"}

#: Longer queries are cut: nobody types them, and they cost time.
LONGEST_QUERY = 200

#: Ranking reads every match whole. A word that stands in every third story of a long archive is
#: ranked among its newest matches, which are more than the pages of answers can show.
MOST_RANKED = 2000


def configuration_of(language: str) -> str:
    """Name of the text search configuration of a language code such as ``en`` or ``de-at``."""
    return CONFIGURATIONS.get(language.partition("-")[0], "simple")


def find(words: str, language: str) -> StoryQuerySet:
    """Live stories that match what was typed, best first.

    Args:
        words: as people type it: quotes make phrases, OR and a minus are understood
            (PostgreSQL's websearch_to_tsquery, which accepts any input).
        language: code of the site's language, which decides how words are stemmed.
    """
    words = words.replace("\x00", "").strip()[:LONGEST_QUERY]
    if not words:
        return Story.objects.none()
    query = SearchQuery(words, search_type="websearch", config=configuration_of(language))
    if configuration_of(language) != "simple":
        query = query | SearchQuery(words, search_type="websearch", config="simple")
    # By an expression, so that the planner takes the index of words and does not walk along that of
    # times, trying the words of every story.
    by_time = Coalesce("first_live_at", "live_at").desc()
    found = Story.objects.live().filter(search=query).order_by(by_time, "-pk")
    newest = found.values("pk")[:MOST_RANKED]
    return (
        Story.objects.live()
        .filter(pk__in=newest)
        .annotate(rank=SearchRank(F("search"), query))
        .order_by("-rank", "-first_live_at", "-pk")
    )
