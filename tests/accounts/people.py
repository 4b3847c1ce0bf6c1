"""What tests of the account pages share: signing up as a person does, and reading the mail."""

from __future__ import annotations

import re
import time
from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from newsportal.core.models import User
from tests import factories as f

SIGN_UP, SIGN_IN, RESET = "/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"
RANAS = "rana@example.org"
WORDS = "three ferries left early"
LINK = re.compile(r"https?://\S+")


def member(email: str = RANAS, **fields: Any) -> User:
    """An account whose address is confirmed."""
    user = f.UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def sign_in(client: Client, email: str = RANAS, password: str = f.PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def later(monkeypatch: pytest.MonkeyPatch, seconds: int = 60) -> None:
    """Let time pass for signatures and for the sign-up form."""
    then = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: then)


def sign_up_form(client: Client) -> dict[str, str]:
    """What Rana types into the form that she was shown."""
    page = client.get(SIGN_UP).content.decode()
    shown_at = re.search(r'name="shown_at" value="([^"]+)"', page)
    assert shown_at
    return {
        "email": RANAS,
        "display_name": "Rana Aziz",
        "password1": WORDS,
        "shown_at": shown_at[1],
    }


def let_the_minute_pass() -> None:
    """Nobody can undo any more what was decided, so people may be told."""
    waiting = DBTaskResult.objects.filter(
        task_path="newsportal.core.events.tell", status=TaskResultStatus.READY
    )
    waiting.update(run_after=timezone.now())


def post() -> list[Any]:
    """The mails that the worker sends when the minute in which things can be undone is over."""
    mail.outbox.clear()
    let_the_minute_pass()
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )
    # It would close the connection that the test's transaction is open on.
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        worker.run()
    return list(mail.outbox)


def link(message: Any) -> str:
    """The path of the first link in a mail."""
    found = LINK.search(message.body)
    assert found
    return "/" + found[0].split("/", 3)[3]
