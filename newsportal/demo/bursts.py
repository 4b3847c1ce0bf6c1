"""Many readers post to one story at once, through real web processes (feature P4).

What comes out is set beside the same number of connections that do nothing but insert one short
row each time: how much of the database's own rate is left when everything that a comment needs
(checks, place, event, counters, versions) is done too.
"""

from __future__ import annotations

import http.client
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test.utils import override_settings
from django.utils.crypto import get_random_string
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

#: As the demo's web process has them, and as many clients as they have threads.
PROCESSES, THREADS = 2, 4
CLIENTS = PROCESSES * THREADS
#: Posts of one reader, below the limit at which a person is asked to wait.
POSTS_EACH = 8
#: Until the web processes listen.
PATIENCE_SECONDS = 30.0

TABLE = "bench_plain_insert"


@dataclass(frozen=True)
class Burst:
    """What was reached.

    Attributes:
        posts, inserts: a second, all clients together.
        refused: answers that were no redirect to the new comment.
    """

    posts: float
    inserts: float
    refused: int


class _Web(BaseApplication):
    """Gunicorn with this process's settings, so that it works on the bench's own database."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{self.port}",
            "workers": PROCESSES,
            "threads": THREADS,
            "worker_class": "gthread",
            "loglevel": "error",
            "preload_app": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return WSGIHandler()


def run(address: str, sessions: list[str]) -> Burst:
    """Post to one story as fast as the web processes take it.

    Args:
        address: path that comments are posted to; its policy publishes them at once.
        sessions: session keys of signed-in readers, at least CLIENTS.

    Raises:
        RuntimeError: the web processes did not start.
    """
    with web_processes() as port:
        answers: list[int] = []
        shares = [sessions[number::CLIENTS] for number in range(CLIENTS)]
        seconds = _together(lambda number: _post(port, address, shares[number], answers))
    inserts = _plain_inserts(len(answers))
    accepted = sum(status in (302, 303) for status in answers)
    return Burst(accepted / seconds, inserts, len(answers) - accepted)


@contextmanager
def web_processes(**otherwise: Any) -> Iterator[int]:
    """Gives the port of this machine on which web processes answer, with this process's database.

    Args:
        otherwise: settings that are other for them.

    Raises:
        RuntimeError: they did not start.
    """
    port = _free_port()
    connections.close_all()
    web = multiprocessing.get_context("fork").Process(target=_serve, args=(port,))
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False, **otherwise):
        web.start()
    try:
        _wait_for(port)
        yield port
    finally:
        web.terminate()
        web.join()


def _serve(port: int) -> None:
    _Web(port).run()


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as knock:
                knock.request("GET", "/healthz")
                knock.getresponse().read()
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The web processes did not start.")


def _together(work: Callable[[int], None]) -> float:
    """Let every client do its work at the same time; returns the seconds that all took."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(work, range(CLIENTS)))
    return time.perf_counter() - began


def _post(port: int, address: str, sessions: list[str], answers: list[int]) -> None:
    """One client: its readers one after the other, each with a token as from a form."""
    token = get_random_string(CSRF_SECRET_LENGTH)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as server:
        for session in sessions:
            cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: token}
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
            }
            for number in range(POSTS_EACH):
                text = f"I was on that ferry, number {number} of {session}."
                body = urlencode({"text": text, "csrfmiddlewaretoken": token})
                server.request("POST", address, body, headers)
                answer = server.getresponse()
                answer.read()
                answers.append(answer.status)


def _plain_inserts(count: int) -> float:
    """Rows a second that as many clients insert, one a transaction, with nothing else to do."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id bigserial PRIMARY KEY, story bigint, text text)")
    try:
        seconds = _together(lambda number: _insert(count // CLIENTS, number))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {TABLE}")
    return count // CLIENTS * CLIENTS / seconds


def _insert(count: int, number: int) -> None:
    statement = f"INSERT INTO {TABLE} (story, text) VALUES (%s, %s)"  # noqa: S608
    try:
        with connection.cursor() as cursor:
            for _ in range(count):
                cursor.execute(statement, [1, f"I was on that ferry, number {number}."])
    finally:
        connection.close()
