"""The demonstration is loaded once for all tests of a file, and rolled back after them.

Loading takes longer than all that is asked of it, so as few files as possible need it.
"""

from __future__ import annotations

import pytest

from newsportal.demo import content_files, drawing
from tests.demo import loaded


@pytest.fixture(scope="module")
def said(rows_of_the_file: None) -> str:
    """Loads the demonstration by the command, on plain pictures; what that said is returned.

    What a test does to the rows is undone after it; files stay for the others.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "draw_all", lambda content, tell: loaded.plain_pictures(content))
        return loaded.seed_demo()


@pytest.fixture(scope="module")
def demo(said: str) -> content_files.Content:
    """The demonstration in the database; its content is returned."""
    return content_files.read()
