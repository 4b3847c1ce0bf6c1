"""A receiver of webhooks on 127.0.0.1 that plays a server of the public internet.

A test's resolver answers with a public address and its opener leads a connection to that address
here; the guard between the two is the one that runs in production. `check` is what the page of
documentation tells a receiver to do.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import socket
import ssl
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsportal.core import outgoing

HOST = "hooks.example"
URL = f"https://{HOST}/in?from=news"
PUBLIC = ip_address("93.184.215.14")
PATIENCE = 60

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def answer(status: str, headers: bytes = b"") -> bytes:
    return b"HTTP/1.1 " + status.encode() + b"\r\n" + headers + b"Content-Length: 0\r\n\r\n"


@functools.cache
def tls() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's side and the caller's side of one certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hooks.pem"
        path.write_bytes(private + pem)
        server.load_cert_chain(path)
    return server, ssl.create_default_context(cadata=pem.decode())


class Message:
    """A request as it came over the wire."""

    def __init__(self, raw: bytes) -> None:
        head, _gap, self.body = raw.partition(b"\r\n\r\n")
        self.line, *lines = head.decode().split("\r\n")
        self.headers = {
            name.lower(): value for name, value in (line.split(": ", 1) for line in lines)
        }


class Receiver:
    """Answers each connection with the next of its answers, the last for ever."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers) or [OK]
        self.messages: list[Message] = []
        self.opened: list[tuple[object, int]] = []
        self.resolves_to = [PUBLIC]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def post(self, url: str, body: bytes, **options: object) -> int:
        """What `webhooks.deliver` is given in place of the way to the internet."""
        ways = {"resolver": self._resolve, "opener": self._open, "tls": tls()[1]}
        return outgoing.post(url, body, **(options | ways))  # type: ignore[arg-type]

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept()
        self.listener.close()
        self.thread.join(PATIENCE)

    def _resolve(self, _host: str, _port: int) -> list[object]:
        return self.resolves_to

    def _open(self, address: object, port: int, timeout: float) -> socket.socket:
        self.opened.append((address, port))
        return socket.create_connection(self.listener.getsockname(), timeout)

    def _serve(self) -> None:
        while True:
            try:
                connection, _peer = self.listener.accept()
            except OSError:
                return
            try:
                with connection, tls()[0].wrap_socket(connection, server_side=True) as secured:
                    self._answer(secured)
            except OSError:  # the guard hung up, as it should
                continue

    def _answer(self, secured: ssl.SSLSocket) -> None:
        raw = b""
        while b"\r\n\r\n" not in raw or len(raw) < _length(raw):
            part = secured.recv(65536)
            if not part:
                return
            raw += part
        self.messages.append(Message(raw))
        secured.sendall(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])


def _length(raw: bytes) -> int:
    """How long the whole request is going to be."""
    head, gap, _body = raw.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    return len(head) + len(gap) + length


class Refused(Exception):
    """A receiver does not believe a message."""


def check(message: Message, secret: str, now: datetime, seen: set[str]) -> None:
    """Believe a message that is signed with the secret, not older than five minutes, and new.

    Raises Refused with the reason.
    """
    name, stamp = message.headers["webhook-id"], message.headers["webhook-timestamp"]
    if abs(now.timestamp() - int(stamp)) > 300:
        raise Refused("old")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{name}.{stamp}.".encode() + message.body
    right = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    given = message.headers["webhook-signature"].split(" ")
    if not any(hmac.compare_digest(one, right) for one in given):
        raise Refused("signature")
    if name in seen:
        raise Refused("again")
    seen.add(name)
