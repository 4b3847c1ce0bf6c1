"""Features E18: renditions are made by the worker, once, and nothing lies about."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import images
from articles.models import Image
from newsportal.core import images as pictures
from newsportal.core import versions
from tests import factories as f
from tests.core.picture_samples import sample, upload

pytestmark = pytest.mark.django_db


def everything(name: str) -> set[str]:
    folder = Path(settings.STORAGES[name]["OPTIONS"]["location"])
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.fixture
def media():
    """The public files that this test has made, by name; those of others are left out."""
    before = everything("default")
    return lambda: everything("default") - before


def taken(**words) -> Image:
    return images.take(upload(sample("JPEG", 900, 600)), None, **words)


def run(image: Image) -> Image:
    images.make_renditions.func(image.pk)
    image.refresh_from_db()
    return image


@pytest.fixture
def encoded(monkeypatch):
    """What was encoded, in order."""
    done = []
    encode = pictures._encoded

    def counted(image, name):
        done.append(name)
        return encode(image, name)

    monkeypatch.setattr(pictures, "_encoded", counted)
    return done


def test_an_upload_writes_one_jpeg_and_one_task(media):
    image = taken()

    assert media() == {image.file.name}
    assert image.renditions == []
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[image.pk]]


def test_the_worker_makes_every_format_and_crop(media):
    image = run(taken())

    assert {(one["crop"], one["format"]) for one in image.renditions} == {
        ("", "avif"),
        ("", "webp"),
        *((crop, kind) for crop in ("1x1", "4x3", "16x9") for kind in ("avif", "webp", "jpeg")),
    }
    assert media() == set(images.files_of(image))


def test_a_second_run_encodes_nothing_and_changes_nothing(media, encoded):
    image = run(taken())
    first, there = image.renditions, media()
    before = versions.read(["home"])
    encoded.clear()

    assert run(image).renditions == first

    assert encoded == []
    assert media() == there
    assert versions.read(["home"]) == before


def test_a_run_that_broke_off_leaves_nothing_behind(media, monkeypatch):
    image = taken()
    encode, count = pictures._encoded, iter(range(100))

    def breaking(*args):
        if next(count) == 5:
            raise MemoryError
        return encode(*args)

    monkeypatch.setattr(pictures, "_encoded", breaking)
    with pytest.raises(MemoryError):
        images.make_renditions.func(image.pk)
    assert len(media()) > 1
    monkeypatch.setattr(pictures, "_encoded", encode)

    image = run(image)

    assert media() == set(images.files_of(image))


def test_a_moved_focal_point_makes_the_crops_anew_and_the_whole_stays(media, encoded):
    image = run(taken())
    whole = [one for one in image.renditions if not one["crop"]]
    old = media()
    encoded.clear()
    Image.objects.filter(pk=image.pk).update(focal_x=0.0)

    image = run(image)

    assert [one for one in image.renditions if not one["crop"]] == whole
    # Nine by six: the whole height is kept, so both narrower crops move and the wide one stays.
    assert len(encoded) == 9
    later = DBTaskResult.objects.get(task_path=images.forget_renditions.module_path)
    assert later.run_after is not None
    images.forget_renditions.func(*later.args_kwargs["args"])
    assert media() == set(images.files_of(image))
    assert len(old - media()) == 9


def test_crops_that_came_back_are_not_forgotten(media):
    image = run(taken())
    first = media()
    Image.objects.filter(pk=image.pk).update(focal_x=0.0)
    run(image)
    Image.objects.filter(pk=image.pk).update(focal_x=0.5)
    image = run(image)

    for task in DBTaskResult.objects.filter(task_path=images.forget_renditions.module_path):
        images.forget_renditions.func(*task.args_kwargs["args"])

    assert media() == first == set(images.files_of(image))


def test_a_picture_whose_task_died_is_given_to_the_worker_again_a_few_times():
    image = taken()
    tasks = DBTaskResult.objects.filter(task_path=images.make_renditions.module_path)
    assert images.catch_up() == 0  # it is on its way

    Image.objects.update(created_at=timezone.now() - 2 * images.PATIENCE)
    assert images.catch_up() == 0  # the task waits
    for _number in range(images.MOST_TRIES - 1):
        tasks.update(status=TaskResultStatus.FAILED)
        assert images.catch_up() == 1
    tasks.update(status=TaskResultStatus.FAILED)
    assert images.catch_up() == 0
    assert tasks.count() == images.MOST_TRIES

    tasks.all().delete()
    run(image)
    assert images.catch_up() == 0


def test_pages_hear_of_new_renditions():
    image = taken()
    story = f.published(lead_image=image)
    key = f"story:{story.pk}"
    before = versions.read([key])

    run(image)

    assert versions.read([key]) != before


def test_a_picture_deleted_before_the_worker_came_is_no_error(media):
    image = taken()
    pk = image.pk
    Image.objects.all().delete()

    images.make_renditions.func(pk)

    assert len(media()) == 1


def test_a_picture_deleted_while_the_worker_made_it_leaves_no_file(
    media, monkeypatch, django_capture_on_commit_callbacks
):
    image = taken()
    made = pictures.renditions

    def while_somebody_deletes(*args, **kwargs):
        yield from made(*args, **kwargs)
        with django_capture_on_commit_callbacks(execute=True):
            images.delete(Image.objects.get(pk=image.pk))

    monkeypatch.setattr(pictures, "renditions", while_somebody_deletes)
    images.make_renditions.func(image.pk)

    assert media() == set()


def test_deleting_takes_what_the_worker_made_since(media, django_capture_on_commit_callbacks):
    image = taken()
    seen_before = Image.objects.get(pk=image.pk)
    run(image)

    with django_capture_on_commit_callbacks(execute=True):
        images.delete(seen_before)

    assert media() == set()
    assert image.original.name not in everything("originals")


def test_names_tell_nothing_of_each_other():
    one, other = run(taken()), run(taken())
    names = [name for image in (one, other) for name in images.files_of(image)]

    assert len(set(names)) == len(names)
    assert all(len(name.partition(".")[0]) == 32 for name in names)
    for image in (one, other):
        assert image.original.name not in names


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_set(media, encoded, monkeypatch):
    image = taken()
    encoded.clear()
    both_are_here = threading.Barrier(2)
    locked = images._lock

    def together(image_id):
        both_are_here.wait(timeout=20)
        locked(image_id)

    monkeypatch.setattr(images, "_lock", together)

    def work():
        try:
            images.make_renditions.func(image.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(work), workers.submit(work)]:
            done.result(timeout=60)

    image.refresh_from_db()
    assert len(encoded) == len(image.renditions)
    assert media() == set(images.files_of(image))
    assert storages["default"].exists(image.renditions[0]["name"])
