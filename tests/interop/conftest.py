"""What tests of imports stand on: an old site's files, and how to bring them in."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from newsportal.interop.reporting import Report
from newsportal.interop.wordpress.context import Options
from newsportal.interop.wordpress.importing import bring_in
from tests.interop import wxr

Import = Callable[..., Report]


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Writes an export of the Gazette."""

    def write(*parts: str | bytes, name: str = "gazette.xml", **options: Any) -> Path:
        path = tmp_path / name
        whole = parts[0] if isinstance(parts[0], bytes) else wxr.wxr(*parts, **options)
        path.write_bytes(whole)
        return path

    return write


@pytest.fixture
def bring(export: Callable[..., Path]) -> Import:
    """Writes an export of the Gazette and brings it in."""

    def run(*parts: str | bytes, **options: Any) -> Report:
        report = Report()
        bring_in([export(*parts)], Options(**options), report)
        return report

    return run


def digests() -> dict[str, str]:
    """A digest of the rows of every table of the project."""
    return {
        model._meta.label: hashlib.sha256(repr(list(rows(model))).encode()).hexdigest()
        for label in ("core", "articles", "comments")
        for model in apps.get_app_config(label).get_models()
    }


def rows(model: type[models.Model]) -> Iterator[list[Any]]:
    for row in model._default_manager.order_by("pk").values_list():
        yield [bytes(value) if isinstance(value, memoryview) else value for value in row]
