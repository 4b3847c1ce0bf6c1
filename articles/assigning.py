"""Who writes what by when: the verbs of planning (feature E21).

An assignment is a story with a title and nothing written yet. What it will be (the budget line) is
a note among colleagues, which readers never see.
"""

from __future__ import annotations

import datetime

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import EditorialNote, Story
from articles.models.document import AboutDocument, Document
from articles.models.revision import Event
from articles.publishing.events import lock, log
from articles.publishing.refusals import Refused
from articles.working_copy import StoryContent
from newsportal.core.events import announce
from newsportal.core.models import User

Status = Document.Status


def writers() -> QuerySet[User]:
    """Everybody to whom a story can be given: who may write in the newsroom, by name."""
    holders = ModelBackend().with_perm("articles.change_story", obj=None)
    found: QuerySet[User] = holders.filter(is_staff=True).order_by("display_name", "pk")
    return found


@transaction.atomic
def begin(
    actor: User,
    *,
    title: str,
    section: int | None = None,
    assignee: User | None = None,
    deadline: datetime.datetime | None = None,
    line: str = "",
    language: str = "en",
) -> Story:
    """Make an assignment: a draft with a title, for somebody to write by a time.

    Args:
        section: id of the section; None leaves it open.
        line: what it will be, in a sentence or two, for colleagues.

    Raises:
        Refused: the title is empty, the deadline has passed, or the assignee may not write.
    """
    if not title.strip():
        raise Refused(_("Give it a title: a few words will do."), "title")
    if deadline is not None and deadline <= timezone.now():
        raise Refused(_("That time has passed."), "deadline")
    content = StoryContent(headline=title.strip()[:200], section=section, language=language)
    story = publishing.create_story(actor, content)
    note(story, actor, line)
    assign(story, actor, assignee, deadline)
    return story


@transaction.atomic
def assign(
    story: Story,
    actor: User,
    assignee: User | None,
    deadline: datetime.datetime | None,
    word: str = "",
) -> bool:
    """Give a story to somebody, or to nobody, with a deadline or none.

    Args:
        word: to the assignee, kept as a note.

    Returns:
        Whether something changed.

    Raises:
        Refused: the person may not write in the newsroom, or it is withdrawn.
    """
    locked = lock(story)
    if locked.status == Status.WITHDRAWN:
        raise Refused(_("It is withdrawn: nobody works on it."), "assignee")
    is_new = assignee is not None and assignee.pk != locked.assignee_id
    if is_new and not writers().filter(pk=assignee.pk).exists():  # type: ignore[union-attr]
        raise Refused(_("%(who)s cannot write in the newsroom.") % {"who": assignee}, "assignee")
    before = (locked.assignee_id, locked.deadline)
    if before == (assignee.pk if assignee else None, deadline) and not word.strip():
        return False
    Story.objects.filter(pk=story.pk).update(
        assignee=assignee, deadline=deadline, changed_at=timezone.now()
    )
    log(locked, Event.Kind.ASSIGNED, actor, locked.status, locked.status, word)
    story.refresh_from_db(fields=["assignee", "deadline", "changed_at"])
    if is_new:
        announce(
            "story.assigned",
            story=story.pk,
            user=assignee.pk if assignee else None,
            actor=actor.pk,
        )
    return True


def note(document: Document, actor: User, text: str) -> EditorialNote | None:
    """Leave a word for colleagues beside a story or page; empty ones are not kept."""
    text = text.strip()[:2000]
    if not text:
        return None
    return EditorialNote.objects.create(text=text, author=actor, **AboutDocument.of(document))
