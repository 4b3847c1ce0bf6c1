"""Saving: every save is a new revision of the working copy; readers see nothing of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import markup
from articles.models import Autosave, Page, PageRevision, Story, StoryRevision
from articles.models.revision import Event
from articles.publishing.events import log
from articles.publishing.refusals import Conflict, Refused
from articles.working_copy import PageContent, StoryContent, next_number, read
from newsportal.core.models import User

C = TypeVar("C", StoryContent, PageContent)


@transaction.atomic
def create_story(actor: User | None, content: StoryContent, note: str = "") -> Story:
    """Begin a story as a draft with its first revision."""
    story = Story.objects.create(created_by=actor)
    _begin(story, actor, content, note)
    return story


@transaction.atomic
def create_page(actor: User | None, content: PageContent, note: str = "") -> Page:
    """Begin a page as a draft with its first revision."""
    page = Page.objects.create(created_by=actor)
    _begin(page, actor, content, note)
    return page


def _begin(document: Any, actor: User | None, content: Any, note: str) -> None:
    _write_revision(document, actor, content, note)
    log(document, Event.Kind.CREATED, actor, "", document.status)
    _forget_autosave(document, actor)


def save_story(
    story: Story,
    actor: User | None,
    content: StoryContent,
    *,
    based_on: int | None = None,
    note: str = "",
) -> StoryRevision:
    """Save a new revision; what readers see does not change.

    Args:
        based_on: number of the revision that the editor had opened.

    Raises:
        Conflict: a newer revision than `based_on` exists.
    """
    revision: StoryRevision = _save(story, actor, content, based_on, note, Event.Kind.SAVED)
    return revision


def save_page(
    page: Page,
    actor: User | None,
    content: PageContent,
    *,
    based_on: int | None = None,
    note: str = "",
) -> PageRevision:
    """Save a new revision of a page; what readers see does not change. Raises Conflict."""
    revision: PageRevision = _save(page, actor, content, based_on, note, Event.Kind.SAVED)
    return revision


def restore(document: Story | Page, actor: User | None, revision: Any) -> Any:
    """Make an older revision the newest one: a new revision with its content (feature E7).

    Returns the new revision. Raises Refused for a revision of something else.
    """
    if revision.document_id != document.pk:
        raise Refused(_("That version belongs to something else."))
    note = _("Version %(number)d restored.") % {"number": revision.number}
    return _save(document, actor, read(revision), None, note, Event.Kind.RESTORED)


@transaction.atomic
def _save(
    document: Any, actor: User | None, content: C, based_on: int | None, note: str, kind: str
) -> Any:
    locked = type(document)._default_manager.select_for_update(of=("self",)).get(pk=document.pk)
    newest = locked.working_revision
    if newest is not None and based_on is not None and newest.number != based_on:
        raise Conflict(newest)
    if newest is not None and read(newest) == _cleaned(content):
        document.working_revision = newest
        _forget_autosave(document, actor)
        return newest
    revision = _write_revision(document, actor, content, note)
    log(document, kind, actor, locked.status, locked.status)
    _forget_autosave(document, actor)
    return revision


def _cleaned(content: C) -> C:
    return replace(content, body_html=markup.clean_story_html(content.body_html))


def _write_revision(document: Any, actor: User | None, content: Any, note: str) -> Any:
    content = _cleaned(content)
    revision = document.revisions.create(
        number=next_number(document.revisions),
        snapshot=content.snapshot(),
        created_by=actor,
        note=note[:300],
    )
    document.working_revision = revision
    document.working_title = content.title_of_work
    written = ["working_revision", "working_title", "changed_at"]
    if isinstance(document, Story):
        document.working_section_id = content.section
        written.append("working_section")
    document.changed_at = timezone.now()
    document.save(update_fields=written)
    return revision


def _forget_autosave(document: Any, actor: User | None) -> None:
    """What was kept in case the browser dies is saved now."""
    if actor is None:
        return
    own = Autosave.objects.filter(user=actor, model=document._meta.model_name)
    own.filter(**Autosave.of(document)).delete()
    if document.revisions.count() == 1:
        own.filter(story=None, page=None).delete()
