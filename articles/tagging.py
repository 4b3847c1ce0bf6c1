"""Verbs of tags and authors: a changed address leads on, two tags become one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import keeping, search
from articles.models import Author, FrontVersion, Story, StoryRevision, Tag
from newsportal.core import addresses, versions


@transaction.atomic
def save(thing: Tag | Author) -> None:
    """Save a tag or author; when the slug changes, the old address leads to the new one."""
    before = type(thing)._default_manager.filter(pk=thing.pk).first() if thing.pk else None
    thing.save()
    if before is not None and before.slug != thing.slug:
        addresses.remember(before.get_absolute_url(), thing)
    if before is not None and before.name != thing.name:
        search.name_changed(thing)
    # Fronts keep the names of the tags that fill their containers.
    fronts = ["fronts"] if isinstance(thing, Tag) else []
    versions.bump(f"{thing._meta.model_name}:{thing.pk}", *fronts, *story_keys(thing))


def story_keys(thing: Tag | Author) -> list[str]:
    """Version keys of the stories that show the thing's name."""
    stories = (
        Story.objects.with_tag(thing) if isinstance(thing, Tag) else Story.objects.by_author(thing)
    )
    return [f"story:{pk}" for pk in stories.values_list("pk", flat=True)]


@transaction.atomic
def merge(old: Tag, new: Tag) -> int:
    """Give all stories of `old` to `new`, let its address lead there, and delete it.

    Working copies are changed too, so that the old tag cannot come back with the next publishing.

    Returns the number of stories that carry the tag `new` because of this.
    Raises ValidationError when both are the same.
    """
    if old.pk == new.pk:
        raise ValidationError(_("Choose two different tags."))
    keys = [f"tag:{old.pk}", f"tag:{new.pk}", *story_keys(old)]
    old_id, moved = old.pk, 0
    for story in Story.objects.with_tag(old):
        story.tags.add(new)
        moved += 1
    search.name_changed(new)
    working = StoryRevision.objects.filter(
        pk__in=Story.objects.values("working_revision"), snapshot__tags__contains=old_id
    )
    for revision in working:
        tags = [new.pk if pk == old_id else pk for pk in revision.snapshot["tags"]]
        revision.snapshot["tags"] = list(dict.fromkeys(tags))
        revision.save(update_fields=["snapshot"])
    _fill_fronts_with(new, old_id)
    keeping.follow_instead(old, new)
    addresses.remember(old.get_absolute_url(), new)
    addresses.inherit(old, new)
    old.delete()
    versions.bump("fronts", *keys)
    return moved


def _fill_fronts_with(new: Tag, old_id: int) -> None:
    """Let the containers of fronts that the old tag filled be filled by the new one."""
    named = {"containers": [{"tag": old_id}]}
    for version in FrontVersion.objects.in_use().filter(layout__contains=named):
        for container in version.layout["containers"]:
            if container["tag"] == old_id:
                container["tag"] = new.pk
        version.save(update_fields=["layout"])
