"""The project's own source, read as text and as syntax trees by the tests in this folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("newsportal", "articles", "comments")


def python_files() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the project but migrations, with its path from the top."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def templates() -> Iterator[tuple[str, str]]:
    """Every template of a page, with its path from the top; mails are text."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
