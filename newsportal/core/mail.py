"""Mail goes out by the worker: a mail server that is slow or down keeps nobody waiting."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django_tasks import task


def send_later(subject: str, text: str, to: str) -> None:
    """Put a mail into the queue, in the caller's transaction.

    Args:
        subject: one line.
        text: the plain text body.
        to: one address.
    """
    deliver.enqueue(subject, text, to)


@task()
def deliver(subject: str, text: str, to: str) -> None:
    """Hand one mail to the mail server; an error leaves the task failed, where it can be seen."""
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]).send()
