"""Stand-ins of the services that are asked about comments: their protocols as their makers describe
them, on a server of 127.0.0.1. None of the real ones was ever met.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs

from comments.screening.external.own_endpoint import signature
from newsportal.environment import OutsideChecks

SECRET = b"what the two sides know, and nobody else"
SPELT = "whsec_" + base64.b64encode(SECRET).decode()
KEY = "0123456789ab"

#: Status, headers and body.
Reply = tuple[int, dict[str, str], bytes]


class Asked:
    """A question as it came over the wire."""

    def __init__(self, path: str, headers: Any, body: bytes) -> None:
        self.path, self.headers, self.body = path, headers, body

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


class StandIn:
    """Answers every question by `reply`, which a test may change at any time."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.reply: Callable[[Asked], Reply] = lambda _asked: (200, {}, b"")
        self.released = threading.Event()
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                asked = Asked(self.path, self.headers, self.rfile.read(length))
                stand_in.asked.append(asked)
                status, headers, body = stand_in.reply(asked)
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:  # nobody waits for this answer any more
                    return

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def never(self, _asked: Asked) -> Reply:
        """Answer only when the test is over."""
        self.released.wait(60)
        return 200, {}, b"false"


def checks(url: str, *names: str, **more: Any) -> OutsideChecks:
    """What the environment would say of services behind one address."""
    values: dict[str, dict[str, Any]] = {
        "akismet": {"akismet_key": KEY, "akismet_url": f"{url}/1.1"},
        "own": {"check_url": f"{url}/check", "check_secret": SECRET},
        "moderation": {"moderation_url": f"{url}/v1", "moderation_key": "sk-test"},
    }
    chosen = {key: value for name in names for key, value in values[name].items()}
    return OutsideChecks(**{"networks": (ip_network("127.0.0.0/8"),), **chosen, **more})


def akismet(word: bytes = b"false", **headers: str) -> Callable[[Asked], Reply]:
    """How Akismet answers; a header's name is spelt with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _asked: (200, {"Content-Type": "text/plain", **named}, word)


def own(verdict: str = "pass", **more: Any) -> Callable[[Asked], Reply]:
    """The newsroom's end point, which looks at the signature before it answers."""
    return signed({"verdict": verdict, **more})


def signed(
    said: Any, *, secret: bytes = SECRET, name: str = "", late: int = 0
) -> Callable[[Asked], Reply]:
    def reply(asked: Asked) -> Reply:
        theirs, stamp = asked.headers["webhook-id"], asked.headers["webhook-timestamp"]
        assert asked.headers["webhook-signature"] == signature(SECRET, theirs, stamp, asked.body)
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        answers, now = name or theirs, str(int(time.time()) - late)
        headers = {
            "webhook-id": answers,
            "webhook-timestamp": now,
            "webhook-signature": signature(secret, answers, now, body),
        }
        return 200, headers, body

    return reply


def moderation(
    scores: dict[str, float] | None = None, flags: tuple[str, ...] = ()
) -> Callable[[Asked], Reply]:
    """A service in OpenAI's form."""
    scores = scores or {"harassment": 0.02, "violence": 0.01}
    result = {
        "flagged": bool(flags),
        "categories": {name: name in flags for name in scores},
        "category_scores": scores,
    }
    said = {"id": "modr-1", "model": "omni-moderation-latest", "results": [result]}
    return lambda _asked: (200, {"Content-Type": "application/json"}, json.dumps(said).encode())


def routed(**replies: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
    """One server in three parts: akismet, own and moderation."""
    parts = {"/1.1/": "akismet", "/check": "own", "/v1/": "moderation"}

    def reply(asked: Asked) -> Reply:
        part = next(name for path, name in parts.items() if asked.path.startswith(path))
        return replies[part](asked)

    return reply
