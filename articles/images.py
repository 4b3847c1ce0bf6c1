"""Verbs of the image library: take an upload, let the worker make its renditions."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django_tasks import task

from articles.models import Author, Image, Story
from newsportal.core import images, versions
from newsportal.core.models import User


def take(upload: File[bytes], actor: User | None, **words: Any) -> Image:
    """Keep an uploaded picture: the original apart, one re-encoded JPEG for readers.

    Args:
        upload: any file; what is no picture of ours is refused.
        words: alt, caption, credit, licence and the like.

    Raises:
        newsportal.core.images.ImageRefused: with the reason as a sentence.
    """
    return keep(Image(created_by=actor, **words), images.inspect_and_encode(upload), upload)


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


@task()
def make_renditions(image_id: int) -> None:
    """Make AVIF and WebP widths and the crops of a picture; again after its focal point moved.

    Running twice ends in the same state; files of the run before are deleted.
    """
    image = Image.objects.get(pk=image_id)
    old = [rendition["name"] for rendition in image.renditions]
    made = []
    with image.original.open("rb") as original:
        for rendition in images.renditions(original, (image.focal_x, image.focal_y)):
            name = image.file.storage.save(
                images.random_name(rendition.format), ContentFile(rendition.data)
            )
            made.append(
                {
                    "crop": rendition.crop,
                    "format": rendition.format,
                    "width": rendition.width,
                    "height": rendition.height,
                    "name": name,
                }
            )
    with transaction.atomic():
        Image.objects.filter(pk=image_id).update(renditions=made)
        versions.bump(*keys_of(image))
    for name in old:
        image.file.storage.delete(name)


def keys_of(image: Image) -> list[str]:
    """Version keys of what shows the picture."""
    stories = Story.objects.filter(lead_image=image).values_list("pk", flat=True)
    authors = Author.objects.filter(portrait=image).values_list("pk", flat=True)
    return [
        "home",
        *(f"story:{pk}" for pk in stories),
        *(f"author:{pk}" for pk in authors),
    ]


def is_used(image: Image) -> bool:
    """Whether a story (live or in its working copy) or an author shows the picture."""
    return (
        Story.objects.using_image(image).exists() or Author.objects.filter(portrait=image).exists()
    )


def delete(image: Image) -> None:
    """Delete a picture that nothing shows, and its files once the row is gone."""
    names = [image.file.name, *(rendition["name"] for rendition in image.renditions)]
    public, originals = image.file.storage, image.original.storage
    original = image.original.name
    with transaction.atomic():
        image.delete()
        transaction.on_commit(lambda: _delete_files(public, [name for name in names if name]))
        transaction.on_commit(lambda: _delete_files(originals, [original] if original else []))


def _delete_files(storage: Storage, names: list[str]) -> None:
    for name in names:
        storage.delete(name)
