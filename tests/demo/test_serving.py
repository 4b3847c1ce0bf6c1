"""`manage.py serve`: what it runs goes on running, and a taken port is told at once."""

from __future__ import annotations

import dataclasses
import socket
import sys

import pytest
from django.core.management import CommandError, call_command

from newsportal.demo import serving
from newsportal.demo.management.commands import serve
from newsportal.environment import environment


def waiting_child() -> serving.Child:
    """A program that waits for the end of its input, which does not come."""
    return serving.Child("web", [sys.executable, "-c", "import time; time.sleep(600)"])


def test_a_child_that_was_killed_is_started_again(monkeypatch):
    monkeypatch.setattr(serving, "START_AGAIN_AFTER", 0.0)
    told: list[str] = []
    child = waiting_child()
    supervisor = serving.Supervisor([child], told.append)
    supervisor.look()
    first = child.process
    first.kill()
    first.wait()

    supervisor.look()

    assert child.process is not first
    assert child.process.poll() is None
    assert "started again" in told[0]
    supervisor._end()
    assert child.process.poll() is not None


def test_a_taken_port_is_refused_with_another_to_take(monkeypatch, db):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(serve, "environment", dataclasses.replace(environment, port=port))

        with pytest.raises(CommandError, match=f"PORT={port + 1} make demo"):
            call_command("serve")
