"""Feature S1: every kind of answer carries the headers that keep browsers out of trouble."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from tests import factories as f
from tests.safety.addresses import Newspaper, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(paper_of_the_file: Newspaper) -> Newspaper:
    return paper_of_the_file


ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Whatever else the policy says, these directives stand in it with exactly these sources.
STRICT = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(response) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split("; ")
    return dict(part.partition(" ")[::2] for part in parts)


def assert_safe(response, name: str) -> None:
    for header, value in ALWAYS.items():
        assert response.get(header) == value, (name, header)
    assert "camera=()" in response["Permissions-Policy"], name
    is_page = response.get("Content-Type", "").startswith("text/html")
    whose = "same-origin" if is_page else "cross-origin"
    assert response["Cross-Origin-Resource-Policy"] == whose, name
    assert "Content-Security-Policy" in response, name
    read(response)


def test_every_address_of_readers_is_answered_with_all_headers(paper):
    rana = Client()
    rana.force_login(f.UserFactory())
    for name, path in paper.paths.items():
        for client in (Client(), rana):
            response = client.get(path)

            assert_safe(response, name)
            if name == "media":
                assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
            else:
                assert policy(response) == STRICT, name


ACCOUNT_PAGES = (
    "login",
    "signup",
    "password/reset",
    "inactive",
    "confirm-email",
    "confirm-email/x",
)


@pytest.mark.parametrize("page", ACCOUNT_PAGES)
def test_account_pages_are_as_strict(client, page):
    f.site()

    response = client.get(f"/accounts/{page}/")

    assert_safe(response, page)
    assert policy(response) == STRICT


def refusals(story_path: str):
    """One answer of each kind that is no page: (name, status, response)."""
    quiet = Client(raise_request_exception=False)
    strict = Client(enforce_csrf_checks=True)
    yield "foreign host", 400, quiet.get("/", headers={"host": "evil.example"})
    yield "missing token", 403, strict.post("/accounts/login/", {"login": "x"})
    foreign = {"sec-fetch-site": "cross-site"}
    yield "foreign form", 403, quiet.post(f"{story_path}react/", {"kind": "1"}, headers=foreign)
    yield "confirmation", 200, strict.post(f"{story_path}react/", {"kind": "1"})
    yield "unknown address", 404, quiet.get("/nothing/")
    yield "static file that is not there", 404, quiet.get("/static/css/nothing.css")
    yield "media that is not there", 404, quiet.get("/media/nothing.jpg")
    yield "wrong method", 405, quiet.post("/search/")
    yield "admin for guests", 302, quiet.get("/admin/")
    yield "health", 200, quiet.get("/healthz")
    yield "readiness", 200, quiet.get("/readyz")
    yield "icon", 302, quiet.get("/favicon.ico")


def test_refusals_and_redirects_carry_them_too(paper):
    for name, status, response in refusals(paper.story.get_absolute_url()):
        assert response.status_code == status, name
        assert_safe(response, name)


def test_an_error_of_ours_carries_them_too(client, monkeypatch):
    f.site()
    monkeypatch.setattr("articles.fronts.home", lambda _chrome: 1 / 0)

    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert_safe(response, "500")
    assert policy(response) == STRICT


def test_the_newsroom_allows_no_inline_code_either_but_by_nonce(client):
    f.site()
    client.force_login(f.UserFactory(is_staff=True, is_superuser=True))

    for path in ("/admin/", "/admin/articles/story/add/", "/admin/comments/comment/"):
        response = client.get(path)

        assert response.status_code == 200
        assert "unsafe" not in response["Content-Security-Policy"]
        assert policy(response)["style-src"] == "'self'"
        assert policy(response)["script-src"].startswith("'self'")
        assert_safe(response, path)


# Under TLS ------------------------------------------------------------

TLS = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


@override_settings(**TLS)
def test_under_tls_browsers_are_told_to_stay_there(paper):
    for name, path in paper.paths.items():
        response = Client().get(path, secure=True)

        assert response["Strict-Transport-Security"].startswith("max-age=31536000"), name
        assert_safe(response, name)


@override_settings(**TLS)
def test_plain_http_is_sent_to_tls_but_for_the_health_checks(paper):
    response = Client().get("/world/?page=1")

    assert response.status_code == 301
    assert response["Location"] == "https://testserver/world/?page=1"
    assert_safe(response, "redirect")
    for probe in ("/healthz", "/readyz"):
        assert Client().get(probe).status_code == 200


@override_settings(**TLS)
def test_cookies_are_secure_under_tls_and_out_of_reach_of_scripts(paper):
    client = Client()
    client.get("/accounts/login/", secure=True)
    client.post(
        f"{paper.story.get_absolute_url()}comments/",
        {"text": "Mine.", "post": "1"},
        headers={"sec-fetch-site": "same-origin"},
        secure=True,
    )
    client.post(
        f"{paper.story.get_absolute_url()}react/",
        {"kind": str(f.ReactionKindFactory().pk)},
        headers={"sec-fetch-site": "same-origin"},
        secure=True,
    )

    assert {"csrftoken", "sessionid"} <= set(client.cookies)
    for name, morsel in client.cookies.items():
        assert morsel["secure"], name
        assert morsel["httponly"], name
        assert morsel["samesite"] == "Lax", name
        assert not morsel["domain"], name


ERRORS = ("/nothing/", "/tags/nothing/", "/archive/1/", "/search/?page=0&q=x")


def test_no_cache_may_keep_an_error_or_a_redirect_without_asking(paper):
    """RFC 9111 4.2.2: without a word of ours 301, 404, 405 and 410 may be kept for long."""
    for name, _status, response in refusals(paper.story.get_absolute_url()):
        assert {"no-cache", "no-store"} & {*_words(response)}, name
    for path in (*ERRORS, paper.paths["redirect"], paper.paths["gone"]):
        assert _words(Client().get(path)) == ["no-cache"], path


def test_an_error_page_with_a_readers_name_is_nobody_elses(paper):
    rana = Client()
    rana.force_login(f.UserFactory(display_name="Rana Aziz"))
    for path in (*ERRORS, paper.paths["redirect"], paper.paths["gone"]):
        assert _words(rana.get(path)) == ["private", "no-store"], path


def _words(response) -> list[str]:
    return response.get("Cache-Control", "").split(", ")
