"""What every test stands on: a fast and closed world, and Chromium where there is one."""

import gc
import os
import shutil
import socket
from collections.abc import Generator
from importlib import import_module
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from newsportal.core import versions
from newsportal.demo import chromium
from tests import template_database, watched_versions

EXPECT_MILLISECONDS = 20_000
LOUD_LINE = (
    "BROWSER TESTS LEFT OUT: there is no Chromium here. "
    "Install it (on Debian: apt-get install chromium) to run them."
)
LOOPBACK = ("127.0.0.1", "::1", "localhost")

# The same examples on every machine and no verdict by the clock.
hypothesis.settings.register_profile("portal", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    if chromium.path() is None and os.environ.get("REQUIRE_CHROMIUM"):
        raise pytest.UsageError("Chromium is missing and REQUIRE_CHROMIUM is set.")
    # A verdict by the clock is none: a machine with much to do gets the time that it needs.
    expect.set_options(timeout=EXPECT_MILLISECONDS)
    # Tests sign in by the hundred; how hard a password is to crack is not what they ask.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # What one test erases is not missing in the database of the next.
    settings.ERASURE_JOURNAL = os.devnull


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser's tests out where it is missing, and put them last where it is not.

    Last, because Playwright keeps an event loop running in this thread until the session ends,
    beside which Django's ORM refuses to work unless told otherwise (see below).
    """
    browser = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    if browser and chromium.path() is None:
        config.hook.pytest_deselected(items=browser)
        browser = []
    items[:] = others + browser


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let Python look for rings of garbage seldom, and never among what was imported.

    All of the portal and its libraries live in a process of tests: walking through them took every
    fifth second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if chromium.path() is None:
        terminalreporter.write_line(LOUD_LINE, red=True, bold=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool | None, bool | None]:
    """Let the ORM work beside Playwright's event loop, in the browser's tests only."""
    if not item.get_closest_marker("browser"):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        return (yield)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's launch options, with this machine's Chromium."""
    return {**browser_type_launch_args, "executable_path": chromium.path(), "args": chromium.FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """What `page.goto("/…")` starts from: the portal itself, on a port of this run."""
    return live_server.url


@pytest.fixture(scope="session", autouse=True)
def no_way_out() -> Generator[None]:
    """No test reaches beyond this machine: a connection elsewhere fails at once and says so."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            self.close()
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once() -> Generator[None]:
    """Every client of a test makes the middleware anew, and WhiteNoise lists all files each time.

    That took as long as answering the first request.
    """
    listed: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def once(self: WhiteNoiseMiddleware) -> None:
        if self.static_prefix not in listed:
            look(self)
            listed[self.static_prefix] = self.files
        self.files = listed[self.static_prefix]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def media_of_this_run() -> Generator[None]:
    """What tests upload goes when they are done; see `newsportal.environment` for where it is."""
    yield
    for name in ("default", "originals"):
        shutil.rmtree(settings.STORAGES[name]["OPTIONS"]["location"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Have pytest-django copy its database from one that is migrated already."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database.ensure()


@pytest.fixture(scope="module")
def rows_of_the_file(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Generator[None]:
    """For fixtures of a whole file: the rows that they make are undone after its last test.

    What a single test changes is undone after it, as ever.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def what_migrations_brought_comes_back() -> Generator[None]:
    """A test with transactions empties the database, also of the rows that migrations brought.

    Django says “migrated” again after that, as it does for permissions.
    """
    kinds = import_module("comments.migrations.0002_default_reaction_kinds")

    def bring(**_signal: Any) -> None:
        kinds.add(apps, connection)

    post_migrate.connect(bring, sender=apps.get_app_config("comments"))
    yield
    post_migrate.disconnect(bring, sender=apps.get_app_config("comments"))


@pytest.fixture(scope="session", autouse=True)
def versions_are_read_when_they_may_have_changed() -> Generator[None]:
    with watched_versions.watching():
        yield


@pytest.fixture(autouse=True)
def nothing_held_from_the_test_before(request: pytest.FixtureRequest) -> None:
    """Undoing a test takes versions back, so what a process keeps by version is dropped."""
    watched_versions.watch.is_alone = watched_versions.does_all_alone(request)
    versions.forget_copies()
