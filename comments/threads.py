"""Reading a discussion: a page of threads, a branch, and the surroundings of one comment.

Every page costs the same however long the discussion is (measured designs of ANCHORS section 2).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, F, When
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

NEWEST, OLDEST, BEST = "newest", "oldest", "best"
#: No order of threads but a choice of comments (feature C10).
PICKS = "picks"
#: Orders of threads and how they sort; each ends with the id, so that nothing stands at one place.
ORDERS = {
    NEWEST: ("-created_at", "-pk"),
    OLDEST: ("created_at", "pk"),
    BEST: ("-score", "-pk"),
}
DEFAULT_ORDER = NEWEST

#: What the keys of a page's last thread are; "best" names the epoch of its scores first.
KEYS: dict[str, tuple[type, ...]] = {
    NEWEST: (datetime.datetime, int),
    OLDEST: (datetime.datetime, int),
    BEST: (int, float, int),
    PICKS: (datetime.datetime, int),
}

#: Where a page begins: the keys of the last thread of the page before.
After = tuple[Any, ...]


@dataclass
class Node:
    """A comment as it stands in a page, with the replies shown below it."""

    comment: Comment
    replies: list[Node] = field(default_factory=list)
    #: Public replies below it that this page does not show, and the cursor that leads to them.
    more: int = 0
    cursor: str = ""
    #: It stands here only for what answers it, so it is shown as one line.
    is_folded: bool = False


@dataclass
class ThreadPage:
    """A page of threads; `next_cursor` leads to the following one, or is None on the last."""

    nodes: list[Node]
    order: str = DEFAULT_ORDER
    next_cursor: str | None = None
    is_first: bool = True
    #: The order "best" moved more than once since the page before: some may come again.
    has_moved: bool = False
    #: The number after which everything here appeared; None on pages of the whole discussion.
    since: int | None = None
    #: Only what the newsroom features, each alone.
    is_picks: bool = False

    def comments(self) -> list[Comment]:
        """All comments on the page, in the order in which they are read."""
        return list(_walk(self.nodes))


def read_cursor(text: str | None, order: str) -> After | None:
    """Where the page named by a cursor of this order begins; None when it is not one."""
    return cursors.decode(text, order, KEYS[order])


def thread_page(
    story: Story,
    order: str = DEFAULT_ORDER,
    after: After | None = None,
    reader: User | None = None,
    *,
    epoch: int = 0,
    is_empty: bool = False,
) -> ThreadPage:
    """Twenty threads with the first replies of each, in two queries.

    Args:
        order: a key of ORDERS. By "best" a page costs one query more in the minute after the order
            moved.
        after: where to go on, from `read_cursor`; None for the first page.
        reader: who sees the own waiting comments in place; None gives everybody's page.
        epoch: that of the discussion's scores, for the order "best".
        is_empty: nothing is public there, by the discussion's count: then nothing is pinned.
    """
    roots = Comment.objects.of_story(story).roots().listed().unpinned().for_cards()
    if order == BEST:
        found, epoch = _best(roots, after, epoch)
    else:
        found = _by_time(roots, order, after)
    page = found[:ROOTS]
    pinned, replies, waiting = _around(
        story, page, reader, with_pinned=after is None and not is_empty
    )
    nodes = nest(below(story, [*pinned, *page, *replies]))
    _add_waiting(nodes, below(story, waiting), is_first=after is None)
    return ThreadPage(
        nodes=nodes,
        order=order,
        next_cursor=_cursor(order, epoch, page[-1]) if len(found) > ROOTS else None,
        is_first=after is None,
        has_moved=order == BEST and after is not None and epoch != after[0],
    )


def _cursor(order: str, epoch: int, last: Comment) -> str:
    if order == BEST:
        return cursors.encode(order, epoch, _score_in(last, epoch), last.pk)
    return cursors.encode(order, last.created_at, last.pk)


def _by_time(roots: CommentQuerySet, order: str, after: After | None) -> list[Comment]:
    """A page of roots by time, and one more if there is another page."""
    if after is not None:
        beyond = TupleLessThan if order == NEWEST else TupleGreaterThan
        roots = roots.filter(beyond(Tuple(F("created_at"), F("pk")), after))
    return list(roots.order_by(*ORDERS[order])[: ROOTS + 1])


def _best(roots: CommentQuerySet, after: After | None, now: int) -> tuple[list[Comment], int]:
    """A page of roots by score, one more if there is another page, and the epoch of its scores.

    Within an epoch nothing moves. Who comes from the epoch before the present one goes on by the
    scores that held then; who comes from an older one goes on by the present scores, after the
    score where the page before ended (decision 20).
    """
    roots = roots.annotate(epoch=F("story__discussion__score_epoch"))
    epoch = after[0] if after is not None and after[0] in (now, now - 1) else now
    if epoch == now:
        found = _by_score(roots, F("score"), after)
        # Were scores renewed since `now` was read? Then those of `now` are the ones before.
        if found and found[0].epoch == now:  # type: ignore[attr-defined]
            return found, now
    then = Case(When(score_epoch__gt=epoch, then=F("score_before")), default=F("score"))
    return _by_score(roots, then, after), epoch


def _by_score(roots: CommentQuerySet, score: F | Case, after: After | None) -> list[Comment]:
    if after is not None:
        roots = roots.filter(TupleLessThan(Tuple(score, F("pk")), after[1:]))
    return list(roots.order_by(score.desc(), "-pk")[: ROOTS + 1])


def _score_in(comment: Comment, epoch: int) -> float:
    """The score that a comment had in this epoch or the one after."""
    return comment.score_before if comment.score_epoch > epoch else comment.score


def picks_page(story: Story, after: After | None = None) -> ThreadPage:
    """What the newsroom features (feature C10), the latest choice first, each comment alone."""
    picked = Comment.objects.of_story(story).picked().for_cards()
    if after is not None:
        picked = picked.filter(TupleLessThan(Tuple(F("featured_at"), F("pk")), after))
    found = list(picked[: ROOTS + 1])
    page = below(story, found[:ROOTS])
    last = page[-1] if len(found) > ROOTS else None
    return ThreadPage(
        nodes=[Node(comment) for comment in page],
        order=PICKS,
        next_cursor=cursors.encode(PICKS, last.featured_at or last.created_at, last.pk)
        if last
        else None,
        is_first=after is None,
        is_picks=True,
    )


def _around(
    story: Story, roots: list[Comment], reader: User | None, *, with_pinned: bool
) -> tuple[list[Comment], list[Comment], list[Comment]]:
    """The threads that are pinned (feature C10); the first listed replies of all threads, depth
    first, so that none stands without its parent; and the reader's own waiting comments: one query.

    A lateral join reads just those rows of each branch, whatever its length.
    """
    wanted = [root.pk for root in roots if root.public_descendants]
    if not (wanted or with_pinned or reader):
        return [], [], []
    listed, of_listed = Comment.objects.listed().values("id").query.sql_with_params()
    pinned = Comment.objects.of_story(story).pinned().order_by()
    if not with_pinned:
        pinned = pinned.filter(pk=0)  # nobody
    on_top, of_pinned = pinned.values("id").query.sql_with_params()
    own = Comment.objects.of_story(story).own_waiting(reader or 0).order_by()
    waits, of_own = own.values("id").query.sql_with_params()
    # Built from QuerySets, so that each rule is told once; every value goes in as a parameter.
    statement = f"""
        WITH pinned AS ({on_top}),
        threads AS (SELECT unnest(%s::bigint[]) AS id UNION ALL SELECT id FROM pinned)
        SELECT id FROM pinned UNION ALL
        ({waits}) UNION ALL
        SELECT reply.id FROM threads CROSS JOIN LATERAL (
            {listed} AND comments_comment.root_id = threads.id
            ORDER BY comments_comment.path LIMIT {REPLIES}
        ) AS reply
        """  # noqa: S608
    found = Comment.objects.filter(one_of(statement, (*of_pinned, wanted, *of_own, *of_listed)))
    top: list[Comment] = []
    replies: list[Comment] = []
    waiting: list[Comment] = []
    for comment in found.for_cards().order_by("root_id", "path"):
        if comment.status == Comment.Status.HELD:
            waiting.append(comment)
        else:
            (replies if comment.parent_id else top).append(comment)
    top.sort(key=lambda comment: (comment.pinned_at, comment.pk))
    waiting.sort(key=lambda comment: (comment.created_at, comment.pk))
    return top, replies, waiting


def one_of(statement: str, parameters: Sequence[object]) -> RawSQL:
    """The condition that a comment is among those whose ids a statement of ours reads.

    As an array they are read once and then found by key, whatever the planner knows of the table;
    as ``IN (…)`` a fresh table, not analysed yet, had them read anew for each of its rows.
    """
    condition = f"comments_comment.id = ANY(ARRAY({statement}))"
    return RawSQL(condition, parameters, output_field=BooleanField())  # noqa: S611


def below(story: Story, comments: Iterable[Comment]) -> list[Comment]:
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
        shown = list(_walk(node.replies))
        public = sum(comment.is_public for comment in shown)
        node.more = max(0, node.comment.public_descendants - public)
        if node.more and shown:
            last = max(bytes(comment.path) for comment in shown)
            node.cursor = cursors.encode(BRANCH_ORDER, last, public)
    return top


def _walk(nodes: Iterable[Node]) -> Iterator[Comment]:
    for node in nodes:
        yield node.comment
        yield from _walk(node.replies)


def _add_waiting(nodes: list[Node], waiting: Iterable[Comment], *, is_first: bool) -> None:
    """Put the reader's own waiting comments in their places (feature C7).

    A reply stands below its parent where that is shown; whatever has no place on the first page
    stands on top of it, so that nobody wonders where their words went.
    """
    shown = dict(_by_key(nodes))
    for comment in waiting:
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

    @property
    def nodes(self) -> list[Node]:
        """The comment on top, as threads of a page are."""
        return [self.top]

    @property
    def near(self) -> list[Comment]:
        """What stands right above, where the way up is long; `far` is the rest but the first."""
        return self.above[-FOLDED_ABOVE:] if self.is_long else self.above

    @property
    def far(self) -> list[Comment]:
        return self.above[1:-FOLDED_ABOVE] if self.is_long else []

    @property
    def is_long(self) -> bool:
        """Whether so much stands above that most of it is folded; the first one never is."""
        return len(self.above) > 2 * FOLDED_ABOVE

    def comments(self) -> list[Comment]:
        """The comment on top and all shown below it."""
        return list(_walk(self.nodes))


def branch(
    comment: Comment, after: tuple[bytes, int] | None = None, reader: User | None = None
) -> Branch:
    """A comment with its ancestors and a page of the branch below it, depth first: the permalink
    and, with `after`, the page behind "show more replies", which needs no ancestors.

    Args:
        comment: a listed comment.
        after: path of the last reply of the page before and how many replies came until then, from
            `read_branch_cursor`.
    """
    replies = Comment.objects.below(comment).listed().for_cards()
    until = 0
    if after is not None:
        path, until = after
        replies = replies.filter(path__gt=path)
    found = list(replies[: BRANCH + 1])
    page = below(comment.story, found[:BRANCH])
    top = Node(comment, is_folded=after is not None)
    top.replies += nest(page)
    for node in top.replies:
        node.more = 0  # it is told once, at the end of the page
    if reader is not None:
        waiting = Comment.objects.of_story(comment.story).own_waiting(reader).for_cards()
        _add_waiting([top], below(comment.story, waiting), is_first=False)
    if len(found) > BRANCH:
        until += sum(reply.is_public for reply in page)
        top.more = max(1, comment.public_descendants - until)
        top.cursor = cursors.encode(BRANCH_ORDER, bytes(page[-1].path), until)
    return Branch(above=ancestors(comment) if after is None else [], top=top)


#: The name that a branch's cursor carries.
BRANCH_ORDER = "branch"

#: Where more stands above a comment than twice this, only so many are shown before it.
FOLDED_ABOVE = 3


def read_branch_cursor(text: str | None) -> tuple[bytes, int] | None:
    """Where a page of `branch` begins; None when the text is no cursor of one."""
    keys = cursors.decode(text, BRANCH_ORDER, (bytes, int))
    return (keys[0], keys[1]) if keys else None


def ancestors(comment: Comment) -> list[Comment]:
    """What a comment answers, the thread's root first, in one query."""
    path = bytes(comment.path)
    above = [path[:length] for length in range(4, len(path), 4)]
    if not above:
        return []
    found = Comment.objects.of_story(comment.story).filter(path__in=above).listed().for_cards()
    return below(comment.story, found.order_by("path"))


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
    return Neighbours(before=below(comment.story, before)[::-1], after=below(comment.story, after))
