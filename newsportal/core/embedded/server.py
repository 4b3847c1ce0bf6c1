"""The embedded server's life: made, started, found, stopped.

Whoever needs the server first starts it, and it goes on running when that process ends, so that
the web process, the worker, a shell and the tests share one. A lock keeps first starts apart.
"""

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql

from newsportal.core.embedded.accounts import SET_DATABASE_URL
from newsportal.core.embedded.errors import EmbeddedDatabaseError
from newsportal.core.embedded.home import (
    PORT,
    Home,
    existing_home,
    make_socket_folder,
    open_home,
    programs,
)

# Owns the cluster and does nothing else; the portal itself is no superuser, here as elsewhere.
SUPERUSER = "postgres"
ROLE = "newsportal"
MAINTENANCE_DATABASE = "postgres"

# Recovery after a crash replays the log since the last checkpoint (5 minutes by default), which
# takes seconds; a machine that needs longer than this is in another kind of trouble.
START_SECONDS = 120.0
# A fast shutdown ends sessions, then writes a checkpoint.
STOP_SECONDS = 60.0
POLL_SECONDS = 0.05

# After the postmaster was killed its sessions need a moment to notice; until the last one ended
# PostgreSQL refuses a new start with these words.
SESSIONS_LEFT = "pre-existing shared memory block"

LOG_MAX_BYTES = 5_000_000
LOG_TAIL_BYTES = 2_000

READY = "ready"

OPTIONS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "cluster_name": "newsportal",
    "log_min_messages": "warning",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Running:
    """What `postmaster.pid` says of a live server."""

    pid: int
    socket_folder: Path
    status: str


class EmbeddedServer:
    """The server whose files stand in one folder.

    Args:
        folder: the folder that was asked for, such as `var/postgres`; made at the first start.
    """

    def __init__(self, folder: Path) -> None:
        self.wanted = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would open links
        self.lock_file = self.wanted.with_name(f"{self.wanted.name}.lock")

    def ready(self) -> Path | None:
        """The socket's folder when the server takes connections now, else None."""
        home = existing_home(self.wanted)
        running = _running(home) if home else None
        return running.socket_folder if running and running.status == READY else None

    def ensure(self, database: str | None = None) -> Path:
        """Make the server run and `database` exist, whoever else tries the same.

        Args:
            database: a database that must exist, or None.

        Returns:
            The folder of the server's socket.

        Raises:
            EmbeddedDatabaseError: the server cannot run here; the message says what to do.
        """
        with self._locked():
            home = open_home(self.wanted)
            running = _running(home)
            if running is not None and running.status == "stopping":
                _wait_until_gone(running, home)
                running = None
            if running is None:
                self._start(home)
            socket_folder = _wait_until_ready(home)
            _ensure_database(socket_folder, database)
            return socket_folder

    def stop(self) -> bool:
        """Stop the server; sessions are ended, what was committed stays.

        Returns:
            Whether there was one to stop.

        Raises:
            EmbeddedDatabaseError: it belongs to another user or does not stop.
        """
        home = existing_home(self.wanted)
        if home is None:
            return False
        with self._locked():
            running = _running(home)
            if running is None:
                return False
            try:
                os.kill(running.pid, signal.SIGINT)
            except PermissionError as error:
                raise EmbeddedDatabaseError(
                    f"The embedded PostgreSQL (process {running.pid}) belongs to another user."
                ) from error
            _wait_until_gone(running, home)
            if not running.socket_folder.is_relative_to(home.folder):
                shutil.rmtree(running.socket_folder, ignore_errors=True)
            return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold off every other process that would start or stop this server.

        The kernel gives the lock back when its holder dies, however it dies.
        """
        try:
            self.lock_file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.lock_file, os.O_RDONLY | os.O_CREAT, 0o644)
        except OSError as error:
            raise EmbeddedDatabaseError(
                f"The embedded PostgreSQL cannot use {self.lock_file}: {error.strerror}. Make "
                f"the folder writable, or {SET_DATABASE_URL}."
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _start(self, home: Home) -> None:
        binaries = programs(home.account)
        if not home.is_filled:
            _make_cluster(home, binaries)
        _check_version(home, binaries)
        _remove_stale_pid_file(home.pid_file)
        socket_folder = make_socket_folder(home)
        for stale in socket_folder.glob(".s.PGSQL.*"):
            stale.unlink()
        if home.log.exists() and home.log.stat().st_size > LOG_MAX_BYTES:
            home.log.replace(home.log.with_suffix(".log.old"))
        deadline = time.monotonic() + START_SECONDS
        while not _launch(home, binaries, socket_folder, deadline):
            time.sleep(POLL_SECONDS)


def _running(home: Home) -> Running | None:
    """The live server of `home`, or None; a file left by a dead one counts for nothing."""
    try:
        lines = home.pid_file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except FileNotFoundError:
        return None
    pid = _number(lines[0]) if lines else 0
    if not pid or not _is_postmaster(pid, home.data):
        return None
    # Lines of the file: process, data, start, port, socket's folder, address, memory, status.
    lines += [""] * (8 - len(lines))
    return Running(pid, Path(lines[4]), lines[7].strip())


def _number(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0


def _is_postmaster(pid: int, data: Path) -> bool:
    """Whether process `pid` is the server of `data`, and not one that got its number later."""
    try:
        process = psutil.Process(pid)
        # Empty for one that ended and was not yet fetched by its parent.
        words = process.cmdline()
    except psutil.Error:
        # Gone, or another user's: the server is this user's own, or this user is root.
        return False
    if not words or not Path(words[0]).name.startswith("postgres"):
        return False
    try:
        # True still after somebody moved the folder under a running server.
        return Path(process.cwd()).samefile(data)
    except (psutil.Error, OSError):
        # Root in a container may not look into another account's process.
        return str(data) in words


def _is_alive(pid: int) -> bool:
    """Whether process `pid` runs; one that ended and was not yet fetched by its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _make_cluster(home: Home, binaries: Path) -> None:
    """Make a cluster beside its place and move it there whole: a kill leaves no half one."""
    draft = home.folder / "data-unfinished"
    shutil.rmtree(draft, ignore_errors=True)
    made = home.account.run(
        [
            str(binaries / "initdb"),
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            # The socket's folder is closed to all but the account: reaching it is the proof.
            "--auth-local=trust",
            "--auth-host=reject",
            "--encoding=UTF8",
            # The same order and case rules on every machine, whatever its C library.
            "--locale-provider=builtin",
            "--builtin-locale=PG_UNICODE_FAST",
            "--locale=C.UTF-8",
            "--no-instructions",
        ]
    )
    if made.returncode != 0:
        raise EmbeddedDatabaseError(
            f"PostgreSQL cannot make its files in {home.folder}: "
            f"{(made.stderr or made.stdout).strip()[-LOG_TAIL_BYTES:]}"
        )
    shutil.rmtree(home.data, ignore_errors=True)
    draft.rename(home.data)


def _check_version(home: Home, binaries: Path) -> None:
    """Refuse files that another major version made, before PostgreSQL does it less kindly."""
    made_by = (home.data / "PG_VERSION").read_text(encoding="ascii").strip()
    answer = home.account.run([str(binaries / "postgres"), "--version"]).stdout
    brought = answer.split()[-1].split(".")[0]
    if made_by != brought:
        raise EmbeddedDatabaseError(
            f"The database in {home.folder} was made by PostgreSQL {made_by}, and this portal "
            f"brings {brought}. Export it with the portal that made it and import it into a new "
            f"one, or {SET_DATABASE_URL}."
        )


def _remove_stale_pid_file(pid_file: Path) -> None:
    """Remove what a killed server left.

    PostgreSQL removes it too, unless its number has gone to another process by now, as it often
    has after a restart of the machine. The caller holds the lock and found no live server.
    """
    pid_file.unlink(missing_ok=True)


def _launch(home: Home, binaries: Path, socket_folder: Path, deadline: float) -> bool:
    """Start the server once and wait until it is ready.

    Returns:
        False when sessions of a killed server are still ending: try again.
    """
    quoted = str(socket_folder).replace('"', '""')
    options = OPTIONS | {"unix_socket_directories": f'"{quoted}"'}
    arguments = [str(binaries / "postgres"), "-D", str(home.data)]
    for name, value in options.items():
        arguments += ["-c", f"{name}={value}"]
    logged = home.log.stat().st_size if home.log.exists() else 0
    # The shell leaves at once: the server is nobody's child, so it outlives this process and
    # leaves no zombie; paths are its arguments, so no character in them means anything.
    script = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!'
    started = home.account.run(
        ["/bin/sh", "-c", script, "sh", str(home.log), *arguments], start_new_session=True
    )
    pid = _number(started.stdout)
    while time.monotonic() < deadline:
        running = _running(home)
        if running is not None and running.status == READY:
            return True
        if not _is_alive(pid):
            said = _log_since(home.log, logged)
            if SESSIONS_LEFT in said:
                return False
            raise EmbeddedDatabaseError(f"PostgreSQL does not start: {said}")
        time.sleep(POLL_SECONDS)
    raise EmbeddedDatabaseError(
        f"PostgreSQL was not ready after {START_SECONDS:.0f} seconds; see {home.log}."
    )


def _log_since(log: Path, offset: int) -> str:
    with log.open("rb") as file:
        file.seek(offset)
        return file.read()[-LOG_TAIL_BYTES:].decode(errors="replace").strip()


def _wait_until_ready(home: Home) -> Path:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        running = _running(home)
        if running is None:
            break
        if running.status == READY:
            return running.socket_folder
        time.sleep(POLL_SECONDS)
    raise EmbeddedDatabaseError(f"PostgreSQL did not become ready; see {home.log}.")


def _wait_until_gone(running: Running, home: Home) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        if not _is_postmaster(running.pid, home.data):
            return
        time.sleep(POLL_SECONDS)
    raise EmbeddedDatabaseError(
        f"PostgreSQL (process {running.pid}) did not stop within {STOP_SECONDS:.0f} seconds."
    )


def _ensure_database(socket_folder: Path, database: str | None) -> None:
    """Make the portal's role and its database where they are missing."""
    connection = psycopg2.connect(
        host=str(socket_folder), port=PORT, user=SUPERUSER, dbname=MAINTENANCE_DATABASE
    )
    with closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if cursor.fetchone() is None:
                # CREATEDB for the test run's own database.
                create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE))
                cursor.execute(create)
            if database is None:
                return
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if cursor.fetchone() is None:
                create = sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(ROLE)
                )
                cursor.execute(create)
