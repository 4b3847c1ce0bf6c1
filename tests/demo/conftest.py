"""The demonstration is loaded once for the tests of a file that only look at it."""

import pytest

from newsportal.demo import content_files
from tests.demo import loaded


@pytest.fixture
def demo(db) -> content_files.Content:
    """The demonstration in the database; its content is returned."""
    return loaded.load()
