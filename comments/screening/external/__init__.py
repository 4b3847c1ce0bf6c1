"""Services outside that are asked about a comment: one form for all of them (feature M7).

A service says what it is sent and how its answer is read, and knows nothing of the net: a fourth
one is a module beside the three and a line in `settings.OUTSIDE_SERVICES`. Asking touches no
database and happens outside any transaction (`comments.asking` says when). All services are asked
at once, within one time limit for the whole.

A service that gives no answer that can be trusted holds the comment, whatever the reason (fail
closed), and the reason is its verdict's code.
"""

from __future__ import annotations

import datetime
import json
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.conf import settings
from django.utils.module_loading import import_string

from comments.models.outside_words import FAILURES as FAILURES
from comments.screening import Named, Strictness, Verdict
from comments.screening.external.resting import Rests
from newsportal.core import outgoing

logger = logging.getLogger(__name__)

#: Services that were too slow and are left alone for a while.
RESTS = Rests()

#: Seconds for all services together while somebody waits for their comment to be posted.
LIMIT_SECONDS = 2.0
#: The same where nobody waits (the worker).
PATIENT_SECONDS = 10.0
#: The largest answer that is read, in bytes; what a service has to say is a tenth of it.
MAX_ANSWER_BYTES = 64 * 1024


@dataclass(frozen=True)
class Question:
    """All that a service may be told of a comment; each takes the least that it needs.

    Args:
        kind: "comment", or "reply" for an answer to another.
        story: the story's public address.
        author: the name above the comment.
        author_id: who wrote it, as a number that means something to the newsroom only.
        address: the network address it came from, where it is known.
        agent: what the browser calls itself; known only while it asks, and never kept.
        written_at: when it was handed in; aware.
        language: the site's.
        occasion: "new", "edit", or "again" where no answer came the first time.
    """

    text: str
    kind: str
    story: str
    author: str
    author_id: int | None
    address: str | None
    written_at: datetime.datetime
    language: str
    agent: str = ""
    occasion: str = "new"


@dataclass(frozen=True)
class Request:
    """What is sent to a service."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class NoAnswer(Exception):
    """A service gave no answer that can be trusted; `code` is one of `FAILURES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Service(ABC):
    """One service outside, configured."""

    #: The name under which its signals are kept.
    name: ClassVar[str]
    #: Where it stands.
    url: str

    @abstractmethod
    def request(self, question: Question) -> Request:
        """What the service is sent."""

    @abstractmethod
    def read(self, request: Request, answer: outgoing.Answer) -> Verdict:
        """What its answer means.

        Raises:
            NoAnswer: it means nothing, or is not the service's.
        """

    def lesson(self, question: Question, *, is_spam: bool) -> Request | None:  # noqa: ARG002
        """What the service is told when people decide otherwise; None where it does not learn."""
        return None


def services() -> list[Service]:
    """Those that the environment configures, in the order of the settings."""
    found = (import_string(dotted)() for dotted in settings.OUTSIDE_SERVICES)
    return [service for service in found if service is not None]


def ask(
    question: Question, asked: Collection[Service], *, seconds: float | None = None
) -> list[Named]:
    """Ask services at once and wait for all of them, but no longer than the limit.

    Args:
        question: what is asked.
        asked: which services.
        seconds: the limit for all together; by default that of somebody who waits.

    Returns:
        (name, verdict) pairs in order; a service without an answer holds.
    """
    if not asked:
        return []
    is_waited_for = seconds is None
    limit = LIMIT_SECONDS if seconds is None else seconds
    end = time.monotonic() + limit
    pool = ThreadPoolExecutor(len(asked), thread_name_prefix="outside-check")
    try:
        running = [
            None
            if is_waited_for and RESTS.rests(one.url)
            else pool.submit(_ask_one, one, question, limit)
            for one in asked
        ]
        verdicts = [failed("resting") if one is None else _wait(one, end) for one in running]
    finally:
        # Whoever is late ends by its own limit; nobody waits for it here.
        pool.shutdown(wait=False, cancel_futures=True)
    for service, verdict in zip(asked, verdicts, strict=True):
        if verdict.code != "resting":
            RESTS.note(service.url, was_slow=verdict.code == "no_answer")
    return [(one.name, verdict) for one, verdict in zip(asked, verdicts, strict=True)]


def send(request: Request, seconds: float) -> outgoing.Answer:
    """Send a request to a service. Raises NoAnswer."""
    try:
        return outgoing.exchange(
            request.url,
            request.body,
            headers=request.headers,
            max_bytes=MAX_ANSWER_BYTES,
            timeout_seconds=seconds,
            inner=settings.OUTSIDE_CHECKS.networks,
        )
    except outgoing.OutgoingError as error:
        raise NoAnswer(_CODES.get(error.code, "not_reached")) from error


#: Ours for the guard's.
_CODES = {
    "timeout": "no_answer",
    "status": "answered_with_error",
    "redirects": "answered_with_error",
    "too_large": "answer_too_large",
    "encoding": "not_understood",
    "broken": "not_understood",
}


def failed(code: str) -> Verdict:
    """The verdict of a service that gave no answer."""
    return Verdict(Strictness.HOLD, code)


def _ask_one(service: Service, question: Question, seconds: float) -> Verdict:
    """Runs in a thread of its own: no database here."""
    try:
        request = service.request(question)
        return service.read(request, send(request, seconds))
    except NoAnswer as failure:
        logger.warning("The outside check %s gave no answer: %s", service.name, failure.code)
        return failed(failure.code)
    except Exception:
        # Whatever a service sends, nobody loses a comment by it.
        logger.exception("The outside check %s failed; the comment is held.", service.name)
        return failed("not_understood")


def _wait(verdict: Future[Verdict], end: float) -> Verdict:
    try:
        return verdict.result(timeout=max(0.0, end - time.monotonic()))
    except TimeoutError:
        return failed("no_answer")


def as_json(answer: outgoing.Answer) -> dict[str, Any]:
    """The object that an answer holds. Raises NoAnswer when it holds none."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise NoAnswer("not_understood") from None
    if not isinstance(found, dict):
        raise NoAnswer("not_understood")
    return found


def as_score(value: object) -> float:
    """A number from 0 to 1. Raises NoAnswer for anything else, NaN and True included."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise NoAnswer("not_understood")
    return float(value)
