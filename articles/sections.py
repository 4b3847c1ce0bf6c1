"""Verbs of sections: saving keeps the path, the addresses and the listings true."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Section, Story
from newsportal.core import addresses, versions

#: Depth of the tree; addresses would grow beyond what fits (and nobody would find the way).
DEEPEST = 6


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


def why_not_deleted(section: Section) -> str:
    """What has to be done before the section can be deleted, as a sentence; empty when nothing."""
    if section.children.exists():
        return _("Move or delete the sections below it first.")
    if section.listings.exists() or Story.objects.filter(working_section=section).exists():
        return _("Stories stand in this section. Move them to another one first.")
    return ""


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
