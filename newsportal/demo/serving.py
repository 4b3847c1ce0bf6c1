"""Runs the web process and the worker side by side, and starts again what dies."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

#: Seconds between two looks at the children, and before one that died is started again.
LOOK_EVERY = 0.5
START_AGAIN_AFTER = 1.0
#: Seconds that children have to finish what they have in hand.
PATIENCE = 15.0
#: Linux' prctl: the kernel tells a child when its parent is gone, however it went.
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A program that should always run."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    start_at: float = field(default=0.0)


def web(port: int) -> Child:
    """The web process: gunicorn with threads, on this machine's loopback address only."""
    return Child(
        "web",
        [
            *(sys.executable, "-m", "gunicorn", "newsportal.wsgi:application"),
            *("--bind", f"127.0.0.1:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--log-level", "warning", "--no-control-socket"),
        ],
    )


def worker() -> Child:
    """The worker with its beat, looking for tasks twice a second."""
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    command = [sys.executable, manage, "work", "--interval", "0.5", "--no-startup-delay"]
    return Child("worker", [*command, "--no-reload", "--verbosity", "0"])


class Supervisor:
    """Keeps children running until it is told to stop.

    Args:
        children: what should run.
        tell: takes a line for the terminal.
    """

    def __init__(self, children: list[Child], tell: Callable[[str], None]) -> None:
        self.children = children
        self.tell = tell
        self.is_stopping = False

    def run(self) -> None:
        """Start everything and stay until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        while not self.is_stopping:
            self.look()
            time.sleep(LOOK_EVERY)
        self._end()

    def look(self) -> None:
        """Start what should run and does not."""
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self.tell(
                    f"The {child.name} process ended ({child.process.returncode}); "
                    "it is started again."
                )
                child.process = None
                child.start_at = time.monotonic() + START_AGAIN_AFTER
            if child.process is None and time.monotonic() >= child.start_at:
                child.process = subprocess.Popen(  # noqa: S603 -- our own programs
                    child.command,
                    cwd=settings.BASE_DIR,
                    env=os.environ,
                    start_new_session=True,  # Ctrl-C reaches us; we end the children in order
                    preexec_fn=_end_with_parent,  # noqa: PLW1509 -- no threads are running here
                )

    def _stop(self, *_signal: object) -> None:
        self.is_stopping = True

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def _end_with_parent() -> None:
    """In the child: ask the kernel for a SIGTERM when the parent dies; elsewhere do without."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
