"""What happens in the demonstration's discussions once their words are there, by the verbs.

Readers edit what they wrote, the newsroom picks and pins comments, closes a discussion and slows
another down, and one reader keeps a list. It is little, and chosen so that every page has something
to show; who wrote what stands in the files.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from articles import keeping
from articles.models import Author, Following, SavedStory, Section, Story, Tag
from articles.models.following import Followed
from comments import controls, discussions, editing, moderation, sanctions
from comments.models import Comment, CommentEvent, Control, Discussion, Policy, Reason, Sanction
from newsportal.core.models import User
from newsportal.demo.content_files import Content, StoryText

FORUM = "two-capitals-weigh-the-end-of-the-forum"
TAX = "council-passes-the-harbour-tax-before-dawn"
NIGHT_LINE = "night-line-answers-in-nine-seconds"

#: Comments that the newsroom picked, and threads that it let stand on top, by their numbers.
PICKED = ((FORUM, 1), (FORUM, 57), (TAX, 6))
PINNED = ((FORUM, 35),)

#: Where nothing is taken any more, and what readers are told.
CLOSED = {
    "shifted-column-undoes-sleep-study": (
        "The university has begun its own review. We open the discussion again when it has said "
        "what it found."
    ),
}
#: Controls that are on: of which story, seconds of slow mode, hours from the loading to the end.
CONTROLS = (
    (Control.Kind.SLOW, TAX, 120, 12),
    (Control.Kind.NO_REPLIES, "keeper-heads-rovers-up", None, 24),
)
#: Who was warned, and why.
WARNED = {
    "Dmitri V.": (
        Reason.ABUSE,
        "Twice this week you wrote about a reader and not about what they had written.",
    ),
}

#: The one whose list is filled.
READER = "Rana Aziz"
#: What she has saved and how many hours ago, and what she follows and for how many days.
SAVED = {
    FORUM: 2,
    "what-is-known-about-the-cut-cable-in-the-strait": 6,
    "in-praise-of-a-boat-that-is-late": 61,
    "the-pilots-who-climb-the-ladder-in-the-dark": 400,
}
SECTIONS = {"world/diplomacy": 80, "science": 31}
TAGS = {"Ferries": 64}
AUTHORS = {"amara-diallo": 12}


def key(slug: str, number: int) -> str:
    """The identity of a comment; its number counts below its own story only."""
    return f"{slug}:{number}"


def make(content: Content, people: Mapping[str, User], now: datetime.datetime) -> None:
    """Let all of it happen.

    Args:
        content: the texts that are loaded already.
        people: the accounts by name.
        now: the moment of loading.
    """
    editor, moderator = people["Mina Holt"], people["Gil Marchetti"]
    for text in content.stories:
        _edit(text, people, moderator)
    for slug, number in PICKED:
        moderation.feature(_comment(slug, number), editor)
    for slug, number in PINNED:
        moderation.pin(_comment(slug, number), moderator)
    _control(moderator, now)
    for name, (reason, words) in WARNED.items():
        order = sanctions.Order(kind=Sanction.Kind.WARNING, reason=reason, words=words)
        sanctions.impose(people[name], order, moderator)
    _fill_list(people[READER], now)


def _control(moderator: User, now: datetime.datetime) -> None:
    for slug, note in CLOSED.items():
        discussion = Discussion.objects.get(story__import_id=slug)
        discussion.policy, discussion.closing_note = Policy.CLOSED, note
        discussions.save_policy(discussion, fields=["policy", "closing_note"])
    for kind, slug, seconds, hours in CONTROLS:
        controls.switch_on(
            kind,
            moderator,
            now + datetime.timedelta(hours=hours),
            story=Story.objects.get(import_id=slug),
            seconds=seconds,
        )


def _comment(slug: str, number: int) -> Comment:
    return Comment.objects.select_related("story", "author").get(import_id=key(slug, number))


def _edit(text: StoryText, people: Mapping[str, User], moderator: User) -> None:
    """Let readers edit what waits, and the moderator approve what it says then."""
    for one in text.comments:
        if not one.before:
            continue
        comment, author = _comment(text.slug, one.id), people[one.author]
        editing.edit(comment, author, one.text.strip(), revision=comment.revision)
        then = comment.created_at + datetime.timedelta(minutes=one.edited_after)
        Comment.objects.filter(pk=comment.pk).update(edited_at=then)
        comment.events.filter(kind=CommentEvent.Kind.EDITED).update(at=then)
        moderation.approve(comment, moderator, revision=comment.revision)
        approved = comment.events.filter(kind=CommentEvent.Kind.APPROVED)
        approved.update(at=comment.decided_at)


def _fill_list(reader: User, now: datetime.datetime) -> None:
    for slug, hours in SAVED.items():
        story = Story.objects.get(import_id=slug)
        keeping.save(reader, story)
        then = now - datetime.timedelta(hours=hours)
        SavedStory.objects.of(reader).filter(story=story).update(at=then)
    followed: dict[Followed, int] = {}
    for path, days in SECTIONS.items():
        followed[Section.objects.get(path=path)] = days
    for name, days in TAGS.items():
        followed[Tag.objects.get(name=name)] = days
    for slug, days in AUTHORS.items():
        followed[Author.objects.get(slug=slug)] = days
    for thing, days in followed.items():
        keeping.follow(reader, thing)
        then = now - datetime.timedelta(days=days)
        Following.objects.of(reader).about(thing).update(at=then)
