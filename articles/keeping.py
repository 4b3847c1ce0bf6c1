"""Verbs of a reader's own list: stories saved, sections, tags and authors followed (feature R10).

Each says what shall be true afterwards, and not “the other way round”: a second click, or the same
form from a second window, changes nothing more. Nobody else sees or counts what a reader keeps, so
there are no events and no versions of pages to move.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Following, SavedStory, Story, Tag
from articles.models.following import Followed
from newsportal.core import writing_gate
from newsportal.core.models import User

#: More than anybody comes back to; a list without an end is a burden on the database only.
MOST_SAVED = 2000
#: What is new in so many things is still one quick question, and a front page of its own.
MOST_FOLLOWED = 100


class NotKept(Exception):
    """Why a thing cannot be kept, as a sentence for the reader."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def save(person: User, story: Story) -> bool:
    """Put a story on the person's list.

    Returns whether it was not there before.
    Raises NotKept when readers do not see the story at this moment, or the list is full, and what
    the gates raise for who may not write.
    """
    writing_gate.check(person, story)
    if not story.is_live():
        raise NotKept(_("This story is not available any more."))
    if not _is_saved(person, story) and SavedStory.objects.of(person).count() >= MOST_SAVED:
        words = _("Your list holds %(most)d stories already. Remove some of them first.")
        raise NotKept(words % {"most": MOST_SAVED})
    _row, is_new = SavedStory.objects.get_or_create(person=person, story=story)
    return is_new


def remove(person: User, story: int) -> bool:
    """Take a story off the person's list, whatever became of it.

    Args:
        story: its id.

    Returns whether it was there.
    """
    gone, _by_model = SavedStory.objects.of(person).filter(story=story).delete()
    return gone > 0


def follow(person: User, thing: Followed) -> bool:
    """Let the person follow a section, a tag or an author.

    Returns whether they did not before.
    Raises NotKept when they follow as many things as one may, and what the gates raise for who may
    not write.
    """
    writing_gate.check(person)
    if not _is_followed(person, thing) and _number_followed(person) >= MOST_FOLLOWED:
        words = _("You follow %(most)d sections, topics and authors already. Stop one first.")
        raise NotKept(words % {"most": MOST_FOLLOWED})
    _row, is_new = Following.objects.get_or_create(person=person, **Following.link(thing))
    return is_new


def unfollow(person: User, thing: Followed) -> bool:
    """Stop following. Returns whether the person did follow."""
    gone, _by_model = Following.objects.of(person).about(thing).delete()
    return gone > 0


def is_kept(person: User, thing: Story | Followed) -> bool:
    """Whether the person has saved the story, or follows the thing; one query."""
    if isinstance(thing, Story):
        return _is_saved(person, thing)
    return _is_followed(person, thing)


@transaction.atomic
def follow_instead(old: Tag, new: Tag) -> None:
    """Let the followers of a tag follow the one that it was merged into."""
    followers = Following.objects.about(new).values("person")
    Following.objects.about(old).exclude(person__in=followers).update(tag=new)
    Following.objects.about(old).delete()


def _is_saved(person: User, story: Story) -> bool:
    return SavedStory.objects.of(person).filter(story=story).exists()


def _is_followed(person: User, thing: Followed) -> bool:
    return Following.objects.of(person).about(thing).exists()


def _number_followed(person: User) -> int:
    return Following.objects.of(person).count()
