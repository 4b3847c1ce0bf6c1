"""Everything that the portal holds about a person, as one file to take away (feature R15).

The worker writes it: JSON for programs and plain pages for people, a pair for each part that an
app has registered with `core.personal_data`. It lies in the storage that has no address, for seven
days, behind a sign-in that was proved again.
"""

from __future__ import annotations

import datetime
import json
import tempfile
import zipfile
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from articles.chrome import current as chrome
from newsportal.accounts.models import DataExport
from newsportal.accounts.models.data_export import KEEP
from newsportal.core import mail, personal_data
from newsportal.core.images import random_name
from newsportal.core.models import User
from newsportal.core.personal_data import Part

#: In memory up to here, beyond it in a file of the machine that goes by itself.
IN_MEMORY_BYTES = 8 * 1024 * 1024
#: A task that has not ended by then has lost its worker; asking again begins anew.
LOST = datetime.timedelta(hours=1)


@transaction.atomic
def ask(person: User) -> DataExport:
    """Let the worker write a person's file anew; one that is being written is not begun twice."""
    User.objects.select_for_update().get(pk=person.pk)
    standing = DataExport.objects.filter(person=person).first()
    if standing is not None:
        if standing.ready_at is None and standing.asked_at > timezone.now() - LOST:
            return standing
        forget(standing)
    made = DataExport.objects.create(person=person, parts_total=len(personal_data.parts()))
    build.enqueue(made.pk)
    return made


@task()
def build(export: int) -> None:
    """Write the file of a `DataExport` and tell its owner, once, however often it is called."""
    row = DataExport.objects.filter(pk=export, ready_at=None).select_related("person").first()
    if row is None:
        return
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as file:
        _write(row, file)
        size = file.tell()
        file.seek(0)
        name = storages["originals"].save(f"exports/{random_name('bin')}", File(file))
    with transaction.atomic():
        kept = DataExport.objects.filter(pk=export, ready_at=None).update(
            file=name, size=size, ready_at=timezone.now()
        )
        if kept:
            _tell(row.person)
    if not kept:
        storages["originals"].delete(name)


def _write(row: DataExport, file: Any) -> None:
    person, parts = row.person, personal_data.parts()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        counted: list[tuple[Part, int]] = []
        for done, part in enumerate(parts, 1):
            counted.append((part, _write_part(archive, part, person)))
            DataExport.objects.filter(pk=row.pk).update(parts_done=done)
        portrait = person.portrait.name
        if portrait and default_storage.exists(portrait):
            with default_storage.open(portrait) as picture:
                archive.writestr("portrait.jpg", picture.read())
        words = {
            "person": person,
            "parts": [(part, count) for part, count in counted if count],
            "empty": [part for part, count in counted if not count],
            "has_portrait": bool(portrait),
            "made_at": timezone.now(),
            "site_name": chrome.get().site.name,
            "site_url": settings.SITE_URL,
        }
        archive.writestr("index.html", render_to_string("accounts/data/index.html", words))


def _write_part(archive: zipfile.ZipFile, part: Part, person: User) -> int:
    """Write a part's two files; returns how many rows it has."""
    rows = list(part.rows(person))
    found = [dict(zip(part.fields, row, strict=True)) for row in rows]
    archive.writestr(
        f"{part.code}.json", json.dumps(found, ensure_ascii=False, indent=2, default=_as_json)
    )
    if rows:
        headings = list(part.fields.values())
        words = {
            "part": part,
            "rows": [list(zip(headings, map(_as_words, row), strict=True)) for row in rows],
            "site_name": chrome.get().site.name,
        }
        archive.writestr(f"{part.code}.html", render_to_string("accounts/data/part.html", words))
    return len(rows)


def _as_json(value: object) -> str:
    """Moments as ISO 8601 says them; sentences that wait for a language in the site's."""
    return value.isoformat() if isinstance(value, datetime.datetime) else str(value)


def _as_words(value: object) -> object:
    """A moment in the newsroom's zone, nothing as nothing."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value)
    return "" if value is None else value


def _tell(person: User) -> None:
    words = {
        "site_name": chrome.get().site.name,
        "site_url": settings.SITE_URL,
        "page": settings.SITE_URL + reverse("accounts:data"),
        "days": KEEP.days,
    }
    subject = render_to_string("accounts/mail/data_ready_subject.txt", words)
    text = render_to_string("accounts/mail/data_ready.txt", words)
    mail.send_later(" ".join(subject.split()), text.strip() + "\n", person.email)


def forget(export: DataExport) -> None:
    """Delete a file and its row."""
    if export.file:
        storages["originals"].delete(export.file)
    export.delete()


def forget_old(now: datetime.datetime | None = None) -> int:
    """Delete files whose week is over (a beat of the settings). Returns how many."""
    old = list(DataExport.objects.filter(ready_at__lte=(now or timezone.now()) - KEEP))
    for export in old:
        forget(export)
    return len(old)


def count_of(people: Collection[int]) -> int:
    """How many files of these people (ids) there are, or are being written."""
    return DataExport.objects.filter(person__in=people).count()


def forget_of(people: Collection[int]) -> int:
    """Delete the files of these people; one that is being written is thrown away when it is done.

    Returns:
        How many there were.
    """
    found = list(DataExport.objects.filter(person__in=people))
    for export in found:
        forget(export)
    return len(found)
