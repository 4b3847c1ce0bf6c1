"""Akismet: whether it takes a comment for spam, and what it learns from people (feature M7).

Its protocol: https://akismet.com/developers/comment-check/, …/submit-spam/ and …/submit-ham/. The
answer is the word true or false; anything else means that it did not judge, and the header
X-akismet-debug-help then says why. X-akismet-pro-tip: discard marks what nobody need look at; we
put it away as spam, where moderators find it, and throw nothing away.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings

from comments.screening import Strictness, Verdict
from comments.screening.external import NoAnswer, Question, Request, Service
from newsportal.core.outgoing import Answer

logger = logging.getLogger(__name__)

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


@dataclass(frozen=True)
class Akismet(Service):
    """Akismet with our key there."""

    name = "akismet"
    key: str = field(repr=False)
    url: str

    def request(self, question: Question) -> Request:
        return self._post("comment-check", question)

    def read(self, request: Request, answer: Answer) -> Verdict:  # noqa: ARG002 — the service's form
        word = answer.body.strip()
        if word == b"false":
            return Verdict(inputs={"spam": False})
        if word != b"true":
            help_text = answer.headers.get("X-akismet-debug-help", "")
            logger.warning("Akismet does not judge: %s", help_text[:200])
            raise NoAnswer("not_understood")
        if answer.headers.get("X-akismet-pro-tip", "").strip().lower() == "discard":
            return Verdict(Strictness.SPAM, "akismet_blatant", inputs={"spam": True})
        return Verdict(Strictness.HOLD, "akismet_spam", inputs={"spam": True})

    def lesson(self, question: Question, *, is_spam: bool) -> Request:
        return self._post("submit-spam" if is_spam else "submit-ham", question)

    def _post(self, act: str, question: Question) -> Request:
        """The same values for asking and teaching: it finds by them what it was asked.

        Neither the mail address nor the referring page is sent, though it would take both.
        """
        values = {
            "api_key": self.key,
            "blog": settings.SITE_URL,
            "blog_lang": question.language,
            "blog_charset": "UTF-8",
            "user_ip": question.address or "",
            "user_agent": question.agent,
            "permalink": question.story,
            "comment_type": question.kind,
            "comment_author": question.author,
            "comment_content": question.text,
            "comment_date_gmt": question.written_at.isoformat(timespec="seconds"),
            "recheck_reason": "" if question.occasion == "new" else question.occasion,
        }
        body = urlencode({name: value for name, value in values.items() if value})
        return Request(f"{self.url}/{act}", body.encode(), FORM)


def service() -> Akismet | None:
    """Akismet, where the environment has a key."""
    asked = settings.OUTSIDE_CHECKS
    return Akismet(asked.akismet_key, asked.akismet_url) if asked.akismet_key else None
