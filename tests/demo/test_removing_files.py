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


@pytest.fixture
def demo(db):
    """Loaded for each test anew: what waits for a commit runs here and deletes files."""
    return loaded.load()


def test_the_database_is_empty_again_and_can_be_loaded_anew(
    demo, django_capture_on_commit_callbacks
):
    files = [(image.file.name, image.original.name) for image in Image.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        removed = removing.remove(demo)
    assert removed.kept == []
    assert removed.comments_of_others == 0
    for noun in (*NOUNS, SiteSettings, SiteDiscussion, Address, Discussion, DBTaskResult):
        assert not noun._default_manager.exists(), noun
    for public, original in files:
        assert not storages["default"].exists(public)
        assert not storages["originals"].exists(original)
    assert loading.look() is loading.Holds.NOTHING


def test_renditions_go_with_their_picture(demo, django_capture_on_commit_callbacks):
    image = Image.objects.first()
    with image.file.open() as file:
        name = storages["default"].save("rendition.webp", file)
    Image.objects.filter(pk=image.pk).update(renditions=[{"name": name}])
    with django_capture_on_commit_callbacks(execute=True):
        removing.remove(demo)
    assert not storages["default"].exists(name)
