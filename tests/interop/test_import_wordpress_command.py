"""`manage.py import_wordpress`: what it prints, how it fails."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Story
from newsportal.interop.wordpress import importing
from tests.interop import wxr

pytestmark = pytest.mark.django_db

Export = Callable[..., Path]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*arguments: object, stderr: io.StringIO | None = None) -> list[str]:
    stdout = io.StringIO()
    call_command(
        "import_wordpress", *map(str, arguments), stdout=stdout, stderr=stderr or io.StringIO()
    )
    return stdout.getvalue().splitlines()


def test_the_summary_counts_kinds_and_accounts_for_every_item(export: Export) -> None:
    path = export(wxr.item(1, wxr.comment(5)), wxr.item(2, post_type="product", title="Mug"))

    lines = run(path)

    assert "  1 stories, and 0 that were here already" in lines
    assert "2 items read: 1 imported, 0 here already, 1 left out." in lines
    assert any("Mug" in line for line in lines)


def test_a_dry_run_says_so_and_writes_nothing(export: Export) -> None:
    lines = run(export(wxr.item(1)), "--dry-run")

    assert lines[0] == "What would be imported:"
    assert not Story.objects.exists()


def test_the_section_of_what_has_none_can_be_named(export: Export) -> None:
    run(export(wxr.item(1)), "--section", "Town")

    assert Story.objects.get().get_absolute_url().startswith("/town/")


def test_everything_left_out_has_a_line_when_asked_for(export: Export) -> None:
    products = [wxr.item(n, post_type="product", title=f"Mug {n}") for n in range(1, 8)]

    lines = run(export(*products), "--verbosity", "2")

    assert all(any(f"“Mug {n}”" in line for line in lines) for n in range(1, 8))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"", "gazette.xml: The file is empty."),
        (b"<html></html>", "gazette.xml: This is no WordPress export"),
        (wxr.wxr(wxr.item(1))[:-200], "gazette.xml: The file ends in the middle of line"),
    ],
)
def test_a_bad_file_gives_one_clear_line_and_a_failure(
    export: Export, source: bytes, expected: str
) -> None:
    with pytest.raises(CommandError) as failed:
        run(export(source))

    assert str(failed.value).startswith(expected)
    assert "\n" not in str(failed.value)
    assert failed.value.returncode == 1


def test_a_file_that_is_not_there_gives_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone.xml: No such file or directory"):
        run(tmp_path / "gone.xml")
    with pytest.raises(CommandError, match="Is a directory"):
        run(tmp_path)


def test_uploads_that_are_not_there_give_one_clear_line(export: Export, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not exist"):
        run(export(wxr.item(1)), "--media-from", tmp_path / "gone.zip")
    assert not Story.objects.exists()


def test_an_interruption_says_how_to_go_on(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing.SiteImport, "take", interrupt)

    with pytest.raises(CommandError, match="run it again to go on") as failed:
        run(export(wxr.item(1)))
    assert failed.value.returncode == 130


def test_two_imports_at_once_are_refused(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

        def execute(self, *statement):
            return None

        def fetchone(self):
            return (False,)

    class Connection:
        def cursor(self):
            return Cursor()

    monkeypatch.setattr(importing, "connection", Connection())

    with pytest.raises(CommandError, match="Another import is running"):
        run(export(wxr.item(1)))


def test_progress_is_about_ten_lines_where_nobody_watches(export: Export) -> None:
    stderr = io.StringIO()

    run(export(*(wxr.item(n, post_type="product") for n in range(1, 101))), stderr=stderr)

    lines = stderr.getvalue().splitlines()
    assert 10 <= len(lines) <= 12
    assert lines[-1] == "Items: 100/100"


def test_progress_is_one_line_on_a_terminal(export: Export) -> None:
    terminal = Terminal()

    run(export(*(wxr.item(n, post_type="product") for n in range(1, 101))), stderr=terminal)

    drawn = terminal.getvalue()
    assert drawn.count("\n") == 1
    assert drawn.endswith(f"[{'#' * 30}] Items: 100/100\n")
