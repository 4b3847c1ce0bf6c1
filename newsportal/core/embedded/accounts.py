"""Which account of this machine runs the server, and what that account can reach.

PostgreSQL refuses to run as root, so root lends it to an account without rights. Such an account
often cannot pass the folders above a checkout (/root is closed to all others); whether it can is
tried, not computed from modes, because access lists and mount options count too.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsportal.core.embedded.errors import EmbeddedDatabaseError

# In this order: a packaged PostgreSQL leaves `postgres`, and `nobody` is nearly everywhere.
ACCOUNTS_FOR_ROOT = ("postgres", "nobody")

SET_DATABASE_URL = (
    "set DATABASE_URL to a PostgreSQL server of your own, such as "
    "postgres://user:password@localhost:5432/newsportal"
)


@dataclass(frozen=True)
class Account:
    """An account of this machine that runs the server."""

    uid: int
    gid: int
    name: str
    lent: bool
    """Whether this process is root and lends the server to the account."""

    def run(self, arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as this account to its end.

        Args:
            arguments: the program's absolute path and its arguments.
            options: passed on to `subprocess.run`.

        Returns:
            The finished process, whatever its exit code, with its output as text.
        """
        if self.lent:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        # Nothing of the caller's environment: PG* and LD_* variables would bend the programs.
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
        return subprocess.run(
            arguments,
            env=environment,
            # The caller's folder may be closed to the account.
            cwd="/",
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            check=False,
            **{"capture_output": True, **options},
        )

    def can_run(self, program: Path) -> bool:
        """Whether this account can start `program`, tried by asking it for its version."""
        try:
            return self.run([str(program), "--version"]).returncode == 0
        except OSError:
            # Out of reach, missing, or made for another kind of machine.
            return False

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can reach and enter `folder`, tried by entering it."""
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]).returncode == 0


def account_for(home: Path) -> Account:
    """The account that runs the server whose files stand in `home`.

    An ordinary user runs it as itself. Root lends it to the owner of the files that are there,
    else to the first of `ACCOUNTS_FOR_ROOT` that exists.

    Raises:
        EmbeddedDatabaseError: this process's user has no entry among the machine's accounts (as
            in a container run with a bare number), or there is nobody to lend the server to.
    """
    uid = os.geteuid()
    if uid != 0:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise EmbeddedDatabaseError(
                f"The embedded PostgreSQL cannot run: user {uid} has no entry among this "
                f"machine's accounts. Give it one, or {SET_DATABASE_URL}."
            ) from None
        return Account(uid, entry.pw_gid, entry.pw_name, lent=False)
    entry = _owner(home) or _first_account()
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name, lent=True)


def _owner(home: Path) -> pwd.struct_passwd | None:
    """The account that owns `home`, unless there is none or it is root."""
    try:
        owner = home.stat().st_uid
        return pwd.getpwuid(owner) if owner != 0 else None
    except (FileNotFoundError, KeyError):
        return None


def _first_account() -> pwd.struct_passwd:
    for name in ACCOUNTS_FOR_ROOT:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedDatabaseError(
        "The embedded PostgreSQL does not run as root, and this machine has neither of the "
        f"accounts {' and '.join(ACCOUNTS_FOR_ROOT)} to lend it to. Start the portal as an "
        f"ordinary user, or {SET_DATABASE_URL}."
    )
