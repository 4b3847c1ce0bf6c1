"""What the demonstration's stories said before, and what their editors said of it (E16, E17).

A story's file has its text as it is now. Each of its changes names words and what stood in their
place; undone one after the other, from the last, they give the versions that readers had before.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from articles import changes, corrections, publishing
from articles.models import CorrectionEvent, PublicVersion, Story, StoryRevision
from articles.models.revision import Event
from articles.working_copy import StoryContent
from newsportal.core.models import User
from newsportal.demo.content_files import ChangeText, StoryText

#: Editors took this long to type a change, and to find words for a correction after it.
A_MINUTE = datetime.timedelta(minutes=1)
#: Fields in which words are looked for.
FIELDS = ("headline", "standfirst", "body")


def texts_of(text: StoryText) -> list[StoryText]:
    """The story as readers got it at first and after each change, oldest first.

    Raises:
        ValueError: words of a change do not stand in the text, or more than once.
    """
    found = [text]
    for change in reversed(text.changes):
        found.insert(0, _before(found[0], change))
    return found


def _before(text: StoryText, change: ChangeText) -> StoryText:
    values = {name: getattr(text, name) for name in FIELDS}
    for words in change.words:
        places = [name for name in FIELDS if words.now in values[name]]
        if len(places) != 1 or values[places[0]].count(words.now) != 1:
            msg = f"{text.slug}.toml: “{words.now}” should stand once in its text"
            raise ValueError(msg)
        values[places[0]] = values[places[0]].replace(words.now, words.before)
    return replace(text, **values)


def make(
    story: Story,
    editor: User,
    text: StoryText,
    at: datetime.datetime,
    content: Callable[[StoryText], StoryContent],
) -> None:
    """Publish the changes of a story and its corrections by the newsroom's verbs, at their times.

    Args:
        story: as it was first published, at `at`.
        content: gives the content of one of the texts.
    """
    for change, version in zip(text.changes, texts_of(text)[1:], strict=True):
        then = at + datetime.timedelta(minutes=change.minutes_after)
        old = story.public_versions.seen().first()
        publishing.save_story(story, editor, content(version), note=change.note)
        publishing.publish(story, editor, change=change.change)
        _date_change(story, change, then)
        if change.seal and old is not None:
            changes.seal(old, editor, change.seal)
            PublicVersion.objects.filter(pk=old.pk).update(sealed_at=then)
            story.events.filter(kind=Event.Kind.SEALED, revision=old.revision).update(at=then)
    for one in text.corrections:
        then = at + datetime.timedelta(minutes=one.minutes_after)
        made = corrections.add(story, editor, one.kind, one.text, at=then)
        CorrectionEvent.objects.filter(correction=made).update(at=then)


def _date_change(story: Story, change: ChangeText, then: datetime.datetime) -> None:
    """Let the change that was just published have happened at its time."""
    revision = story.live_revision
    assert revision is not None  # it was just published
    StoryRevision.objects.filter(pk=revision.pk).update(created_at=then - A_MINUTE)
    PublicVersion.objects.filter(story=story, revision=revision).update(at=then)
    saved = story.events.filter(revision=revision, kind=Event.Kind.SAVED)
    saved.update(at=then - A_MINUTE)
    story.events.filter(revision=revision, kind=Event.Kind.CHANGED).update(at=then)
    times = {"changed_at": then}
    if change.change != Story.Change.TYPO:
        times["updated_at"] = then
    Story.objects.filter(pk=story.pk).update(**times)
    story.refresh_from_db()
