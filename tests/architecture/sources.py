"""The project's own source, read as text and as syntax trees by the tests in this folder."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("newsportal", "articles", "comments")


def python_files(words: Iterable[str]) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the project but migrations, with its path from the top.

    Only those are read as trees in which one of the words stands: that takes a while.
    """
    wanted = tuple(words)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            source = path.read_text("utf-8")
            if any(word in source for word in wanted):
                yield path.relative_to(ROOT).as_posix(), ast.parse(source)


def templates() -> Iterator[tuple[str, str]]:
    """Every template of a page, with its path from the top; mails are text."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
