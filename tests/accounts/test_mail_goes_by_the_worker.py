"""Mails are tasks: a mail server that is down fails the task and keeps no page waiting."""

from __future__ import annotations

import pytest
from django.core import mail as django_mail
from django_tasks_db.models import DBTaskResult

from tests import factories as f
from tests.accounts.people import RANAS, RESET, member, post

pytestmark = pytest.mark.django_db


class BrokenServer:
    """A mail backend whose server refuses every connection."""

    def __init__(self, *_args, **_kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("the mail server is down")


@pytest.fixture(autouse=True)
def newspaper():
    f.site(name="The Meridian <&>")
    return member()


def test_the_page_only_writes_a_task(client):
    client.post(RESET, {"email": RANAS})

    assert django_mail.outbox == []
    assert DBTaskResult.objects.ready().count() == 1


def test_the_worker_sends_plain_text_in_the_newspapers_name(client, settings):
    client.post(RESET, {"email": RANAS})

    (message,) = post()

    assert message.subject == "A new password for The Meridian <&>"
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert message.to == [RANAS]
    assert message.content_subtype == "plain"
    assert "The Meridian <&>\nhttp" in message.body
    assert "<a " not in message.body
    assert settings.SITE_URL in message.body


def test_a_mail_server_that_is_down_fails_the_task_and_not_the_page(client, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"

    response = client.post(RESET, {"email": RANAS}, follow=True)

    assert response.status_code == 200
    assert "Look into your mail" in response.content.decode()
    assert post() == []
    failed = DBTaskResult.objects.failed().get()
    assert "the mail server is down" in failed.traceback
