"""`seed_demo --remove` leaves neither rows nor files of what nobody has made their own."""

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import storages
from django_tasks_db.models import DBTaskResult

from articles.models import (
    Author,
    Correction,
    Front,
    Image,
    MenuItem,
    Page,
    PublicVersion,
    Section,
    Story,
    Tag,
)
from comments.models import Comment, Discussion, Reaction, SiteDiscussion
from newsportal.core.models import Address, SiteSettings, User
from newsportal.demo import loading, removing
from tests.demo import loaded

pytestmark = pytest.mark.django_db

NOUNS = (
    *(Story, Page, Section, Tag, Author, Image, MenuItem, Comment, Reaction, User, EmailAddress),
    *(Correction, PublicVersion, Front),
)


def test_neither_rows_nor_files_stay_and_it_can_be_loaded_anew(
    db, django_capture_on_commit_callbacks
):
    """Loaded for this test alone: what waits for a commit runs here and deletes files."""
    demo = loaded.load()
    files = [(image.file.name, image.original.name) for image in Image.objects.all()]
    image = Image.objects.first()
    with image.file.open() as file:
        rendition = storages["default"].save("rendition.webp", file)
    Image.objects.filter(pk=image.pk).update(renditions=[{"name": rendition}])

    with django_capture_on_commit_callbacks(execute=True):
        removed = removing.remove(demo)

    assert removed.kept == []
    assert removed.comments_of_others == 0
    assert not list(DBTaskResult.objects.values_list("task_path", "args_kwargs"))
    for noun in (*NOUNS, SiteSettings, SiteDiscussion, Address, Discussion):
        assert not noun._default_manager.exists(), noun
    for public, original in files:
        assert not storages["default"].exists(public)
        assert not storages["originals"].exists(original)
    assert not storages["default"].exists(rendition)
    assert loading.look() is loading.Holds.NOTHING
