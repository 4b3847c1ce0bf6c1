"""The command `seed_demo` with the demonstration there: it loads once, and removes.

It is loaded by the command itself, once for all tests of this file.
"""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.models import Story
from newsportal.demo import content_files, drawing, loading
from tests import factories
from tests.demo import loaded

pytestmark = pytest.mark.django_db

STORIES = len(content_files.read().stories)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup, django_db_blocker):
    """What the command said when it loaded the demonstration."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(drawing, "draw_all", lambda content, tell: loaded.plain_pictures(content))
        yield run()
        transaction.set_rollback(True)


def test_it_loads_and_says_what(said):
    assert f"The Meridian is loaded: {STORIES} stories" in said
    assert "demo-newsroom" in said
    assert Story.objects.live().exists()


def test_a_second_run_changes_nothing_and_says_so():
    before = list(Story.objects.order_by("pk").values_list("pk", "changed_at"))
    assert "loaded already; nothing was changed" in run()
    assert list(Story.objects.order_by("pk").values_list("pk", "changed_at")) == before


def test_somebody_faster_is_noticed():
    """Both looked while the database was empty; the second finds it filled."""
    content = content_files.read()
    with pytest.raises(loading.NotEmpty):
        loading.load(content, loaded.plain_pictures(content))


def test_remove_tells_what_went_and_what_stays():
    own = factories.published(section=factories.section("news"))
    said = run("--remove")
    assert f"{STORIES} stories" in said
    assert "Kept" not in said
    assert list(Story.objects.all()) == [own]
