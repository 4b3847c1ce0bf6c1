from collections.abc import Generator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.safety import addresses


@pytest.fixture
def paper() -> addresses.Newspaper:
    return addresses.newspaper()


@pytest.fixture(scope="module")
def paper_of_the_file(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Generator[addresses.Newspaper]:
    """One newspaper for a file whose tests all read it: made once, undone after the last of them.

    What a single test changes is undone after it, as ever.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield addresses.newspaper()
        transaction.set_rollback(True)
