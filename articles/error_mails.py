"""The mail to a reader who reported an error: to an address that nobody has confirmed."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from articles.models import ErrorReport, Story
from newsportal.core import mail
from newsportal.core.paper import absolute, speaking

TEMPLATE = "articles/mail/error_answer"


def answer(report: ErrorReport, story: Story, state: str, text: str) -> None:
    """Tell a reader what became of the report, in the caller's transaction."""
    with speaking() as site_name:
        context: dict[str, Any] = {
            "report": report,
            "state": state,
            "answer": text,
            "headline": story.headline,
            "site_name": site_name,
            "link": absolute(story.get_absolute_url() or "/"),
        }
        subject = render_to_string(f"{TEMPLATE}_subject.txt", context)
        context["title"] = " ".join(subject.split())
        mail.send_later(
            context["title"],
            render_to_string(f"{TEMPLATE}.txt", context).strip() + "\n",
            report.email,
            html=render_to_string(f"{TEMPLATE}.html", context),
            headers={"Auto-Submitted": "auto-generated"},
        )
