"""A mail server that takes everything and delivers nothing: for measuring and for tests.

It speaks as much of RFC 5321 as a client needs, one thread a connection, and keeps to whom which
mail came. A recipient whose address begins with "dead" is refused for good, one with "later" is put
off once.
"""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections import Counter
from types import TracebackType
from typing import Self

#: Bytes of one line; longer ones are no SMTP.
LONGEST_LINE = 64 * 1024


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: _Server
    #: Answers and mails are small: nothing waits to be sent together with more.
    disable_nagle_algorithm = True

    def handle(self) -> None:
        # A client that is killed, or hangs up, ends its own thread only.
        with contextlib.suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        self._say("220 sink")
        to = ""
        while line := self.rfile.readline(LONGEST_LINE):
            words = line.decode("ascii", "replace").strip()
            verb = words[:4].upper()
            if verb == "EHLO":
                self._say("250-sink", "250-8BITMIME", "250 ENHANCEDSTATUSCODES")
            elif verb == "RCPT":
                to = words.partition("<")[2].partition(">")[0]
                self._say(self.server.sink.answer_to(to))
            elif verb == "DATA":
                self._say("354 go on")
                self.server.sink.take(to, self._body())
                self._say("250 2.0.0 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 2.0.0 ok")

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline(LONGEST_LINE)) not in (b".\r\n", b""):
            lines.append(line)
        if line == b"":
            raise ConnectionError  # cut off before its end: not taken
        return b"".join(lines)

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink: Sink


class Sink:
    """The server, running in threads of this process between `with` and its end.

    Attributes:
        taken: mails by recipient.
        last: the last mail as it came.
    """

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.sink = self
        self._lock = threading.Lock()
        self._put_off: set[str] = set()
        self.taken: Counter[str] = Counter()
        self.last = b""

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def settings(self) -> dict[str, object]:
        """Django's settings that lead here."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
        }

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer_to(self, address: str) -> str:
        """What is said to a recipient."""
        if address.startswith("dead"):
            return "550 5.1.1 no such mailbox"
        with self._lock:
            if address.startswith("later") and address not in self._put_off:
                self._put_off.add(address)
                return "451 4.7.1 come back later"
        return "250 2.1.5 ok"

    def take(self, address: str, mail: bytes) -> None:
        """Keep that a mail came."""
        with self._lock:
            self.taken[address] += 1
            self.last = mail
