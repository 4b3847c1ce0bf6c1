"""Feature R14: what goes wrong has a page in the site's look, and the last two need no database."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.template import loader
from django.test import Client

from tests import factories as f
from tests.accounts.people import member
from tests.safety.addresses import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def going_wrong(monkeypatch: pytest.MonkeyPatch):
    """Make the front page raise an error."""
    f.site(name="The Meridian")

    def make(error: Exception) -> None:
        def raising(_chrome: object) -> None:
            raise error

        monkeypatch.setattr("articles.fronts.home", raising)

    return make


PAGES = [
    (SuspiciousOperation("x"), 400, "We could not read that request"),
    (RequestDataTooBig("x"), 400, "malformed or too large"),
    (PermissionDenied("Only colleagues may."), 403, "Only colleagues may."),
    (PermissionDenied(), 403, "You may not do this"),
    (Http404("secret detail"), 404, "We cannot find that page"),
]


@pytest.mark.parametrize(("error", "status", "words"), PAGES)
def test_each_has_a_page_with_a_way_on(quiet, going_wrong, error, status, words):
    going_wrong(error)
    browser = Client(raise_request_exception=False)
    browser.force_login(member())

    for client in (quiet, browser):
        response = client.get("/")
        page = response.content.decode()

        assert response.status_code == status
        assert words in page
        assert "secret detail" not in page
        assert "<title>" in page
        assert 'class="masthead' in page
        assert '<meta name="robots" content="noindex">' in page
        assert 'href="/"' in page


def test_a_missing_page_offers_the_search(quiet):
    f.site()

    page = quiet.get("/no/such/page/").content.decode()

    assert 'action="/search/"' in page


def test_a_withdrawn_story_says_why(quiet):
    f.site()
    story = f.withdrawn("It named <the wrong> person.")

    response = quiet.get(story.get_absolute_url())

    assert response.status_code == 410
    assert "It named &lt;the wrong&gt; person." in response.content.decode()


def test_a_message_of_a_refusal_is_text(quiet, going_wrong):
    going_wrong(PermissionDenied("<script>alert(1)</script>"))

    assert "<script>alert" not in quiet.get("/").content.decode()


def test_an_error_of_ours_tells_nothing_of_itself(quiet, going_wrong, caplog):
    going_wrong(RuntimeError("the secret is 42"))

    response = quiet.get("/")
    page = response.content.decode()

    assert response.status_code == 500
    assert "Something broke on our side" in page
    assert "secret" not in page
    assert "the secret is 42" in caplog.text


def test_an_error_of_ours_speaks_the_newspapers_language(quiet, going_wrong):
    going_wrong(RuntimeError("x"))
    f.site(language="ar")

    assert '<html lang="ar" dir="rtl">' in quiet.get("/").content.decode()


@pytest.mark.parametrize("error", [OperationalError("no route"), InterfaceError("closed")])
def test_without_the_database_the_page_asks_for_patience(quiet, going_wrong, error):
    going_wrong(error)

    response = quiet.get("/")

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "We are not there for a moment" in response.content.decode()
    assert "no route" not in response.content.decode()


def test_the_database_may_be_down_from_the_first_query_on(quiet, monkeypatch, django_db_blocker):
    """Nothing in the way of the page asks the database, whoever calls and with whatever cookie."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    def down(_self):
        raise OperationalError("the database is down")

    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "something"
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", down)
    paths = ("/", "/world/", "/2026/11/24/x/", "/accounts/login/", "/admin/", "/search/?q=a")

    for client in (quiet, browser):
        for path in paths:
            response = client.get(path)

            assert response.status_code == 503, path
            assert "We are not there" in response.content.decode()
        assert client.post("/accounts/login/", {"login": "a"}).status_code == 503
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_two_pages_are_made_of_nothing(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = loader.get_template(name).render()

    assert page.startswith("<!doctype html>")
    assert '<link rel="stylesheet" href="/static/css/portal.css">' in page
    assert "<script" not in page
    assert "<style" not in page


def test_a_proxy_gets_the_pages_for_when_nothing_answers(tmp_path):
    """They ask neither the database nor a running portal."""
    call_command("error_pages", tmp_path / "pages", stdout=StringIO())

    assert "We are not there for a moment" in (tmp_path / "pages" / "503.html").read_text()
    assert "Something broke on our side" in (tmp_path / "pages" / "500.html").read_text()
    (tmp_path / "a file").touch()
    with pytest.raises(CommandError, match="Cannot write to"):
        call_command("error_pages", tmp_path / "a file")


# Methods ----------------------------------------------------------------

READ_ONLY = (
    "/",
    "/search/",
    "/archive/",
    "/world/",
    "/healthz",
    "/theme/a3182e.css",
    "/favicon.ico",
)


@pytest.mark.parametrize("path", READ_ONLY)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_method_that_is_not_for_this_page_gets_a_page_and_the_list(client, path, method):
    f.site()
    f.section("world")

    response = getattr(client, method)(path)

    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "Nothing can be sent to this page" in response.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/admin/"])
def test_browsers_that_send_no_token_hear_the_same_of_methods_we_never_take(method, path):
    f.site()
    client = Client(enforce_csrf_checks=True)

    response = getattr(client, method)(path)

    assert response.status_code == 405
    assert "POST" in response["Allow"]


def test_asking_what_is_possible_does_nothing(client, paper):
    for name, path in paper.paths.items():
        response = client.options(path)

        read(response)
        assert response.status_code in (200, 405), name
        assert not response.cookies, name
        assert "Access-Control-Allow-Origin" not in response, name
