"""The words of every story as the index holds them, written by the verbs that change them.

`Story.search` is made of the public copy alone, so it may be written at any time; whether a story
is found at this second is asked of `live()`. `Story.search_version` tells by which rules it was
made: 0 asks for a new one, because a name changed that stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django_tasks import task

from articles.models import Author, Byline, Story, Tag
from articles.search import folding

#: Goes up when the rules of folding, of weights or the configurations change: the worker then
#: makes all vectors anew, and `refill_search` does at once.
SEARCH_VERSION = 1

#: Letters of a text that are looked through, after folding. The longest reports have 200,000; a
#: vector may have no more than a megabyte.
MOST_LETTERS = 200_000
#: Stories of one statement, and of one beat (about two seconds).
BATCH = 100
AT_A_BEAT = 500

#: Headline over standfirst over names and kicker over body; `finding.WEIGHTS` says how much.
_WRITE = """
    UPDATE articles_story AS story SET search_version = %s, search =
        setweight(to_tsvector(new.config, new.headline), 'A')
        || setweight(to_tsvector(new.config, new.standfirst), 'B')
        || setweight(to_tsvector(new.config, new.names), 'C')
        || setweight(to_tsvector(%s, new.names), 'C')
        || setweight(to_tsvector(new.config, new.body), 'D')
        || array_to_tsvector(ARRAY[new.mark])
    FROM unnest(%s::bigint[], %s::regconfig[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::text[]) AS new(id, config, mark, headline, standfirst, names, body)
    WHERE story.id = new.id
"""


def write(ids: Iterable[int]) -> None:
    """Make the vectors of stories from their public copies, in three statements for each batch.

    Call it after whatever changed the copy, in the same transaction.
    """
    wanted = list(ids)
    for begin in range(0, len(wanted), BATCH):
        _write(wanted[begin : begin + BATCH])


def _write(ids: Sequence[int]) -> None:
    columns = ("pk", "language", "headline", "kicker", "standfirst", "body_text")
    names = _names(ids)
    rows = []
    for pk, language, headline, kicker, standfirst, body in Story.objects.filter(
        pk__in=ids
    ).values_list(*columns):
        config = folding.configuration_of(language)
        texts = (headline, standfirst, "\n".join([kicker, *names.get(pk, ())]), body)
        folded = [folding.fold(text[:MOST_LETTERS])[:MOST_LETTERS] for text in texts]
        rows.append((pk, config, folding.mark_of(config), *folded))
    if rows:
        with connection.cursor() as cursor:
            values = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(_WRITE, [SEARCH_VERSION, folding.SIMPLE, *values])


def _names(ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the authors and tags of each story."""
    written = Byline.objects.filter(story__in=ids).order_by()
    tagged = Story.tags.through.objects.filter(story__in=ids).order_by()
    found: dict[int, list[str]] = {}
    for pk, name in written.values_list("story", "author__name").union(
        tagged.values_list("story", "tag__name")
    ):
        found.setdefault(pk, []).append(name)
    return found


# Anew --------------------------------------------------------------------------------------------


def name_changed(thing: Tag | Author) -> None:
    """Ask for new vectors of all stories that bear the name of a tag or author.

    There may be thousands, so that the worker makes them, seconds later; it happens a few times a
    month. To be called in the transaction of the verb.
    """
    stories: Any = (
        Story.objects.with_tag(thing) if isinstance(thing, Tag) else Story.objects.by_author(thing)
    )
    if Story.objects.filter(pk__in=stories.values("pk")).update(search_version=0):
        make_anew.enqueue()


def old() -> QuerySet[Story]:
    """Stories whose vector was made by other rules, or before a name changed."""
    return Story.objects.filter(search_version__lt=SEARCH_VERSION)


@task()
def make_anew() -> None:
    """Make the vectors anew that are old, some at a time, so that other work comes between."""
    if catch_up():
        make_anew.enqueue()


def catch_up() -> int:
    """Make the vectors of some stories anew (a beat of the settings).

    Returns:
        How many were made.
    """
    with transaction.atomic():
        waiting = old().order_by("pk").select_for_update(skip_locked=True, of=("self",))
        ids = list(waiting.values_list("pk", flat=True)[:AT_A_BEAT])
        write(ids)
    return len(ids)
