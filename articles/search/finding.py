"""The stories that answer a question, best first, and what narrowing would leave of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchRank, SearchVectorField
from django.db.models import F, FloatField, OuterRef, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Byline, SectionListing, Story
from articles.models.story import StoryQuerySet
from articles.paging import LAST_PAGE
from articles.search import asking, mending
from articles.search.asking import Prepared, Question
from articles.search.filters import BEST, NEWEST, Counts, Filters, Row, count
from newsportal.core.versions import VersionedCopy

#: Answers on a page: half of a list's, since each has its words marked, and who does not find it
#: there asks otherwise.
SIZE = 10
#: Of more stories than the pages can show the newest are ranked and counted: reading each story's
#: words costs 20 µs, and a word that stands in every third story of a long archive is not told
#: apart by rank anyway. What is counted above it is said to be “more than”.
MOST = LAST_PAGE * SIZE
#: Stories that have all words of a phrase are read, newest first, for whether they have it: so many
#: in each of the parts of the archive that `RECENT` makes, while they have not given enough.
PHRASES_READ = 1_500

#: The archive is looked through in parts, each with so many of the newest stories; see `_newest`.
RECENT = (5_000, 25_000)

#: Expressions, so that the planner takes the index of words and does not walk along that of times.
_BY_TIME = (Coalesce("first_live_at", "live_at").desc(), "-pk")

#: What a word counts in the body, in names and kicker, in the standfirst, in the headline.
WEIGHTS = [0.1, 0.3, 0.4, 1.0]
#: ts_rank_cd: by the length of the story (its logarithm), and between 0 and 1.
NORMALISATION = 1 | 32
#: A story of this moment counts so many times what an old one counts that is as relevant, ...
FRESH = 2.0
#: ... and after so many days half of that advantage is gone.
HALF_LIFE_DAYS = 30

#: See `_newest`.
_PART = "part_{number} AS MATERIALIZED (SELECT pk FROM ({sql}) AS one(pk) WHERE {earlier} <= %s)"
_HOW_MANY = " + (SELECT count(*) FROM part_{number})"
_OF_PART = "SELECT pk FROM part_{number}"

#: With fewer answers something else is offered too.
FEW = 3


def score(row: Row, now: datetime.datetime) -> float:
    """How good an answer is: relevance first, freshness between answers that are nearly as good.

    Relevance is PostgreSQL's cover density (ts_rank_cd): how often the words stand in the story and
    how near to each other, where a word in the headline counts ten times one in the body
    (`WEIGHTS`), divided by the logarithm of the story's length and squeezed between 0 and 1. It is
    multiplied by a factor that falls from `FRESH` for a story of today to 1 for an old one, by half
    every `HALF_LIFE_DAYS`: a story of today overtakes one of last year that is up to twice as
    relevant, so an old story with the word in its headline stays above today's that merely mentions
    it. Age counts in whole days, so that the order stands still while somebody turns pages; what is
    equal is ordered by time and number.
    """
    days = max(0, (now - row.at).days)
    advantage: float = 0.5 ** (days / HALF_LIFE_DAYS)
    return row.relevance * (1 + (FRESH - 1) * advantage)


@dataclass(frozen=True)
class Found:
    """The answer to a search.

    Attributes:
        asked: the question as typed.
        question: what was looked for: the one typed, or that with corrected words.
        suggestion: words that may have been meant, when few were found.
        ids: stories, in order; no more than `MOST`.
        tags: their tags, by story.
        is_more: whether there are more than `ids`, which nobody has counted.
        elsewhere: how many stories would be found without the filters, where none is with them.
    """

    asked: Question
    question: Question
    ids: Sequence[int]
    tags: Mapping[int, Sequence[int]]
    counts: Counts
    is_more: bool = False
    elsewhere: int = 0
    suggestion: str = ""

    @property
    def total(self) -> int:
        return len(self.ids)

    @property
    def is_corrected(self) -> bool:
        return self.question is not self.asked


def search(words: str, filters: Filters, *, is_literal: bool = False) -> Found:
    """Answer a search.

    Args:
        words: as typed.
        is_literal: whether only what was typed is looked for, and nothing like it.

    At most five statements: two for a question, one more with filters; and where nothing is found
    one for words that are like it, two for the corrected question.
    """
    now = timezone.now()
    asked = asking.read(words)
    found = _answer(asked, filters, now)
    if is_literal or found.total + found.elsewhere >= FEW:
        return found
    mended = mending.mend(asked, now)
    if mended is None:
        return found
    corrected = _answer(mended, filters, now, asked=asked)
    if corrected.total <= found.total:
        return found
    if found.total:
        return replace(found, suggestion=mended.words)
    return corrected


def _answer(
    question: Question, filters: Filters, now: datetime.datetime, asked: Question | None = None
) -> Found:
    """The answer to a question; `asked` is the one in whose place it stands."""
    found: Any = _found(question, Filters(), now)
    is_narrowed = False
    if filters.chosen:
        # What other choices would bring is known where all stories with the words can be read.
        is_narrowed = asked is not None or len(found := list(found)) > MOST
        if is_narrowed:
            found = _found(question, filters, now)
    rows = _rows(question, found, filters.order)
    is_more = len(rows) > MOST
    rows = rows[:MOST]
    tests = filters.passes(now).values()
    passed = [row for row in rows if all(test(row) for test in tests)]
    if filters.order == NEWEST:
        passed.sort(key=lambda row: (row.at, row.pk), reverse=True)
    else:
        passed.sort(key=lambda row: (score(row, now), row.at, row.pk), reverse=True)
    return Found(
        asked=asked or question,
        question=question,
        ids=[row.pk for row in passed],
        tags={row.pk: row.tags for row in passed},
        counts=count(rows, filters, now, is_narrowed=is_narrowed),
        is_more=is_more,
        elsewhere=0 if passed else len(rows),
    )


def _found(question: Question, filters: Filters, now: datetime.datetime) -> Any:
    """Ids of the newest live stories that answer, one more than `MOST` at most; not read yet."""
    if not question:
        return []
    live = Story.objects.live(now)
    having = filters.among(live.filter(search=Prepared(question.loose)), now)
    if question.loose == question.exact:
        return _newest(having)
    # Not by the index, which would have every story read that has all of the words.
    as_stands = Coalesce("search", Value("", output_field=SearchVectorField()))

    def exactly(loosely: StoryQuerySet) -> StoryQuerySet:
        read = live.filter(pk__in=loosely.order_by(*_BY_TIME).values("pk")[:PHRASES_READ])
        return read.annotate(words=as_stands).filter(words=Prepared(question.exact))

    return _newest(having, exactly)


def _rows(question: Question, found: Any, order: str) -> list[Row]:
    """What is known of the stories of some ids."""
    if not isinstance(found, QuerySet) and not found:
        return []
    relevance = SearchRank(
        F("search"),
        Prepared(question.ranked),
        weights=WEIGHTS,
        normalization=Value(NORMALISATION),
        cover_density=True,
    )
    rows = (
        Story.objects.filter(pk__in=found)
        .order_by(*_BY_TIME)
        .annotate(
            relevance=relevance if order == BEST else Value(0.0, output_field=FloatField()),
            of_sections=_ids(SectionListing, "section"),
            of_tags=_ids(Story.tags.through, "tag"),
            of_authors=_ids(Byline, "author"),
        )
        .values_list(
            "pk",
            "first_live_at",
            "published_on",
            "kind",
            "relevance",
            "of_sections",
            "of_tags",
            "of_authors",
        )
    )
    return [Row(*row) for row in rows]  # type: ignore[arg-type]


def _newest(
    stories: StoryQuerySet, among: Callable[[StoryQuerySet], StoryQuerySet] = lambda part: part
) -> Any:
    """Ids of the newest of some stories, one more than `MOST` at most; not read yet.

    Where the `RECENT` newest of the paper have so many, the others are not looked at: so a word
    that stands in every third story costs less than one in every tenth. PostgreSQL reads a part
    only when those before it have not given enough.

    Args:
        among: what is wanted of the stories of one part of the archive.
    """
    parts: list[str] = []
    parameters: list[Any] = []
    earlier = "0"
    for number, (before, since) in enumerate(pairwise([None, *_since.get(), None])):
        part = stories
        if before is not None:
            part = part.filter(first_live_at__lte=before)
        if since is not None:
            part = part.filter(first_live_at__gt=since)
        ids = among(part).order_by(*_BY_TIME).values("pk")[: MOST + 1]
        sql, given = ids.query.sql_with_params()
        parts.append(_PART.format(number=number, sql=sql, earlier=earlier))
        parameters += [*given, MOST]
        earlier += _HOW_MANY.format(number=number)
    together = " UNION ALL ".join(_OF_PART.format(number=number) for number in range(len(parts)))
    newest = f"WITH {', '.join(parts)} {together} LIMIT %s"
    among_all = RawSQL(newest, [*parameters, MOST + 1])  # noqa: S611 -- Django's own SQL
    return Story.objects.filter(pk__in=among_all).values_list("pk", flat=True)


def _since_when() -> list[datetime.datetime]:
    """The times of the last of the `RECENT` newest stories; those that there are."""
    times = Story.objects.live().newest_first().values_list("first_live_at", flat=True)
    return [time for number in RECENT for time in times[number : number + 1] if time]


#: Each process knows these times; a story more or less in between changes nothing.
_since = VersionedCopy(_since_when, "home")


def _ids(model: Any, name: str) -> ArraySubquery:
    """Ids of what a story stands in."""
    return ArraySubquery(model.objects.filter(story=OuterRef("pk")).order_by().values(name))
