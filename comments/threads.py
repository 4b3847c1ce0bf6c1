"""Reading a discussion: a page of threads, a branch, and the surroundings of one comment.

Every page costs the same however long the discussion is (measured designs of ANCHORS section 2).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import F
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from articles.models import Story
from comments.models import Comment
from comments.models.comment import CommentQuerySet
from newsportal.core import cursors
from newsportal.core.models import User

#: Threads on a page, and how many replies of each stand there before "show more" (feature C1).
ROOTS = 20
REPLIES = 5
#: Replies on a page of one branch.
BRANCH = 50
#: Neighbours shown with a permalink, before and after.
NEIGHBOURS = 3

#: Orders of threads and how they sort.
ORDERS = {
    "newest": ("-created_at", "-pk"),
    "oldest": ("created_at", "pk"),
}
DEFAULT_ORDER = "newest"

#: Where a page begins: the keys of the last thread of the page before.
After = tuple[datetime.datetime, int]


@dataclass
class Node:
    """A comment as it stands in a page, with the replies shown below it."""

    comment: Comment
    replies: list[Node] = field(default_factory=list)
    #: Public replies below it that this page does not show.
    more: int = 0


@dataclass
class ThreadPage:
    """A page of threads; `next_cursor` leads to the following one, or is None on the last."""

    nodes: list[Node]
    order: str = DEFAULT_ORDER
    next_cursor: str | None = None
    is_first: bool = True

    def comments(self) -> list[Comment]:
        """All comments on the page, in the order in which they are read."""
        return list(_walk(self.nodes))


def read_cursor(text: str | None, order: str) -> After | None:
    """Where the page named by a cursor of `thread_page` begins; None when it is not one."""
    return cursors.decode(text, order, (datetime.datetime, int))


def thread_page(
    story: Story, order: str = DEFAULT_ORDER, after: After | None = None, reader: User | None = None
) -> ThreadPage:
    """Twenty threads with the first replies of each, in two queries (three for a reader).

    Args:
        order: a key of ORDERS.
        after: where to go on, from `read_cursor`; None for the first page.
        reader: who sees the own waiting comments in place; None gives everybody's page.
    """
    roots = Comment.objects.of_story(story).roots().listed().unpinned().for_cards()
    if after is not None:
        beyond = TupleLessThan if order == "newest" else TupleGreaterThan
        roots = roots.filter(beyond(Tuple(F("created_at"), F("pk")), after))
    roots = roots.order_by(*ORDERS[order])[: ROOTS + 1]
    pinned, found = _with_pinned(story, roots) if after is None else ([], list(roots))
    page = found[:ROOTS]
    shown = [*pinned, *page]
    nodes = nest(_below(story, [*shown, *_first_replies(shown)]))
    if reader is not None:
        _add_waiting(nodes, story, reader, is_first=after is None)
    last = page[-1] if len(found) > ROOTS else None
    return ThreadPage(
        nodes=nodes,
        order=order,
        next_cursor=cursors.encode(order, last.created_at, last.pk) if last else None,
        is_first=after is None,
    )


def _with_pinned(story: Story, page: CommentQuerySet) -> tuple[list[Comment], list[Comment]]:
    """The threads that stand on top of the first page in every order, and those of the page, in
    one query (feature C10)."""
    pinned = Comment.objects.of_story(story).pinned().for_cards()
    both = list(pinned.union(page, all=True))
    found = [comment for comment in both if comment.is_pinned]
    return found, [comment for comment in both if not comment.is_pinned]


def _first_replies(roots: list[Comment]) -> list[Comment]:
    """The first listed replies of each root, depth first, so that none stands without its parent.

    A lateral join reads just those rows of each branch, whatever its length.
    """
    wanted = [root.pk for root in roots if root.public_descendants]
    if not wanted:
        return []
    listed, parameters = Comment.objects.listed().values("id").query.sql_with_params()
    # Built from a QuerySet, so that "listed" is told once; every value goes in as a parameter.
    statement = f"""
        SELECT reply.id FROM unnest(%s::bigint[]) AS wanted(id) CROSS JOIN LATERAL (
            {listed} AND comments_comment.root_id = wanted.id
            ORDER BY comments_comment.path LIMIT {REPLIES}
        ) AS reply
        """  # noqa: S608
    first_of_each = RawSQL(statement, (wanted, *parameters))  # noqa: S611
    return list(
        Comment.objects.filter(pk__in=first_of_each).for_cards().order_by("root_id", "path")
    )


def _below(story: Story, comments: Iterable[Comment]) -> list[Comment]:
    """The comments, knowing the story in hand: their addresses need no query."""
    found = list(comments)
    for comment in found:
        comment.story = story
    return found


def nest(comments: Iterable[Comment]) -> list[Node]:
    """Hang comments below their parents; those whose parent is not among them stand at the top.

    `more` counts what the public can read below a node's thread and is not among them.
    """
    nodes = {comment.pk: Node(comment) for comment in comments}
    top: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.comment.parent_id or 0)
        (parent.replies if parent else top).append(node)
    for node in top:
        shown = sum(comment.is_public for comment in _walk(node.replies))
        node.more = max(0, node.comment.public_descendants - shown)
    return top


def _walk(nodes: Iterable[Node]) -> Iterator[Comment]:
    for node in nodes:
        yield node.comment
        yield from _walk(node.replies)


def _add_waiting(nodes: list[Node], story: Story, reader: User, *, is_first: bool) -> None:
    """Put the reader's own waiting comments in their places (feature C7).

    A reply stands below its parent where that is shown; whatever has no place on the first page
    stands on top of it, so that nobody wonders where their words went.
    """
    shown = dict(_by_key(nodes))
    waiting = Comment.objects.of_story(story).own_waiting(reader).for_cards()
    for comment in _below(story, waiting):
        parent = shown.get(comment.parent_id or 0)
        if parent is not None:
            parent.replies.append(Node(comment))
        elif is_first:
            nodes.insert(0, Node(comment))


def _by_key(nodes: Iterable[Node]) -> Iterator[tuple[int, Node]]:
    for node in nodes:
        yield node.comment.pk, node
        yield from _by_key(node.replies)


@dataclass
class Branch:
    """A page of one branch: the comment on top, what stands above it, and what follows."""

    above: list[Comment]
    top: Node
    next_cursor: str | None = None

    @property
    def nodes(self) -> list[Node]:
        """The comment on top, as threads of a page are."""
        return [self.top]

    def comments(self) -> list[Comment]:
        """The comment on top and all shown below it."""
        return list(_walk(self.nodes))


def branch(comment: Comment, after: bytes | None = None, reader: User | None = None) -> Branch:
    """A comment with its ancestors and a page of the branch below it, depth first: the permalink
    and the page behind "show more replies".

    Args:
        comment: a listed comment.
        after: path of the last reply of the page before, from `read_branch_cursor`.
    """
    below = Comment.objects.below(comment).listed().for_cards()
    if after is not None:
        below = below.filter(path__gt=after)
    found = list(below[: BRANCH + 1])
    page = _below(comment.story, found[:BRANCH])
    top = Node(comment)
    for node in nest(page):
        top.replies.append(node)
    if reader is not None:
        _add_waiting([top], comment.story, reader, is_first=False)
    return Branch(
        above=ancestors(comment),
        top=top,
        next_cursor=cursors.encode(BRANCH_ORDER, bytes(page[-1].path))
        if len(found) > BRANCH
        else None,
    )


#: The name that a branch's cursor carries.
BRANCH_ORDER = "branch"


def read_branch_cursor(text: str | None) -> bytes | None:
    """Where a page of `branch` begins; None when the text is no cursor of one."""
    keys = cursors.decode(text, BRANCH_ORDER, (bytes,))
    return keys[0] if keys else None


def ancestors(comment: Comment) -> list[Comment]:
    """What a comment answers, the thread's root first, in one query."""
    path = bytes(comment.path)
    above = [path[:length] for length in range(4, len(path), 4)]
    if not above:
        return []
    found = Comment.objects.of_story(comment.story).filter(path__in=above).listed().for_cards()
    return _below(comment.story, found.order_by("path"))


@dataclass
class Neighbours:
    """Comments on the same level right before and after one, as time goes."""

    before: list[Comment]
    after: list[Comment]


def neighbours(comment: Comment) -> Neighbours:
    """What stands beside a comment below the same parent (or beside its thread), in two queries."""
    beside = (
        Comment.objects.of_story(comment.story)
        .filter(parent=comment.parent_id)
        .listed()
        .for_cards()
    )
    before = beside.filter(sequence__lt=comment.sequence).order_by("-sequence")[:NEIGHBOURS]
    after = beside.filter(sequence__gt=comment.sequence).order_by("sequence")[:NEIGHBOURS]
    return Neighbours(
        before=_below(comment.story, before)[::-1], after=_below(comment.story, after)
    )
