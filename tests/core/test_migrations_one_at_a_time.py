"""Two processes that migrate at once do it one after the other."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from newsportal.core.management.commands.migrate import LOCK

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere() -> Iterator[BaseDatabaseWrapper]:
    """A connection of another process."""
    other = connection.copy()
    yield other
    other.close()


def is_free(other: BaseDatabaseWrapper) -> bool:
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s), pg_advisory_unlock(%s)", [LOCK, LOCK])
        return bool(cursor.fetchone()[0])


def test_nobody_else_migrates_meanwhile(
    elsewhere: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(
        migrate.Command, "handle", lambda *_args, **_options: seen.append(is_free(elsewhere))
    )

    call_command("migrate", verbosity=0)

    assert seen == [False]
    assert is_free(elsewhere)


def test_a_failure_lets_the_next_one_try(
    elsewhere: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(migrate.Command, "handle", fail)

    with pytest.raises(RuntimeError):
        call_command("migrate", verbosity=0)

    assert is_free(elsewhere)
