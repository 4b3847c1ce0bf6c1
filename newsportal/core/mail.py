"""Mail goes out by the worker: a mail server that is slow or down keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django_tasks import task


def mailbox(email: str) -> str:
    """An address as it is kept and counted: small letters, which mail minds nowhere in practice,
    and the one spelling of its host.

    A host can be written in letters of any width and with marks that nobody sees (RFC 3491); each
    leads to the same mailbox, which would be mailed and counted anew for each.
    """
    name, _at, host = email.strip().lower().rpartition("@")
    try:
        host = host.encode("idna").decode("idna").lower()
    except UnicodeError:  # no host that a mail could go to
        return email.strip().lower()
    return f"{name}@{host}"


def send_later(
    subject: str,
    text: str,
    to: str,
    *,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Put a mail into the queue, in the caller's transaction.

    Args:
        subject: one line.
        text: the plain text body.
        to: one address.
        html: the same as HTML, for those whose program shows it; empty: there is none.
        headers: further headers, such as List-Unsubscribe.
    """
    deliver.enqueue(subject, text, to, html, dict(headers or {}))


@task()
def deliver(
    subject: str, text: str, to: str, html: str = "", headers: dict[str, str] | None = None
) -> None:
    """Hand one mail to the mail server; an error leaves the task failed, where it can be seen."""
    send(subject, text, to, html=html, headers=headers)


def send(
    subject: str,
    text: str,
    to: str,
    *,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Hand one mail to the mail server now; for the worker, which may wait.

    Args: as for `send_later`.

    Raises:
        OSError: the mail server cannot be reached or refuses (smtplib's errors are OSErrors).
        django.core.mail.BadHeaderError: a line break in a header.
    """
    compose(subject, text, to, html=html, headers=headers).send()


def header_line(words: str) -> str:
    """Words on one line, for the subject or a name: an import may bring any sign, and a form feed
    ends a line of a header as well as a line break does (`str.splitlines`, email.header)."""
    return " ".join(words.split())


def compose(
    subject: str,
    text: str,
    to: str,
    *,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    sender: str = "",
) -> EmailMultiAlternatives:
    """Put a mail together without handing it over; for whoever keeps a line to the mail server.

    Args: as for `send_later`, and
        sender: whom it comes from, perhaps with a name; empty: as the settings have it.
    """
    message = EmailMultiAlternatives(
        header_line(subject),
        text,
        sender or settings.DEFAULT_FROM_EMAIL,
        [to],
        headers=dict(headers or {}),
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message
