"""What tests of notices about discussions share: letting the worker tell, and reading the inbox."""

from __future__ import annotations

from typing import Any

from newsportal.core import notices
from newsportal.core.models import User
from tests.accounts.people import post


def work() -> list[Any]:
    """Let the worker run everything that waits. Returns the mails that it sent."""
    return post()


def told(person: User) -> list[str | None]:
    """The titles in somebody's inbox as they stand there now, the newest first."""
    lines = notices.inbox(User.objects.get(pk=person.pk), before=None, size=100)
    return [line.told.title if line.told else None for line in lines]
