"""Verbs of the image library: take an upload, let the worker make its renditions."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import image_uses
from articles.debts.reading import forget_readings
from articles.models import Image
from newsportal.core import images, versions
from newsportal.core.models import User

#: A number of ours for PostgreSQL's advisory locks; the second is the picture's.
RENDITIONS_LOCK = 7_319_604

#: Pages that were sent before the crops moved still name the old files for a while.
OLD_FILES_STAY = datetime.timedelta(hours=1)

#: How long a picture may be without renditions before it is given to the worker again, when that
#: ends, how often, and how many at once: a worker that was down has more to do than pictures.
PATIENCE = datetime.timedelta(minutes=10)
GIVEN_UP_AFTER = datetime.timedelta(days=2)
MOST_TRIES = 3
AT_A_BEAT = 50

#: Uploads taken in one request: decoding one takes up to two seconds, and whoever serves the
#: portal ends a request after half a minute.
MOST_AT_ONCE = 12


def take(upload: File[bytes], actor: User | None, **words: Any) -> Image:
    """Keep an uploaded picture: the original apart, one re-encoded JPEG for readers.

    Args:
        upload: any file; what is no picture of ours is refused.
        words: alt, caption, credit, licence and the like.

    Raises:
        newsportal.core.images.ImageRefused: with the reason as a sentence.
    """
    return keep(Image(created_by=actor, **words), images.inspect_and_encode(upload), upload)


@dataclass
class Taken:
    """What became of several uploads: pictures, and for each of the others its name and reason."""

    pictures: list[Image] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def take_all(uploads: Iterable[File[bytes]], actor: User | None, **words: Any) -> Taken:
    """Keep several uploads; a refused one does not hold up the others.

    Args:
        uploads: any files, at most MOST_AT_ONCE; callers refuse more.
        words: what is the same of all: credit, licence and the like.
    """
    taken = Taken()
    for upload in uploads:
        try:
            taken.pictures.append(take(upload, actor, **words))
        except images.ImageRefused as refusal:
            taken.refused.append((upload.name or "", " ".join(refusal.messages)))
    return taken


def keep(image: Image, encoded: images.EncodedImage, upload: File[bytes]) -> Image:
    """Save a new picture with its words, its JPEG and its original; renditions follow.

    Args:
        image: unsaved, with alt, caption and the like.
        encoded: what `newsportal.core.images.inspect_and_encode` made of the upload.
    """
    image.width, image.height = encoded.width, encoded.height
    image.file.save(images.random_name("jpg"), ContentFile(encoded.jpeg), save=False)
    upload.seek(0)
    image.original.save(images.random_name("bin"), upload, save=False)
    with transaction.atomic():
        image.save()
        make_renditions.enqueue(image.pk)
    return image


@transaction.atomic
def describe(image: Image, changed: Collection[str]) -> None:
    """Write a picture's words and focal point, and tell all that shows it.

    Args:
        image: with its new values.
        changed: names of the fields that have new values; a moved focal point has the crops made
            anew.
    """
    if not changed:
        return
    image.save(update_fields=list(changed))
    versions.bump(*image_uses.keys_of(image))
    if {"focal_x", "focal_y"} & set(changed):
        make_renditions.enqueue(image.pk)
    if {"alt", "credit", "licence_expires"} & set(changed):
        forget_readings(image)


# Renditions --------------------------------------------------------------------------------------


@task()
def make_renditions(image_id: int) -> None:
    """Make AVIF and WebP widths and the crops of a picture; again after its focal point moved.

    Running again makes nothing that is there. Two runs at once follow each other by a lock of the
    database; a file's name follows from what it shows, so a run after a crash writes over what the
    other left. A picture deleted meanwhile leaves no file.
    """
    with transaction.atomic():
        _lock(image_id)
        image = Image.objects.filter(pk=image_id).first()
        if image is None:
            return
        storage = image.file.storage
        made = list(_made(image))
        before = image.renditions
        if made == before:
            return
        if not Image.objects.filter(pk=image_id).update(renditions=made):
            _delete_files(storage, [rendition["name"] for rendition in made])
            return
        versions.bump(*image_uses.keys_of(image))
        gone = {rendition["name"] for rendition in before} - {one["name"] for one in made}
        if gone:
            later = forget_renditions.using(run_after=timezone.now() + OLD_FILES_STAY)
            later.enqueue(image_id, sorted(gone))


def _made(image: Image) -> Iterator[dict[str, Any]]:
    """Every rendition as the row has it; files that are not there yet are written."""
    storage, secret = image.file.storage, str(image.original.name)
    known = {rendition.get("key", ""): rendition for rendition in image.renditions}
    with image.original.open("rb") as original:
        focal = (image.focal_x, image.focal_y)
        for one in images.renditions(original, focal, known=known.keys()):
            if one.key in known:
                yield known[one.key]
                continue
            name = _write(storage, _name(secret, one), one.data)
            yield {
                "crop": one.crop,
                "format": one.format,
                "width": one.width,
                "height": one.height,
                "key": one.key,
                "name": name,
            }


def _name(secret: str, rendition: images.Rendition) -> str:
    """128 bits that follow from the original's own name, which no page ever shows."""
    digest = hashlib.sha256(f"{secret} {rendition.key}".encode()).hexdigest()
    return f"{digest[: 2 * images.NAME_BYTES]}.{rendition.format}"


def _write(storage: Storage, name: str, data: bytes) -> str:
    """Write a file under exactly this name, over what a run that was broken off has left."""
    if storage.exists(name):
        storage.delete(name)
    return storage.save(name, ContentFile(data))


def catch_up() -> int:
    """Give pictures that still have no renditions to the worker again (a beat of the settings).

    A worker may be stopped in the middle, and a task ends with it. After MOST_TRIES the picture is
    left with its JPEG, which every page shows.

    Returns:
        How many were given.
    """
    now = timezone.now()
    waiting = Image.objects.filter(
        renditions=[], created_at__lt=now - PATIENCE, created_at__gt=now - GIVEN_UP_AFTER
    ).values_list("pk", flat=True)
    pks = list(waiting[:AT_A_BEAT])
    tasks = DBTaskResult.objects.filter(
        task_path=make_renditions.module_path, args_kwargs__args__0__in=pks
    )
    tried = Counter(row["args"][0] for row in tasks.values_list("args_kwargs", flat=True))
    ahead = {row["args"][0] for row in tasks.ready().values_list("args_kwargs", flat=True)}
    again = [pk for pk in pks if pk not in ahead and tried[pk] < MOST_TRIES]
    for pk in again:
        make_renditions.enqueue(pk)
    return len(again)


@task()
def forget_renditions(image_id: int, names: list[str]) -> None:
    """Delete files that a picture no longer names; one whose crops came back names them again."""
    with transaction.atomic():
        _lock(image_id)
        image = Image.objects.filter(pk=image_id).first()
        named = {one["name"] for one in image.renditions} if image else set()
        _delete_files(Image().file.storage, [name for name in names if name not in named])


def _lock(image_id: int) -> None:
    """Wait until nobody else makes or deletes renditions of this picture; held to the commit."""
    with connection.cursor() as cursor:
        # The second key has 32 bits; pictures beyond would only wait for each other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [RENDITIONS_LOCK, image_id & 0x7FFFFFFF]
        )


# Deleting ----------------------------------------------------------------------------------------


def delete(image: Image) -> None:
    """Delete a picture that nothing shows, and its files once the row is gone."""
    public, originals = image.file.storage, image.original.storage
    with transaction.atomic():
        # What the worker has made since the caller read the row goes too.
        now = Image.objects.select_for_update().get(pk=image.pk)
        names = files_of(now)
        original = str(now.original.name)
        image.delete()
        transaction.on_commit(lambda: _delete_files(public, names))
        transaction.on_commit(lambda: _delete_files(originals, [original]))


def files_of(image: Image) -> list[str]:
    """The names of a picture's public files: its JPEG and all renditions."""
    return [str(image.file.name), *(rendition["name"] for rendition in image.renditions)]


def _delete_files(storage: Storage, names: Iterable[str]) -> None:
    for name in names:
        if name:
            storage.delete(name)
