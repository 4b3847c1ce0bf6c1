"""Mails about a notice of illegal content: to an address that nobody has confirmed, so they repeat
nothing of what was typed."""

from __future__ import annotations

import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from comments.models import LegalDecision, LegalNotice
from newsportal.core import mail
from newsportal.core.paper import absolute, speaking


def receipt(notice: LegalNotice, address: str) -> None:
    """Confirm that a notice has arrived (article 16, paragraph 4), in the caller's transaction."""
    _send(notice, address, "comments/mail/legal_receipt")


def decision(notice: LegalNotice, decided: LegalDecision, address: str) -> None:
    """Tell what was decided and why (article 16, paragraph 5), in the caller's transaction."""
    _send(notice, address, "comments/mail/legal_decision", decided=decided)


def warning(notice: LegalNotice) -> None:
    """Warn a notifier whose notices were often unfounded (article 23, paragraph 2)."""
    _send(notice, reverse("comments:moderation"), "comments/mail/legal_warning")


def suspension(notice: LegalNotice, until: datetime.datetime) -> None:
    """Tell a notifier that notices are set aside for a time, and why (article 23)."""
    _send(notice, reverse("comments:moderation"), "comments/mail/legal_suspension", until=until)


def _send(notice: LegalNotice, address: str, template: str, **words: Any) -> None:
    with speaking() as site_name:
        context = {
            "notice": notice,
            "site_name": site_name,
            "link": absolute(address),
            "content": absolute(notice.address),
            **words,
        }
        subject = render_to_string(f"{template}_subject.txt", context)
        context["title"] = " ".join(subject.split())
        mail.send_later(
            context["title"],
            render_to_string(f"{template}.txt", context).strip() + "\n",
            notice.email,
            html=render_to_string(f"{template}.html", context),
            headers={"Auto-Submitted": "auto-generated"},
        )
