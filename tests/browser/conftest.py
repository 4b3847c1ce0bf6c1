"""One newspaper and one server for a module of browser tests, and browsers to read it with.

The usual `live_server` empties the whole database after each test, which takes longer than the
tests. Here the newspaper is made once for a module and the database emptied after it; a test that
writes makes a story of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from newsportal.core import versions
from newsportal.core.models import User
from tests.browser.newspaper import Newspaper, newspaper
from tests.watched_versions import watch

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Generator[None]:
    """The test database, open for a module and afterwards as its migrations left it.

    It takes the place of pytest-django's `db`, by whose name pytest-django knows which tests need
    a database at all.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
        own = connection.settings_dict
        assert own["NAME"] == own["TEST"]["NAME"], "this is not the test database"
        versions.forget_copies()
        watch.is_alone = False  # the server writes in threads of its own
        try:
            yield
        finally:
            call_command("flush", interactive=False, verbosity=0)
            versions.forget_copies()
            connection.close()


@pytest.fixture(scope="module")
def server(db: None) -> Generator[LiveServer]:
    """The portal itself, on a port of this run."""
    server = LiveServer("127.0.0.1")
    with server._live_server_modified_settings:
        yield server
    server.stop()


@pytest.fixture(scope="module")
def paper(db: None) -> Newspaper:
    return newspaper()


@pytest.fixture
def open_page(browser: Browser, server: LiveServer) -> Generator[OpenPage]:
    """Opens a page in a browser of its own.

    `script` tells whether scripts run, `width` is in CSS pixels, `user` who is signed in; further
    words are Playwright's options for a browser context.
    """
    opened: list[BrowserContext] = []

    def make(
        path: str = "",
        *,
        script: bool = True,
        width: int = 1280,
        user: User | None = None,
        **options: object,
    ) -> Page:
        context = browser.new_context(
            base_url=server.url,
            java_script_enabled=script,
            viewport={"width": width, "height": 800},
            **{"color_scheme": "light", **options},
        )
        opened.append(context)
        if user:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}]
            )
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    yield make
    for context in opened:
        context.close()
