"""How a person is seen by others: the verbs of name and portrait (feature R9)."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Author
from comments import sanctions
from newsportal.core import images
from newsportal.core.events import announce
from newsportal.core.models import FormerName, User
from newsportal.core.names import clean_display_name

#: Changes of name within a month: for mistakes, not for hiding. Readers recognise each other by it.
CHANGES, MONTH = 2, datetime.timedelta(days=30)

#: Shown 40 CSS pixels wide in a discussion and 104 on the profile: enough for dense screens.
PORTRAIT_SIDE = 208


def clean_name(person: User | None, typed: str) -> str:
    """A display name, cleaned. Raises ValidationError as `core.names` does, also for bylines.

    Whoever writes for the newspaper may be called as in their own byline.
    """
    bylines = Author.objects.exclude(user=person) if person else Author.objects.all()
    return clean_display_name(typed, person, further=bylines.values_list("name", flat=True))


@transaction.atomic
def rename(person: User, name: str, now: datetime.datetime | None = None) -> bool:
    """Give a person another name, on everything they have written.

    Args:
        person: who asks for it.
        name: from `clean_name`.
        now: the moment, for tests.

    Returns:
        False when they are called so already.

    Raises:
        ValidationError: too many changes lately; the sentence says from when on.
        sanctions.MayNotWrite: who may write nothing writes no name either (feature M10).
    """
    sanctions.check_may_write(person)
    now = now or timezone.now()
    standing = User.objects.select_for_update().get(pk=person.pk).display_name
    if name == standing:
        return False
    recent = list(FormerName.objects.filter(person=person).since(now - MONTH)[:CHANGES])
    if len(recent) == CHANGES:
        when = date_format(timezone.localtime(recent[0].until + MONTH), "DATE_FORMAT")
        raise ValidationError(
            _("You have changed your name twice this month. You can again on %(when)s.")
            % {"when": when},
            code="too_often",
        )
    person.display_name = name
    person.save(update_fields=["display_name"])
    note_renamed(person, standing, now)
    return True


def note_renamed(person: User, former: str, now: datetime.datetime | None = None) -> None:
    """Keep the name that was, and tell the pages; in the transaction that wrote the new one."""
    FormerName.objects.create(person=person, name=former, until=now or timezone.now())
    announce("person.renamed", person=person.pk)


def portray(person: User, upload: File[bytes]) -> None:
    """Put a picture in place of the initials.

    Raises:
        images.ImageRefused: with the reason as a sentence.
        sanctions.MayNotWrite: as in `rename`.
    """
    sanctions.check_may_write(person)
    jpeg = images.square(upload, PORTRAIT_SIDE)
    _put(person, ContentFile(jpeg, images.random_name("jpg")))


def remove_portrait(person: User) -> None:
    """Show the initials again."""
    _put(person, None)


@transaction.atomic
def _put(person: User, file: ContentFile[bytes] | None) -> None:
    """Keep the new portrait and let go of the old one's file."""
    old = User.objects.select_for_update().get(pk=person.pk).portrait.name
    person.portrait = file  # type: ignore[assignment]
    person.save(update_fields=["portrait"])
    announce("person.portrayed", person=person.pk)
    if old:
        transaction.on_commit(lambda: default_storage.delete(old))
