"""What is new in a discussion: for a reader who comes back, and for a page that stays open (C13).

A comment is new from when it first became public, not from when it was written: each got a number
then (`Comment.appeared`), under the discussion's lock, and a link names the number up to which its
page has everything. So a comment that was approved late is not missed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.db.models.functions import Coalesce

from articles.models import Story
from comments.models import Comment
from comments.models.comment import CommentQuerySet
from comments.threads import ROOTS, Node, ThreadPage, below, nest, one_of
from newsportal.core import cursors

#: New comments of one thread on a page; the others stand behind "show more".
OF_THREAD = 30

#: Comments of which an open page is told one by one; of more it only knows that there are more.
TOLD = 50

#: No number of a comment is larger (PostgreSQL's integer).
MOST = 2**31 - 1

#: The name that a cursor of `new_threads` carries.
CURSOR = "since"


def read_number(text: str | None) -> int | None:
    """The number that ``?since=`` names; None when it is none."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    number = int(text)
    return number if number <= MOST else None


def read_cursor(text: str | None) -> int | None:
    """The thread after which a page of `new_threads` begins; None when the text names none."""
    keys = cursors.decode(text, CURSOR, (int,))
    return keys[0] if keys else None


def new_threads(story: Story, since: int, after: int | None = None) -> ThreadPage:
    """Threads in which something appeared after a number, newest thread first: what is new there,
    and folded what it answers. Three queries, whatever there is.

    Args:
        since: the number up to which the reader has seen everything.
        after: the last thread of the page before, from `read_cursor`.
    """
    new = Comment.objects.of_story(story).since(since)
    of_thread = new.order_by().annotate(thread=Coalesce("root_id", "pk"))
    if after is not None:
        of_thread = of_thread.filter(thread__lt=after)
    threads = of_thread.values("thread").annotate(number=Count("pk"))
    found = list(threads.order_by("-thread")[: ROOTS + 1])
    numbers = {row["thread"]: row["number"] for row in found[:ROOTS]}
    fresh = _first_of_each(new, numbers)
    shown = below(story, [*fresh, *_above(story, fresh)])
    shown.sort(key=lambda comment: bytes(comment.path))
    nodes = nest(shown)
    nodes.sort(key=lambda node: node.comment.pk, reverse=True)
    is_new = {comment.pk for comment in fresh}
    _fold(nodes, is_new)
    for node in nodes:
        mine = sum((comment.root_id or comment.pk) == node.comment.pk for comment in fresh)
        node.more, node.cursor = numbers.get(node.comment.pk, 0) - mine, ""
    return ThreadPage(
        nodes=nodes,
        next_cursor=cursors.encode(CURSOR, found[ROOTS - 1]["thread"])
        if len(found) > ROOTS
        else None,
        is_first=after is None,
        since=since,
    )


def _first_of_each(new: CommentQuerySet, threads: Iterable[int]) -> list[Comment]:
    """The first new comments of each thread, as it is read; a lateral join reads just those."""
    wanted = list(threads)
    if not wanted:
        return []
    ids, parameters = new.order_by().values("id").query.sql_with_params()
    statement = f"""
        SELECT one.id FROM unnest(%s::bigint[]) AS wanted(id) CROSS JOIN LATERAL (
            {ids} AND (comments_comment.root_id = wanted.id OR comments_comment.id = wanted.id)
            ORDER BY comments_comment.path LIMIT {OF_THREAD}
        ) AS one
        """  # noqa: S608 — built from a QuerySet, every value goes in as a parameter
    return list(Comment.objects.filter(one_of(statement, (wanted, *parameters))).for_cards())


def _above(story: Story, fresh: list[Comment]) -> list[Comment]:
    """What the new comments answer, up to the first of each thread, as far as it is not new."""
    paths = {bytes(comment.path) for comment in fresh}
    above = {path[:length] for path in paths for length in range(4, len(path), 4)} - paths
    if not above:
        return []
    return list(Comment.objects.of_story(story).filter(path__in=above).listed().for_cards())


def _fold(nodes: list[Node], new: set[int]) -> None:
    for node in nodes:
        node.is_folded = node.comment.pk not in new
        _fold(node.replies, new)


def latest(story_id: int) -> list[tuple[int, int]]:
    """The numbers and ids of the comments that appeared last, newest first, in one query."""
    newest = Comment.objects.filter(story=story_id).since(0).order_by("-appeared")
    return list(newest.values_list("appeared", "pk")[:TOLD])
