"""The loaded comments: threads with depth, every state, counters that are true."""

from __future__ import annotations

import datetime
from random import Random

from django.utils import timezone

from articles.models import Story
from comments import markup
from comments.models import Comment, CommentEvent, Discussion
from comments.submitting import hash_of, place_below, step
from newsportal.demo.load import SOURCE, rows
from newsportal.demo.load.cast import Cast
from newsportal.demo.load.words import Words

Status = Comment.Status

#: Out of a hundred comments; a held one is recent, an older one has been decided.
STATES = (Status.APPROVED, Status.REJECTED, Status.SPAM, Status.REMOVED, Status.DELETED)
SHARES = (92, 4, 2, 1, 1)
HELD_WITHIN = datetime.timedelta(days=2)
#: Every third comment begins a thread; the others mostly answer one of the last thirty.
ROOTS, NEAR = 0.33, 30


class Writer:
    """Writes discussions below stories that are in hand and not written yet."""

    def __init__(self, cast: Cast, words: Words) -> None:
        self.cast = cast
        self.words = words
        self.random: Random = words.random
        self.now = timezone.now()

    def discuss(self, story: Story, discussion: Discussion, number: int) -> list[Comment]:
        """`number` comments below a story, in the order in which they were written, unsaved.

        The counters of the story and the discussion are set.
        """
        begin = story.first_live_at
        assert begin is not None  # only what was public has a discussion
        spread = min(datetime.timedelta(days=3), self.now - begin) / (number + 1)
        written: list[Comment] = []
        for sequence, pk in enumerate(rows.reserve(Comment, number), 1):
            comment = self._comment(pk, story, sequence, begin + spread * sequence)
            if written and not self.words.perhaps(ROOTS):
                _place(comment, written[-self.random.randint(1, min(NEAR, len(written)))])
            else:
                comment.path = step(sequence)
            written.append(comment)
        _count(story, discussion, written)
        return written

    def _comment(self, pk: int, story: Story, sequence: int, at: datetime.datetime) -> Comment:
        said = self.words.comment()
        status = self._status(at)
        return Comment(
            id=pk,
            story_id=story.pk,
            sequence=sequence,
            appeared=0 if status in Comment.HIDING else sequence,
            status=status,
            hides_branch=status in Comment.HIDING,
            author_id=self.cast.readers.draw(),
            text=said.text,
            body_html=said.html,
            markup_version=markup.COMMENT_MARKUP_VERSION,
            text_hash=hash_of(said.text),
            created_at=at,
            decided_at=None if status == Status.HELD else at + datetime.timedelta(minutes=9),
            reason="abuse" if status in (Status.REJECTED, Status.REMOVED) else "",
            score=self.random.random(),
            source=SOURCE,
            import_id=str(pk),
        )

    def _status(self, at: datetime.datetime) -> str:
        if at > self.now - HELD_WITHIN and self.words.perhaps(0.3):
            return Status.HELD
        return self.random.choices(STATES, SHARES)[0]


def write(comments: list[Comment]) -> None:
    """Write comments of any stories with the events that say where they came from."""
    rows.copy_in(comments)
    rows.copy_in(
        [
            CommentEvent(
                comment_id=comment.pk,
                kind=CommentEvent.Kind.IMPORTED,
                to_status=comment.status,
                revision=1,
                at=comment.created_at,
            )
            for comment in comments
        ]
    )


def _place(comment: Comment, answered: Comment) -> None:
    place_below(comment, answered)
    parent = comment.parent
    assert parent is not None
    comment.hidden_ancestors = parent.hidden_ancestors + parent.hides_branch


def _count(story: Story, discussion: Discussion, comments: list[Comment]) -> None:
    """Set every counter that the comments move."""
    for comment in comments:
        if not comment.is_public:
            continue
        above = comment.parent
        while above is not None:
            above.public_descendants += 1
            above = above.parent
    public = sum(comment.is_public for comment in comments)
    story.comment_count = discussion.public_count = public
    discussion.held_count = sum(comment.status == Status.HELD for comment in comments)
    discussion.next_sequence = len(comments) + 1
    discussion.newest = max((comment.appeared for comment in comments), default=0)
