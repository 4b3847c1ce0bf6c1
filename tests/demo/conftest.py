"""The demonstration is loaded once for all tests of a file, and rolled back after them."""

import pytest
from django.db import transaction

from tests.demo import loaded


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demonstration in the database; its content is returned.

    What a test does to the rows is undone after it; files stay for the others, so nothing that
    waits for a commit is run in such a file.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield loaded.load()
        transaction.set_rollback(True)
