"""Loads the mass and takes it away again, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max
from django.db.models.functions import Cast as AsType

from articles import publishing, sections
from articles.models import Author, Image, Section, Story, Tag
from comments.models import Comment
from newsportal.core import addresses, versions
from newsportal.core.models import PageVersion, SiteSettings, User
from newsportal.demo.load import DOMAIN, SOURCE, cast, discussions, rows, stories
from newsportal.demo.load.words import Words
from newsportal.demo.telling import Tell, in_silence

#: Stories of one transaction.
BATCH = 1000
#: One story has so many comments, where there are twice as many to deal out.
LONGEST = 10_000


def load(number: int, comments: int, *, seed: int = 1, tell: Tell = in_silence) -> None:
    """Add `number` stories with `comments` comments below them to whatever stands there.

    Args:
        seed: the same one deals the same texts; a second run adds to the first.
    """
    words = Words.of(seed)
    people = cast.stand(words.random)
    start = _highest()
    writer = stories.Writer(people, words, publishing.newsroom_zone(), start)  # type: ignore[arg-type]
    speaker = discussions.Writer(people, words)
    dealt = _deal(number, comments, words)
    done = 0
    while done < number:
        size = min(BATCH, number - done)
        with transaction.atomic():
            _write_batch(writer, speaker, size, dealt)
        done += size
        tell("Loading stories", done, number)
    versions.bump("home", "menu", "sections", "site")
    versions.forget_copies()
    _tidy_up()


def _highest() -> int:
    own = Story.objects.filter(source=SOURCE)
    number = AsType("import_id", models.IntegerField())
    return own.aggregate(highest=Max(number))["highest"] or 0


def _deal(number: int, comments: int, words: Words) -> Iterator[int]:
    """How many comments each public story gets, in turn: one very many, many none, few a lot."""
    left = comments
    if comments >= 2 * LONGEST:
        left -= LONGEST
        yield LONGEST
    mean = left / max(number, 1)
    owed = 0.0
    while True:
        # Pareto's mean for 1.5 is 3; two thirds of the stories draw nothing.
        owed += mean
        if words.perhaps(0.67):
            yield 0
            continue
        given = min(left, max(0, int(owed * words.random.paretovariate(1.5) / 1.9)))
        owed -= given
        left -= given
        yield given


def _write_batch(
    writer: stories.Writer, speaker: discussions.Writer, size: int, dealt: Iterator[int]
) -> None:
    heap = writer.batch(size)
    rows_of_stories = {story.pk: story for story in heap.stories}
    said: list[Comment] = []
    for discussion in heap.discussions:
        story = rows_of_stories[discussion.story_id]
        if story.status == stories.Status.PUBLISHED and (number := next(dealt)):
            said += speaker.discuss(story, discussion, number)
    heap.write()
    discussions.write(said)


def _tidy_up() -> None:
    """Let the planner know what stands there now; autovacuum would come minutes later."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


# Away again --------------------------------------------------------------------------------------


def remove(tell: Tell = in_silence) -> int:
    """Delete everything that the load seed brought, with whatever was added below it since.

    A section, tag, author or picture that work of the newspaper's own stands on stays and loses
    the mark. Returns how many stories went.
    """
    ids = list(Story.objects.filter(source=SOURCE).order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(ids), BATCH):
        batch = ids[begin : begin + BATCH]
        with transaction.atomic():
            _remove_stories(batch)
        tell("Removing stories", min(begin + BATCH, len(ids)), len(ids))
    with transaction.atomic():
        _remove_cast()
    versions.bump("home", "menu", "sections", "site")
    versions.forget_copies()
    _tidy_up()
    return len(ids)


def _remove_stories(ids: list[int]) -> None:
    rows.erase(Story.objects.filter(pk__in=ids))
    keys = [f"{kind}:{pk}" for pk in ids for kind in ("story", "discussion")]
    PageVersion.objects.filter(key__in=keys).delete()


def _remove_cast() -> None:
    rows.erase(Comment.objects.filter(source=SOURCE))
    _let_go(User.objects.filter(email__endswith=f"@{DOMAIN}"))
    for model in (Tag, Author, Image):
        _let_go(model._default_manager.filter(source=SOURCE))
    for section in Section.objects.filter(source=SOURCE).order_by("-path"):
        if not (section.listings.exists() or section.children.exists()):
            addresses.forget(section)
            sections.delete(section)
    for noun in (Section, Tag, Author, Image):
        noun._default_manager.filter(source=SOURCE).update(source="", import_id="")
    SiteSettings.objects.filter(name=cast.NEWSPAPER).delete()


def _let_go(going: models.QuerySet[Any]) -> None:
    """Delete what nothing else holds on to, files with it."""
    held: set[int] = set()
    for relation in going.model._meta.related_objects:
        names = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": going.values("pk")}
        )
        held |= set(names.values_list(relation.field.name, flat=True))
    free = going.exclude(pk__in=held)
    if going.model is Image:
        for image in free:
            for rendition in image.renditions:
                image.file.storage.delete(rendition["name"])
            image.file.delete(save=False)
            image.original.delete(save=False)
    rows.erase(free)
