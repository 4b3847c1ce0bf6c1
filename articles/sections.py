"""Verbs of sections: saving keeps the path, the addresses and the listings true."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_tasks import task

from articles import publishing
from articles.models import Section, Story
from articles.models.story import StoryQuerySet
from newsportal.core import addresses, versions
from newsportal.core.models import User

#: Depth of the tree; addresses would grow beyond what fits (and nobody would find the way).
DEEPEST = 6

#: Stories that one click moves while the editor waits, some two seconds; more go to the worker.
MOST_AT_ONCE = 200


def path_of(section: Section) -> str:
    """The section's address without the outer slashes: the slugs from the top down.

    Raises ValidationError when the section would stand below itself or too deep.
    """
    slugs = [section.slug]
    above = section.parent
    while above is not None:
        if above.pk == section.pk:
            raise ValidationError({"parent": _("A section cannot stand below itself.")})
        slugs.insert(0, above.slug)
        above = above.parent
    if len(slugs) > DEEPEST:
        raise ValidationError({"parent": _("Sections nest at most six deep.")})
    return "/".join(slugs)


@transaction.atomic
def save(section: Section) -> None:
    """Save a section, claim its address, and move everything below it along.

    Raises AddressTaken (a ValidationError) when the address is another's or the portal's own.
    """
    before = Section.objects.filter(pk=section.pk).first() if section.pk else None
    section.path = path_of(section)
    addresses.check_free(f"/{section.path}/", section)
    section.save()
    addresses.claim(f"/{section.path}/", section)
    if before is not None and before.path != section.path:
        for child in section.children.all():
            save(child)
    if before is not None and before.parent_id != section.parent_id:
        rebuild_listings(section)
    versions.bump("sections", "menu", "home", f"section:{section.pk}")


def rebuild_listings(section: Section) -> None:
    """Write anew on which section pages the stories of a moved section stand."""
    stories = Story.objects.filter(listings__section=section).only(
        "section_id", "further_section_ids"
    )
    for story in stories.iterator(chunk_size=500):
        publishing.write_listings(story, [story.section_id, *story.further_section_ids])


def stories_in(section: Section) -> StoryQuerySet:
    """Stories filed in the section itself, as readers see them or as they are worked on."""
    return Story.objects.filter(
        Q(section=section)
        | Q(working_section=section)
        | Q(further_section_ids__contains=[section.pk])
    )


def limited_to(section: Section) -> QuerySet[User]:
    """People whose role holds only in this section (and maybe in others)."""
    return User.objects.filter(section_limits__section=section).order_by("display_name")


def why_not_deleted(section: Section) -> str:
    """What has to be done before the section can be deleted, as a sentence; empty when nothing.

    Limits are an obstacle because without their section the people would be limited no more.
    """
    if section.children.exists():
        return _("Move or delete the sections below it first.")
    if section.listings.exists() or stories_in(section).exists():
        return _("Stories stand in this section. Move them to another one first.")
    if section.newsletters.exists():
        return _("A newsletter brings the stories of this section. Give it another one first.")
    if limited_to(section).exists():
        return _("Colleagues are limited to this section. Change their limits first.")
    return ""


def file_stories(source: Section, target: Section, actor: User | None) -> int | None:
    """File all stories of a section under another: at once, or by the worker when they are many.

    Each story is moved by the single verb `publishing.refile`, in its own transaction.

    Returns how many were moved, or None when the worker does it.
    Raises ValidationError when both are the same.
    """
    if source.pk == target.pk:
        raise ValidationError({"target": _("Choose another section than this one.")})
    if stories_in(source).count() > MOST_AT_ONCE:
        file_stories_later.enqueue(source.pk, target.pk, actor.pk if actor else None)
        return None
    return _file_all(source, target, actor)


def _file_all(source: Section, target: Section, actor: User | None) -> int:
    moved = 0
    last = 0
    while batch := list(stories_in(source).filter(pk__gt=last).order_by("pk")[:MOST_AT_ONCE]):
        for story in batch:
            moved += publishing.refile(story, actor, source, target)
        last = batch[-1].pk
    return moved


@task()
def file_stories_later(source: int, target: int, actor: int | None) -> None:
    """Move the stories in the worker; nothing is left to do when one of the sections has gone."""
    sections = Section.objects.in_bulk([source, target])
    if len(sections) == 2:
        _file_all(sections[source], sections[target], User.objects.filter(pk=actor or 0).first())


@transaction.atomic
def delete(section: Section) -> None:
    """Delete an empty section; its address answers 410 from now on.

    Raises ValidationError when stories or sections stand in it, saying what to do.
    """
    why_not = why_not_deleted(section)
    if why_not:
        raise ValidationError(why_not)
    addresses.release(section)
    versions.bump("sections", "menu", "home", f"section:{section.pk}")
    section.delete()
