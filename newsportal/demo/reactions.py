"""Reactions that readers of the demonstration have given: a plausible number, always the same."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping
from random import Random

from comments.importing import GivenReaction
from comments.models import Comment, ReactionKind
from newsportal.core.models import User
from newsportal.demo.content_files import StoryText

#: Reactions to a story: some in any case, and more the more is said about it.
LEAST_TO_STORY = 9
TO_STORY_FOR_A_COMMENT = 5
#: Most comments get a few; one in eight is shared and gets many.
SOME_TO_COMMENT = 7
MANY_TO_COMMENT = 38
SHARE_OF_POPULAR = 0.125
#: How often those with accounts that one can sign in to have reacted, so that one sees one's own.
SHARE_OF_ACCOUNTS = 0.3
ACCOUNTS = ("Rana Aziz", "Sam Oduya")


def to_story_and_comments(
    text: StoryText,
    comments: Mapping[str, Comment],
    people: Mapping[str, User],
    since: datetime.datetime,
    until: datetime.datetime,
) -> Iterator[GivenReaction]:
    """Give reactions to a story that is live and to its approved comments.

    Args:
        text: seeds the chance.
        comments: those of the story, by key.
        people: accounts by name.
        since: when the story appeared.
        until: the last moment in which anybody reacted.
    """
    if text.status != "published":
        return
    chance = Random(f"reactions to {text.slug}")
    kinds = list(ReactionKind.objects.filter(is_active=True))
    of_stories = [kind for kind in kinds if kind.for_stories]
    popularity = LEAST_TO_STORY + TO_STORY_FOR_A_COMMENT * len(text.comments)
    number = round(popularity * chance.uniform(0.5, 1.6))
    yield from _reactions(chance, of_stories, number, people, since, until)
    of_comments = [kind for kind in kinds if kind.for_comments]
    for comment in sorted(comments.values(), key=lambda comment: comment.sequence):
        if comment.status != Comment.Status.APPROVED:
            continue
        is_popular = chance.random() < SHARE_OF_POPULAR
        number = chance.randrange(MANY_TO_COMMENT if is_popular else SOME_TO_COMMENT)
        shown = comment.decided_at or comment.created_at
        yield from _reactions(chance, of_comments, number, people, shown, until, comment)


def _reactions(
    chance: Random,
    kinds: list[ReactionKind],
    number: int,
    people: Mapping[str, User],
    since: datetime.datetime,
    until: datetime.datetime,
    comment: Comment | None = None,
) -> Iterator[GivenReaction]:
    """So many reactions, most of them soon after `since`; some kinds are liked better."""
    if not kinds:
        return
    liking = [chance.uniform(0.2, 1) ** 2 for _kind in kinds]
    own = comment.author if comment else None
    accounts = [people[name] for name in ACCOUNTS if chance.random() < SHARE_OF_ACCOUNTS]
    users = [user for user in accounts if user != own]
    for place in range(number):
        guest = uuid.UUID(int=chance.getrandbits(128), version=4)
        user = users[place] if place < len(users) else None
        yield GivenReaction(
            kind=chance.choices(kinds, liking)[0],
            at=since + (until - since) * chance.random() ** 3,
            comment=comment,
            user=user,
            guest=None if user else guest,
        )
