"""What is done again and again is done once a time, whoever looks (feature E28)."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections

from newsportal.core import beat
from newsportal.core.management.commands import work

NOW = datetime.datetime(2026, 11, 24, 9, 30, tzinfo=datetime.UTC)

ran: list[str] = []


def first() -> None:
    ran.append("first")


def broken() -> None:
    ran.append("broken")
    raise RuntimeError("this one fails")


def last() -> None:
    ran.append("last")


@pytest.fixture(autouse=True)
def beats(settings):
    ran.clear()
    settings.BEATS = {f"{__name__}.{name}": 60 for name in ("first", "broken", "last")}


def after(seconds: float) -> datetime.datetime:
    return NOW + datetime.timedelta(seconds=seconds)


@pytest.mark.django_db
def test_each_runs_when_its_time_has_come_and_not_before():
    beat.run_due(NOW)
    beat.run_due(after(59))
    assert ran == ["first", "broken", "last"]

    beat.run_due(after(60))
    beat.run_due(after(61))
    assert ran == ["first", "broken", "last"] * 2


@pytest.mark.django_db
def test_one_that_fails_is_logged_and_the_others_run(caplog):
    assert len(beat.run_due(NOW)) == 3

    assert "this one fails" in caplog.text


@pytest.mark.django_db
def test_a_clock_that_was_set_back_stops_nothing_for_longer_than_it_was_wrong():
    beat.run_due(after(3600))
    ran.clear()

    beat.run_due(NOW)
    assert ran == []
    beat.run_due(after(3660))
    assert ran != []


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_it():
    found: list[list[str]] = []

    def look() -> None:
        found.append(beat.run_due(NOW))
        connections.close_all()

    workers = [threading.Thread(target=look) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(len(names) for names in found) == 3
    assert sorted(ran) == ["broken", "first", "last"]


@pytest.mark.django_db
def test_cron_looks_once(capsys, settings):
    settings.BEATS = {f"{__name__}.first": 60}

    call_command("beat")
    call_command("beat")

    assert capsys.readouterr().out == f"{__name__}.first\n"
    assert ran == ["first"]


class Looks:
    """An event that lets the worker look some times and then says stop."""

    def __init__(self, times: int) -> None:
        self.left = times

    def wait(self, _seconds: float) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_database_that_is_away_for_a_while_does_not_end_the_beat(monkeypatch, caplog):
    answers = iter([OperationalError("no server"), None, None])

    def run_due() -> None:
        answer = next(answers)
        if answer:
            raise answer
        ran.append("looked")

    monkeypatch.setattr(beat, "run_due", run_due)
    monkeypatch.setattr(beat, "close_old_connections", lambda: None)
    monkeypatch.setattr(beat, "connection", type("Closed", (), {"close": staticmethod(lambda: 0)}))

    beat.keep_running(Looks(3))

    assert ran == ["looked", "looked"]
    assert "no server" in caplog.text


def test_the_worker_keeps_the_beat_while_it_works(monkeypatch):
    heard: list[threading.Event] = []
    begun = threading.Event()

    def keep_running(stop: threading.Event) -> None:
        heard.append(stop)
        begun.set()

    monkeypatch.setattr(beat, "keep_running", keep_running)
    monkeypatch.setattr(work.db_worker.Command, "handle", lambda _self, **_options: begun.wait(60))

    work.Command().handle()

    assert heard[0].is_set()
