"""Filing a story under another section, in every copy of it: an empty section can be deleted."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Section, Story, StoryRevision
from articles.models.revision import Event
from articles.publishing import copying
from articles.publishing.events import lock, log, tell
from articles.working_copy import StoryContent, next_number, read
from newsportal.core import versions
from newsportal.core.models import User

#: The revisions that count: what readers see, what they will see, and what is worked on, which
#: comes last, so that it stays the newest.
COPIES = ("live_revision", "change_revision", "working_revision")


@transaction.atomic
def refile(story: Story, actor: User | None, old: Section, new: Section) -> bool:
    """Let a story stand in `new` wherever it stands in `old`, as main or further section.

    Nothing else of it changes: what the newsroom has saved and not published stays unpublished.
    Older revisions stay as they are; each copy that counts gets a new one with the new section.
    Its address follows, the former one leads there.

    Returns whether there was something to change.
    """
    locked = lock(story)
    before, was_public = copying.keys(locked), locked.live_revision_id
    fields = _public(locked, old.pk, new.pk) | _revisions(locked, actor, old, new)
    if locked.working_section_id == old.pk:
        fields["working_section_id"] = new.pk
    if not fields:
        return False
    Story.objects.filter(pk=locked.pk).update(**fields, changed_at=timezone.now())
    if "live_revision_id" in fields:
        # The same words in another section: readers got no other version (feature E17).
        public = locked.public_versions.filter(revision_id=was_public)
        public.update(revision_id=fields["live_revision_id"])
    locked.refresh_from_db()
    if "section_id" in fields or "further_section_ids" in fields:
        copying.write_listings(locked, [locked.section_id, *locked.further_section_ids])
    log(locked, Event.Kind.REFILED, actor, locked.status, locked.status)
    versions.bump(*before, *copying.keys(locked))
    tell(locked, "refiled", actor)
    return True


def _public(story: Story, old: int, new: int) -> dict[str, object]:
    """What changes in the rows that readers see."""
    fields: dict[str, object] = {}
    main = new if story.section_id == old else story.section_id
    if main != story.section_id:
        fields["section_id"] = main
    further = _swapped(story.further_section_ids, old, new, main)
    if further != story.further_section_ids:
        fields["further_section_ids"] = further
    return fields


def _swapped(further: list[int], old: int, new: int, main: int | None) -> list[int]:
    """Further sections with one for the other, each once and none of them the main one."""
    swapped = dict.fromkeys(new if pk == old else pk for pk in further)
    return [pk for pk in swapped if pk != main]


def _revisions(story: Story, actor: User | None, old: Section, new: Section) -> dict[str, object]:
    """Write each copy that names the old section anew; which field points to which then."""
    fields: dict[str, object] = {}
    made: dict[int, StoryRevision] = {}
    for name in COPIES:
        revision: StoryRevision | None = getattr(story, name)
        if revision is None:
            continue
        content = read(revision)
        assert isinstance(content, StoryContent)
        main = new.pk if content.section == old.pk else content.section
        further = _swapped(content.further_sections, old.pk, new.pk, main)
        if (main, further) == (content.section, content.further_sections):
            continue
        if revision.pk not in made:
            made[revision.pk] = story.revisions.create(
                number=next_number(story.revisions),
                snapshot=replace(content, section=main, further_sections=further).snapshot(),
                created_by=actor,
                note=_("Filed under %(new)s instead of %(old)s.") % {"new": new, "old": old},
            )
        fields[f"{name}_id"] = made[revision.pk].pk
    return fields
