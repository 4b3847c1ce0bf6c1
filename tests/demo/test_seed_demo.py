"""The command `seed_demo`: loads once, refuses what is not its own, removes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Image, Story
from newsportal.core.models import SiteSettings, User
from newsportal.demo import content_files, drawing, loading
from tests import factories
from tests.demo import loaded

pytestmark = pytest.mark.django_db

STORIES = len(content_files.read().stories)


@pytest.fixture(autouse=True)
def _no_drawing(monkeypatch):
    monkeypatch.setattr(drawing, "draw_all", lambda content, tell: loaded.plain_pictures(content))


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_it_loads_and_says_what(capsys):
    said = run()
    assert f"The Meridian is loaded: {STORIES} stories" in said
    assert "demo-newsroom" in said
    assert Story.objects.live().exists()


def test_a_second_run_changes_nothing_and_says_so():
    run()
    before = list(Story.objects.order_by("pk").values_list("pk", "changed_at"))
    assert "loaded already; nothing was changed" in run()
    assert list(Story.objects.order_by("pk").values_list("pk", "changed_at")) == before


@pytest.mark.parametrize("make", [factories.section, factories.site, factories.UserFactory])
def test_a_newspaper_of_somebodys_is_refused_with_a_clear_line(make):
    make()
    with pytest.raises(CommandError, match="holds a newspaper already"):
        run()
    assert not Story.objects.exists()


def test_somebody_faster_is_noticed(monkeypatch):
    run()
    monkeypatch.setattr(loading, "look", lambda: loading.Holds.NOTHING)
    content = content_files.read()
    pictures = loaded.plain_pictures(content)
    monkeypatch.undo()
    with pytest.raises(loading.NotEmpty):
        loading.load(content, pictures)


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


def test_remove_tells_what_went_and_what_stays():
    run()
    own = factories.published(section=factories.section("news"))
    said = run("--remove")
    assert f"{STORIES} stories" in said
    assert "Kept" not in said
    assert list(Story.objects.all()) == [own]


def test_remove_without_a_demonstration_changes_nothing():
    own = factories.published()
    assert "There is no demonstration here" in run("--remove")
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
