"""Bringing comments in from elsewhere: another system's export, or the demonstration.

The places of a whole thread are worked out at once and written level by level, with the times and
states that the comments had; then one recount makes every counter true. A second run finds each
comment by its source and key and leaves it alone. Together with `comments.submitting` and
`comments.moderation` this is the only writer of a comment's state (house rule 3).
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from articles.markup import plain_text
from articles.models import Story
from comments import markup, moderation, screening, weighing
from comments.models import Comment, CommentEvent, Discussion, Reaction, ReactionKind, Signal
from comments.models.comment import CommentQuerySet
from comments.submitting import hash_of, place_below, signals_of, step
from newsportal.core import versions
from newsportal.core.models import User

Status = Comment.Status
Kind = CommentEvent.Kind

#: Which decision led to a state; the others are nobody's decision.
DECISIONS = {
    Status.APPROVED: Kind.APPROVED,
    Status.REJECTED: Kind.REJECTED,
    Status.SPAM: Kind.MARKED_SPAM,
    Status.REMOVED: Kind.REMOVED,
    Status.DELETED: Kind.DELETED,
}

#: States in which readers may have seen a comment.
HAVE_APPEARED = (Status.APPROVED, Status.REMOVED, Status.DELETED)

BATCH = 500


@dataclass(frozen=True)
class Row:
    """A comment as it came.

    Args:
        key: its identity at the source, unique there.
        parent: key of the comment that it answers, or "". One that is not there makes it a root.
        created_at: when it was written; aware.
        author: the account that wrote it, or None: then `guest_name` stands above it.
        text: what a person typed, as our own form takes it; or, instead,
        html: what another system stored.
        decided_at: when it got its state; with it the history tells submission and decision.
    """

    key: str
    created_at: datetime.datetime
    status: str
    parent: str = ""
    author: User | None = None
    guest_name: str = ""
    guest_email: str = ""
    text: str = ""
    html: str = ""
    reason: str = ""
    decided_at: datetime.datetime | None = None
    decided_by: User | None = None


@dataclass
class BroughtIn:
    """What `bring_in` did: the comments by key (old and new), and what it left out and why."""

    comments: dict[str, Comment] = field(default_factory=dict)
    made: int = 0
    known: int = 0
    #: (key, sentence) of each row that was not taken.
    skipped: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def bring_in(
    story: Story, rows: Iterable[Row], *, source: str, is_own_history: bool = False
) -> BroughtIn:
    """Write comments below a story with their threads, states and times, and count them.

    Args:
        rows: in any order.
        source: the system they come from; with a row's key it is the identity of a comment.
        is_own_history: the history says "submitted" (and what was decided) at the rows' own times
            instead of "imported" now: for rows that tell what happened in this portal's manner.

    Returns:
        What was made, what was known already, what was skipped and why. Rows that answer each
        other in a ring, or a comment that is not there, stand as roots.
    """
    ordered = sorted(rows, key=lambda row: (row.created_at, row.key))
    Discussion.objects.get_or_create(story=story)
    discussion = Discussion.objects.select_for_update().get(story=story)
    result = BroughtIn()
    keys = {row.key for row in ordered}
    named = keys | {row.parent for row in ordered if row.parent}
    standing = Comment.objects.filter(
        Q(import_id__in=keys) | Q(story=story, import_id__in=named), source=source
    )
    for comment in standing.select_related("parent"):
        result.comments[comment.import_id] = comment
    result.known = len(keys & result.comments.keys())
    fresh = _drafts(story, ordered, source, result)
    for number, (_row, draft) in enumerate(fresh, discussion.next_sequence):
        draft.sequence = number
        draft.appeared = number if draft.status in HAVE_APPEARED else 0
    Discussion.objects.filter(pk=discussion.pk).update(
        next_sequence=F("next_sequence") + len(fresh),
        newest=max([discussion.newest, *(draft.appeared for _row, draft in fresh)]),
    )
    for level in _levels(fresh, result.comments):
        Comment.objects.bulk_create(level, batch_size=BATCH)
    result.made = len(fresh)
    if fresh:
        _write_history([draft for _row, draft in fresh], is_own_history=is_own_history)
        moderation.recount(repair=True, stories=[story.pk])
        _note_activity(story, [draft.pk for _row, draft in fresh])
    return result


def _drafts(
    story: Story, rows: Sequence[Row], source: str, result: BroughtIn
) -> list[tuple[Row, Comment]]:
    """An unsaved comment for each row that is new and has something to show."""
    drafts = []
    seen = set(result.comments)
    for row in rows:
        if row.key in seen:
            continue
        seen.add(row.key)
        try:
            text, html = _rendered(row)
        except ValidationError as error:
            result.skipped.append((row.key, " ".join(error.messages)))
            continue
        if not html:
            result.skipped.append((row.key, _("Nothing is left of its text.")))
            continue
        draft = Comment(
            story=story,
            author=row.author,
            guest_name=row.guest_name,
            guest_email=row.guest_email,
            text=text,
            body_html=html,
            markup_version=markup.COMMENT_MARKUP_VERSION,
            came_as_html=bool(row.html),
            text_hash=hash_of(text),
            status=row.status,
            hides_branch=row.status in Comment.HIDING,
            reason=row.reason,
            created_at=row.created_at,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
            source=source,
            import_id=row.key,
        )
        drafts.append((row, draft))
    return drafts


def _rendered(row: Row) -> tuple[str, str]:
    """Text and HTML of a row, as the columns hold them. Raises ValidationError when too long."""
    if row.html:
        html = markup.render_imported_comment(row.html)
        return plain_text(html), html
    return row.text, markup.render_comment(row.text)


def _levels(
    fresh: Sequence[tuple[Row, Comment]], placed: dict[str, Comment]
) -> Iterator[list[Comment]]:
    """Give each comment its place; yields those of one level, which must be saved before the next.

    `placed` holds the saved comments by key and grows with every level.
    """
    waiting = {row.key: (row, draft) for row, draft in fresh}
    answers: defaultdict[str, list[str]] = defaultdict(list)
    for row, _draft in fresh:
        answers[row.parent].append(row.key)
    level = [key for key, (row, _draft) in waiting.items() if row.parent not in waiting]
    while waiting:
        # Only rings may be left: their oldest comment begins the thread.
        level = level or [next(iter(waiting))]
        pairs = [waiting.pop(key) for key in level]
        for row, draft in pairs:
            answered = placed.get(row.parent) if row.parent else None
            if answered is None:
                draft.path = step(draft.sequence)
            else:
                place_below(draft, answered)
        yield [draft for _row, draft in pairs]
        placed |= {row.key: draft for row, draft in pairs}
        level = [key for above in level for key in answers[above] if key in waiting]


def _write_history(comments: Sequence[Comment], *, is_own_history: bool) -> None:
    """Append the events that tell how the comments came to their states."""
    first = Kind.SUBMITTED if is_own_history else Kind.IMPORTED
    events = []
    for comment in comments:
        decision = DECISIONS.get(Status(comment.status)) if is_own_history else None
        decided = decision is not None and comment.decided_at is not None
        # Every comment waited before a moderator decided.
        state_at_first = Status.HELD if decided else comment.status
        actor = comment.author if is_own_history else None
        events.append(
            CommentEvent(
                comment=comment, kind=first, to_status=state_at_first, revision=1, actor=actor
            )
        )
        if decision is not None and decided:
            events.append(
                CommentEvent(
                    comment=comment,
                    kind=decision,
                    from_status=Status.HELD,
                    to_status=comment.status,
                    revision=1,
                    reason=comment.reason,
                    actor=comment.author if decision == Kind.DELETED else comment.decided_by,
                )
            )
    CommentEvent.objects.bulk_create(events, batch_size=BATCH)
    if is_own_history:
        _date_back(CommentEvent.objects.filter(comment__in=comments))


def _date_back(events: QuerySet[CommentEvent]) -> None:
    """Let events bear the times of what they tell: being written, being decided."""
    own = Comment.objects.filter(pk=OuterRef("comment"))
    events.filter(kind=Kind.SUBMITTED).update(at=Subquery(own.values("created_at")))
    events.exclude(kind=Kind.SUBMITTED).update(at=Subquery(own.values("decided_at")))


def _note_activity(story: Story, new: Sequence[int]) -> None:
    """Count the public ones among the new comments in the hours in which they were written."""
    times = Comment.objects.public().filter(pk__in=new).values_list("created_at", flat=True)
    hours = Counter(time.replace(minute=0, second=0, microsecond=0) for time in times)
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO articles_storyactivity (story_id, hour, reads, comments)
            VALUES (%s, %s, 0, %s) ON CONFLICT (story_id, hour)
            DO UPDATE SET comments = articles_storyactivity.comments + EXCLUDED.comments
            """,
            [(story.pk, hour, count) for hour, count in sorted(hours.items())],
        )


# Checks ------------------------------------------------------------------------------------------


@transaction.atomic
def screen_as_written(comments: CommentQuerySet) -> int:
    """Run every check over comments that were brought in, and keep what it says beside them.

    A check sees what it would have seen when the comment was written: the same words elsewhere and
    the author's approved comments until then, under the policy that holds now. No state changes:
    people have decided. Comments that bear signals already are left alone.

    Returns how many comments were screened.
    """
    signals = []
    fresh = comments.filter(signals=None).select_related("author", "story__discussion")
    screened = list(fresh.oldest_first())
    for comment in screened:
        signals += signals_of(comment, screening.rerun(comment))
    Signal.objects.bulk_create(signals, batch_size=BATCH)
    weighing.weigh([comment.pk for comment in screened])
    return len(screened)


# Reactions ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GivenReaction:
    """A reaction as it came: to the story itself (`comment` None) or to one of its comments."""

    kind: ReactionKind
    at: datetime.datetime
    comment: Comment | None = None
    user: User | None = None
    guest: uuid.UUID | None = None


@transaction.atomic
def bring_in_reactions(story: Story, given: Iterable[GivenReaction]) -> int:
    """Write reactions to a story and its comments and count them anew.

    A person's second reaction to the same target is left out. Returns how many were written.
    """
    own = Reaction.objects.filter(Q(story=story) | Q(comment__story=story))
    before = own.count()
    Reaction.objects.bulk_create(
        (
            Reaction(
                kind=reaction.kind,
                story=None if reaction.comment else story,
                comment=reaction.comment,
                user=reaction.user,
                guest=reaction.guest,
                at=reaction.at,
            )
            for reaction in given
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    recount_reactions([story.pk])
    return own.count() - before


@transaction.atomic
def recount_reactions(stories: Sequence[int]) -> None:
    """Write the reaction counts of stories and their comments anew from the reactions themselves.

    Args:
        stories: ids of the stories.
    """
    for pk in stories:
        Discussion.objects.get_or_create(story_id=pk)
    locked = list(Discussion.objects.select_for_update().filter(pk__in=stories).order_by("pk"))
    of_stories: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for target, kind in Reaction.objects.filter(story__in=stories).values_list("story", "kind"):
        of_stories[target or 0][str(kind)] += 1
    for discussion in locked:
        discussion.reaction_counts = dict(of_stories[discussion.pk])
    Discussion.objects.bulk_update(locked, ["reaction_counts"], batch_size=BATCH)
    of_comments: defaultdict[int, Counter[str]] = defaultdict(Counter)
    given = Reaction.objects.filter(comment__story__in=stories)
    for target, kind in given.values_list("comment", "kind"):
        of_comments[target or 0][str(kind)] += 1
    wrong = []
    comments = Comment.objects.select_for_update().filter(story__in=stories).order_by("pk")
    for comment in comments.only("reaction_counts"):
        true = dict(of_comments[comment.pk])
        if comment.reaction_counts != true:
            comment.reaction_counts, comment.score_is_due = true, True
            wrong.append(comment)
    Comment.objects.bulk_update(wrong, ["reaction_counts", "score_is_due"], batch_size=BATCH)
    versions.bump(*(f"discussion:{pk}" for pk in stories))
