"""The embedded server's life, with a server of its own: started, shared, killed, stopped."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler

from newsportal.core.embedded import __main__ as by_hand
from newsportal.core.embedded import home as homes
from newsportal.core.embedded import server as servers
from newsportal.core.embedded.errors import EmbeddedDatabaseError
from newsportal.core.embedded.home import PORT, existing_home
from newsportal.core.embedded.server import EmbeddedServer

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder():
    """A home whose path holds what a shell, a configuration file or a driver could stumble over.

    Not pytest's own temporary folder, which is closed to the account that root lends a server to.
    """
    base = Path(tempfile.mkdtemp(prefix="np-"))
    base.chmod(0o755)
    folder = base / "a b'c\"d$HOME" / "postgres"
    yield folder
    EmbeddedServer(folder).stop()
    shutil.rmtree(base)


@pytest.fixture
def server(folder):
    server = EmbeddedServer(folder)
    server.ensure()
    return server


def wrapper(folder: Path, name: str = "newsportal"):
    """Django's connection object for a portal whose server stands in `folder`."""
    settings = {"ENGINE": "newsportal.core.embedded", "NAME": name, "DATA": folder}
    return ConnectionHandler({"default": settings})["default"]


def ask(folder: Path, question: str):
    """The first row that the portal's own connection gets."""
    database = wrapper(folder)
    with closing(database.get_new_connection(database.get_connection_params())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone() if cursor.description else None


def running(server: EmbeddedServer) -> servers.Running:
    home = existing_home(server.wanted)
    assert home is not None
    found = servers._running(home)
    assert found is not None
    return found


def kill(server: EmbeddedServer) -> int:
    """End the postmaster as `kill -9` does, leaving its files and its sessions."""
    pid = running(server).pid
    os.kill(pid, signal.SIGKILL)
    home = existing_home(server.wanted)
    assert home is not None
    servers._wait_until_gone(servers.Running(pid, Path(), ""), home)
    return pid


def test_naming_the_engine_starts_nothing(tmp_path):
    database = wrapper(tmp_path / "postgres")
    assert database.vendor == "postgresql"
    assert list(tmp_path.iterdir()) == []


def test_an_engine_without_a_folder_is_refused():
    settings = {"ENGINE": "newsportal.core.embedded", "NAME": "newsportal"}
    with pytest.raises(ImproperlyConfigured, match="DATA"):
        ConnectionHandler({"default": settings})["default"]


def test_the_first_connection_brings_server_and_database(server, folder):
    server.stop()
    assert ask(folder, "SELECT current_database()") == ("newsportal",)


def test_order_and_case_are_the_same_on_every_machine(server, folder):
    rows = ask(
        folder,
        "SELECT datlocprovider, datlocale, datcollate, pg_encoding_to_char(encoding) "
        "FROM pg_database WHERE datname = current_database()",
    )
    assert rows == ("b", "PG_UNICODE_FAST", "C.UTF-8", "UTF8")
    assert ask(folder, "SELECT upper('straße é')") == ("STRASSE É",)


def test_the_portal_is_no_superuser_and_can_add_the_extensions_that_it_needs(server, folder):
    assert ask(folder, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == (False,)
    ask(folder, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    ask(folder, "CREATE EXTENSION IF NOT EXISTS unaccent")
    assert ask(folder, "SELECT unaccent('Petra Novák')") == ("Petra Novak",)


def test_what_was_committed_is_on_the_disk(server, folder):
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(folder, f"SHOW {setting}") == ("on",), setting


def test_nobody_reaches_it_from_the_network(server, folder):
    assert ask(folder, "SHOW listen_addresses") == ("",)
    socket = running(server).socket_folder / homes.SOCKET_NAME
    assert socket.stat().st_mode & 0o077 == 0
    assert socket.parent.stat().st_mode & 0o077 == 0


def test_a_stopped_server_keeps_its_rows(server, folder):
    ask(folder, "CREATE TABLE IF NOT EXISTS kept (word text)")
    ask(folder, "INSERT INTO kept VALUES ('still here')")
    assert server.stop()
    assert server.ready() is None
    assert not server.stop()
    assert ask(folder, "SELECT word FROM kept") == ("still here",)


def test_a_killed_server_is_back_with_the_next_connection_and_lost_nothing(server, folder):
    ask(folder, "CREATE TABLE IF NOT EXISTS acknowledged (word text)")
    ask(folder, "INSERT INTO acknowledged VALUES ('committed')")
    killed = kill(server)
    assert ask(folder, "SELECT word FROM acknowledged") == ("committed",)
    assert running(server).pid != killed


def test_a_killed_server_with_a_session_still_open_comes_back(server, folder):
    database = wrapper(folder)
    with closing(database.get_new_connection(database.get_connection_params())) as session:
        kill(server)
        assert ask(folder, "SELECT 1") == (1,)
        with pytest.raises(psycopg2.OperationalError), session.cursor() as cursor:
            cursor.execute("SELECT 1")


def test_a_start_waits_for_the_last_session_of_a_killed_server(server, folder, monkeypatch):
    """Until it has ended PostgreSQL refuses to start, for it could still write."""
    database = wrapper(folder)
    log = folder / "server.log"
    sleep = time.sleep
    with closing(database.get_new_connection(database.get_connection_params())) as session:
        backend = session.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        kill(server)
        before = log.read_text(encoding="utf-8").count(servers.SESSIONS_LEFT)

        def let_it_end_once_it_was_in_the_way(seconds: float) -> None:
            if log.read_text(encoding="utf-8").count(servers.SESSIONS_LEFT) > before:
                wake(backend)
            sleep(seconds)

        monkeypatch.setattr(servers.time, "sleep", let_it_end_once_it_was_in_the_way)
        try:
            assert ask(folder, "SELECT 1") == (1,)
        finally:
            wake(backend)


def wake(pid: int) -> None:
    """Let a stopped process go on, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("owner", ["another process", "nobody", "nonsense"])
def test_a_stale_pid_file_does_not_hold_off_a_start(server, folder, owner):
    """After a restart of the machine the number in the file is often somebody else's."""
    server.stop()
    pid = {"another process": os.getpid(), "nobody": 2**22 - 1, "nonsense": "x"}[owner]
    pid_file = existing_home(server.wanted).pid_file
    pid_file.write_text(f"{pid}\n{folder}/data\n0\n{PORT}\n/gone\n\n1 2\nready   \n")
    socket_folder = pid_file.parents[1] / "socket"
    (socket_folder / f"{homes.SOCKET_NAME}.lock").write_text(f"{os.getpid()}\n{folder}\n")
    assert server.ready() is None
    assert ask(folder, "SELECT 1") == (1,)


def test_a_process_of_another_name_is_no_server(folder, server):
    assert not servers._is_postmaster(os.getpid(), folder / "data")


def test_a_server_is_found_again_after_its_folder_was_moved(server, folder):
    pid = running(server).pid
    moved = folder.with_name("moved")
    folder.rename(moved)
    try:
        assert servers._is_postmaster(pid, moved / "data")
    finally:
        moved.rename(folder)


def test_a_first_start_that_was_killed_half_way_is_made_anew(server, folder):
    """A cluster is moved into place whole, so what a killed initdb left is never taken for one."""
    server.stop()
    whole, aside = folder / "data", folder / "aside"
    whole.rename(aside)
    try:
        (folder / "data-unfinished" / "base").mkdir(parents=True)
        whole.mkdir()
        assert ask(folder, "SELECT current_database()") == ("newsportal",)
        assert not (folder / "data-unfinished").exists()
    finally:
        server.stop()
        shutil.rmtree(whole)
        aside.rename(whole)


def test_two_processes_that_start_at_once_share_one_server(folder):
    fresh = folder.with_name("at-once")
    command = [sys.executable, "-m", "newsportal.core.embedded", "start", str(fresh)]
    both = [
        subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    try:
        answers = [process.communicate() for process in both]
        assert [process.returncode for process in both] == [0, 0], answers
        assert answers[0] == answers[1]
        log = (fresh / "server.log").read_text(encoding="utf-8")
        assert log.count("starting PostgreSQL") == 1
    finally:
        EmbeddedServer(fresh).stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server to another account")
def test_root_below_a_closed_folder_keeps_programs_and_files_where_its_account_can_go(
    tmp_path, monkeypatch
):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    wheel = Path(importlib.util.find_spec(homes.PACKAGE).origin).parent
    for part in (homes.PACKAGE, f"{homes.PACKAGE}.libs"):
        (closed / part).symlink_to(wheel.with_name(part))
    spec = importlib.util.spec_from_file_location(
        homes.PACKAGE, closed / homes.PACKAGE / "__init__.py"
    )
    monkeypatch.setattr(homes.importlib.util, "find_spec", lambda name: spec)
    with tempfile.TemporaryDirectory(prefix="np-open-") as open_folder:
        Path(open_folder).chmod(0o755)
        monkeypatch.setattr(homes, "OPEN_FOLDER", Path(open_folder))
        wanted = closed / "postgres"
        server = EmbeddedServer(wanted)
        try:
            assert ask(wanted, "SELECT 1") == (1,)
            home = existing_home(server.wanted)
            assert home.folder.is_relative_to(open_folder)
            assert str(home.folder) in (wanted / homes.MOVED_NOTE).read_text(encoding="utf-8")
            program = psutil.Process(running(server).pid).exe()
            assert Path(program).is_relative_to(open_folder)
            server.stop()
            assert ask(wanted, "SELECT 1") == (1,)
        finally:
            server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server to another account")
def test_root_is_told_when_a_folder_above_its_database_was_closed(server, folder):
    server.stop()
    folder.parent.chmod(0o700)
    try:
        with pytest.raises(EmbeddedDatabaseError, match="chmod"):
            server.ensure()
    finally:
        folder.parent.chmod(0o755)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root looks into the open folder")
def test_a_server_that_a_stranger_put_into_the_open_folder_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(homes, "OPEN_FOLDER", tmp_path)
    wanted = tmp_path / "var" / "postgres"
    planted = homes._moved(wanted) / "data"
    planted.mkdir(parents=True)
    (planted / "PG_VERSION").write_text("18", encoding="ascii")
    os.chown(planted.parent.parent, 4711, 4711)
    assert existing_home(wanted) is None


def test_files_of_another_major_version_are_refused_kindly(server, folder):
    server.stop()
    version = folder / "data" / "PG_VERSION"
    was = version.read_text(encoding="ascii")
    version.write_text("13\n", encoding="ascii")
    try:
        with pytest.raises(EmbeddedDatabaseError, match="made by PostgreSQL 13"):
            server.ensure()
    finally:
        version.write_text(was, encoding="ascii")


def test_a_server_that_does_not_start_says_what_its_log_says(server, folder):
    server.stop()
    configuration = folder / "data" / "postgresql.auto.conf"
    was = configuration.read_text(encoding="utf-8")
    configuration.write_text("shared_buffers = 'much'\n", encoding="utf-8")
    try:
        with pytest.raises(EmbeddedDatabaseError, match="shared_buffers"):
            server.ensure()
    finally:
        configuration.write_text(was, encoding="utf-8")


def test_the_database_of_a_test_run_is_left_to_the_test_run(server, folder):
    database = wrapper(folder, "test_newsportal")
    database.settings_dict["TEST"]["NAME"] = "test_newsportal"
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        database.get_new_connection(database.get_connection_params())


def test_by_hand_it_starts_answers_and_stops(server, folder, capsys):
    assert by_hand.main(["status", str(folder)]) == 0
    assert by_hand.main(["stop", str(folder)]) == 0
    assert by_hand.main(["stop", str(folder)]) == 0
    assert by_hand.main(["status", str(folder)]) == 1
    output = capsys.readouterr()
    assert "Stopped." in output.out
    assert "It was not running." in output.out
    assert "It is not running." in output.err
