"""What the documents name is there: files, commands, targets, options."""

import re
from argparse import ArgumentParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
#: What a reader copies from: the documents, and the files that run the portal elsewhere.
RECIPES = [*DOCUMENTS, ROOT / "Makefile", ROOT / "Dockerfile", ROOT / "docker-compose.yml"]

OURS = {"newsportal", "articles", "comments"}

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
COMMAND = re.compile(r'manage\.py"?,? "?([a-z_]+)')
TARGET = re.compile(r"(?:^|[`\s])make ([a-z]+)(?=[`\s]|$)", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("recipe", RECIPES, ids=name)
def test_commands_are_the_portals(recipe: Path) -> None:
    named = set(COMMAND.findall(recipe.read_text(encoding="utf-8")))

    assert named <= get_commands().keys()
    # The package's own worker would run tasks and keep no beat.
    assert "db_worker" not in named


def test_every_command_of_ours_is_explained() -> None:
    explained = " ".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)

    for command, app in get_commands().items():
        if app.partition(".")[0] in OURS:
            assert f"manage.py {command}" in explained or f"`{command}" in explained, command


def test_every_option_of_the_import_is_explained() -> None:
    parser = ArgumentParser(add_help=False)
    load_command_class("newsportal.interop", "import_wordpress").add_arguments(parser)
    explained = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")

    for option in (option for action in parser._actions for option in action.option_strings):
        assert f"`{option}" in explained, option


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_targets_are_the_makefiles(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = "\n".join(
        re.findall(r"`[^`]+`|^ {4}.*$", document.read_text(encoding="utf-8"), re.MULTILINE)
    )

    assert set(TARGET.findall(code)) <= targets


def test_no_two_decisions_share_a_number() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]

    assert len(numbers) == len(set(numbers))
