import pytest

from tests.safety import addresses


@pytest.fixture
def paper() -> addresses.Newspaper:
    return addresses.newspaper()
