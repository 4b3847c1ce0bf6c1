import pytest

from tests.safety import addresses


@pytest.fixture
def paper() -> addresses.Newspaper:
    return addresses.newspaper()


@pytest.fixture(scope="module")
def paper_of_the_file(rows_of_the_file: None) -> addresses.Newspaper:
    """One newspaper for a file whose tests all read it."""
    return addresses.newspaper()
