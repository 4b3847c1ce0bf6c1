"""An end point of the newsroom's own that judges comments: JSON, signed both ways (feature M7).

The signatures are those of Standard Webhooks (standardwebhooks.com), as our webhooks have them:
`webhook-id` names the question, `webhook-timestamp` is the time in seconds, and
`webhook-signature` holds ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``. The
answer bears the same id, a time and a signature of its own; one that is missing, wrong, old or
of another question holds the comment. docs/running.md shows an end point.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from dataclasses import dataclass, field

from django.conf import settings

from comments.screening import Strictness, Verdict
from comments.screening.external import (
    NoAnswer,
    Question,
    Request,
    Service,
    as_json,
    as_score,
)
from newsportal.core.outgoing import Answer

#: Seconds that the answer's clock may differ from ours, as Standard Webhooks has it.
CLOCKS_DIFFER = 5 * 60
#: How the end point spells a reason of its own: it is shown to moderators and counted.
CODE = re.compile(r"[a-z0-9_/-]{1,40}")
#: Places in the text that one answer may mark.
MOST_SPANS = 100

VERDICTS = {
    "pass": (Strictness.PASS, ""),
    "hold": (Strictness.HOLD, "own_hold"),
    "spam": (Strictness.SPAM, "own_spam"),
}


@dataclass(frozen=True)
class OwnEndpoint(Service):
    """The end point with the secret that both sides know."""

    name = "own_endpoint"
    url: str
    secret: bytes = field(repr=False)

    def request(self, question: Question) -> Request:
        body = json.dumps(
            {
                "text": question.text,
                "kind": question.kind,
                "occasion": question.occasion,
                "story": question.story,
                "author": question.author_id,
                "written_at": question.written_at.isoformat(timespec="seconds"),
                "language": question.language,
            },
            ensure_ascii=False,
        ).encode("utf-8", "replace")
        name, stamp = f"msg_{secrets.token_hex(16)}", str(int(time.time()))
        return Request(
            self.url,
            body,
            {
                "Content-Type": "application/json",
                "Accept": "application/json",
                "webhook-id": name,
                "webhook-timestamp": stamp,
                "webhook-signature": signature(self.secret, name, stamp, body),
            },
        )

    def read(self, request: Request, answer: Answer) -> Verdict:
        self._check(request, answer)
        said = as_json(answer)
        verdict = said.get("verdict")
        if not isinstance(verdict, str) or verdict not in VERDICTS:
            raise NoAnswer("not_understood")
        strictness, code = VERDICTS[verdict]
        own_code = said.get("code", "")
        if strictness is not Strictness.PASS and isinstance(own_code, str):
            code = own_code if CODE.fullmatch(own_code) else code
        score = None if said.get("score") is None else as_score(said["score"])
        text = str(json.loads(request.body)["text"])
        return Verdict(strictness, code, score, _spans(said.get("spans", []), len(text)))

    def _check(self, request: Request, answer: Answer) -> None:
        """Believe an answer to this question that bears the secret's signature and a fresh time."""
        name = answer.headers.get("webhook-id", "")
        stamp = answer.headers.get("webhook-timestamp", "")
        given = answer.headers.get("webhook-signature", "").split()
        right = signature(self.secret, name, stamp, answer.body)
        is_ours = any(hmac.compare_digest(one.encode(), right.encode()) for one in given)
        is_fresh = stamp.isascii() and stamp.isdigit() and len(stamp) < 12
        if not is_ours or not is_fresh or name != request.headers["webhook-id"]:
            raise NoAnswer("wrong_signature")
        if abs(time.time() - int(stamp)) > CLOCKS_DIFFER:
            raise NoAnswer("wrong_signature")


def signature(secret: bytes, name: str, stamp: str, body: bytes) -> str:
    """What stands in `webhook-signature`."""
    signed = f"{name}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def _spans(given: object, length: int) -> tuple[tuple[int, int], ...]:
    """Pairs of places in the text, in characters. Raises NoAnswer for what is none."""
    if not isinstance(given, list) or len(given) > MOST_SPANS:
        raise NoAnswer("not_understood")
    spans = []
    for pair in given:
        match pair:
            case [int(start), int(end)] if 0 <= start < end <= length:
                spans.append((start, end))
            case _:
                raise NoAnswer("not_understood")
    return tuple(spans)


def service() -> OwnEndpoint | None:
    """The end point, where the environment names one."""
    asked = settings.OUTSIDE_CHECKS
    return OwnEndpoint(asked.check_url, asked.check_secret) if asked.check_url else None
