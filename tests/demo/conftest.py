"""The demonstration is loaded once for all tests of a file, and rolled back after them.

Loading takes longer than all that is asked of it, so as few files as possible need it.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from newsportal.demo import content_files, drawing
from tests.demo import loaded


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Generator[str]:
    """Loads the demonstration by the command, on plain pictures; what that said is returned.

    What a test does to the rows is undone after it; files stay for the others.
    """
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(drawing, "draw_all", lambda content, tell: loaded.plain_pictures(content))
        yield loaded.seed_demo()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(said: str) -> content_files.Content:
    """The demonstration in the database; its content is returned."""
    return content_files.read()
