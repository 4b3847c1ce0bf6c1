"""The mails that ask: to confirm a subscription, or to say that there is nothing to confirm.

They hold nothing that was typed, for anybody can type any address.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string

from articles.models import Newsletter, Subscriber
from articles.newsletters import tokens
from newsportal.core import mail
from newsportal.core.paper import absolute, speaking


def ask(subscriber: Subscriber, newsletters: Iterable[Newsletter]) -> None:
    """Mail the link to confirm, in the caller's transaction."""
    named = list(newsletters)
    link = tokens.confirm_address(subscriber, [one.pk for one in named])
    _send("newsletters_confirm", subscriber, link, newsletters=named, days=tokens.VALID.days)


def has_all(subscriber: Subscriber, newsletters: Iterable[Newsletter]) -> None:
    """Mail that the address gets all of these already, with the link to choose."""
    link = tokens.mine_address(subscriber.pk)
    _send("newsletters_mine", subscriber, link, newsletters=list(newsletters))


def _send(name: str, subscriber: Subscriber, link: str, **words: Any) -> None:
    template = f"articles/mail/{name}"
    with speaking() as site_name:
        context = {"site_name": site_name, "site_url": absolute("/"), "link": link, **words}
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        context["title"] = subject
        mail.send_later(
            subject,
            render_to_string(f"{template}.txt", context).strip() + "\n",
            subscriber.email,
            html=render_to_string(f"{template}.html", context),
            headers={"Auto-Submitted": "auto-generated"},  # RFC 3834: no out-of-office answers
        )
