"""The command `seed_demo` before the demonstration is there: what it refuses, and what fails."""

import pytest
from django.core.management import CommandError

from articles.models import Image, Story
from newsportal.core.models import SiteSettings, User
from newsportal.demo import content_files, drawing, loading
from tests import factories
from tests.demo import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_drawing(monkeypatch):
    monkeypatch.setattr(drawing, "draw_all", lambda content, tell: loaded.plain_pictures(content))


@pytest.mark.parametrize("make", [factories.section, factories.site, factories.UserFactory])
def test_a_newspaper_of_somebodys_is_refused_with_a_clear_line(make):
    make()
    with pytest.raises(CommandError, match="holds a newspaper already"):
        loaded.seed_demo()
    assert not Story.objects.exists()


def test_a_failure_leaves_neither_rows_nor_files():
    content = content_files.read()
    pictures = loaded.plain_pictures(content)
    broken = pictures | {content.authors[-1].slug: b"no picture"}
    kept = []
    with pytest.raises(Exception, match="not a picture") as failure:
        loading.load(
            content, broken, tell=lambda what, done, total: kept.append(Image.objects.last())
        )
    assert failure.value.code == "not_a_picture"
    assert kept
    assert not any(image.file.storage.exists(image.file.name) for image in kept)
    assert not User.objects.exists()
    assert not SiteSettings.objects.exists()


def test_remove_without_a_demonstration_changes_nothing():
    own = factories.published()
    assert "There is no demonstration here" in loaded.seed_demo("--remove")
    assert list(Story.objects.all()) == [own]


def test_a_file_that_is_not_as_it_should_be_is_named(tmp_path):
    (tmp_path / "stories").mkdir()
    for name in ("sections", "tags", "authors", "pages"):
        (tmp_path / f"{name}.toml").write_text(f"{name} = []\n")
    (tmp_path / "stories" / "a.toml").write_text('headline = "A"\n')
    with pytest.raises(ValueError, match=r"a\.toml"):
        content_files.read(tmp_path)
    (tmp_path / "stories" / "a.toml").write_text("headline = \n")
    with pytest.raises(ValueError, match=r"a\.toml"):
        content_files.read(tmp_path)
