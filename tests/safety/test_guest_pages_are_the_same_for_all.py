"""House rule 15: a guest's page is the same bytes for all, with no cookie and no token in it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import resolve

from tests import factories as f
from tests.safety.addresses import Newspaper, public_names, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(paper_of_the_file: Newspaper) -> Newspaper:
    return paper_of_the_file


#: Two guests who share nothing but the page they ask for.
ONE = Client(headers={"accept-language": "ko", "user-agent": "Mozilla/5.0 (X11)", "dnt": "1"})
TWO = {
    "accept-language": "ar,de;q=0.5",
    "user-agent": "curl/8",
    "accept": "text/plain",
    "referer": "https://search.example/?q=x",
    "x-requested-with": "XMLHttpRequest",
    "sec-fetch-site": "cross-site",
    "x-forwarded-for": "198.51.100.7",
    "save-data": "on",
}
COOKIES = {"_ga": "GA1.2.3", "theme": "dark", "guest": "forged", "csrftoken": "x" * 32, "a": "<b>"}

TOKEN = re.compile("csrfmiddlewaretoken|csrf", re.IGNORECASE)


def another_guest() -> Client:
    client = Client(headers=TWO, REMOTE_ADDR="203.0.113.77")
    for name, value in COOKIES.items():
        client.cookies[name] = value
    return client


def test_every_address_that_guests_can_ask_for_is_walked(paper):
    walked = set()
    for path in paper.paths.values():
        if path.startswith("/static/"):
            continue
        walked.add(resolve(path.partition("?")[0]).view_name)

    writing_only = {"comments:react-to-story", "comments:react-to-comment", "articles:read", "None"}
    assert public_names() - walked - writing_only == set()


def test_two_guests_get_the_same_bytes_and_no_cookie(paper):
    for name, path in paper.paths.items():
        first, second = ONE.get(path), another_guest().get(path)

        assert first.status_code == second.status_code, name
        assert read(first) == read(second), name
        for response in (first, second):
            assert not response.cookies, name
            assert "cookie" not in response.get("Vary", "").lower(), name
            assert "accept-language" not in response.get("Vary", "").lower(), name
        assert not TOKEN.search(read(ONE.get(path)).decode("utf-8", "replace")), name


def test_a_page_for_all_has_an_etag_and_is_asked_for_again(paper):
    for name, path in paper.pages.items():
        response = ONE.get(path)

        assert response.status_code == 200, name
        assert response["Cache-Control"] == "no-cache", name
        assert response["ETag"].startswith('"'), name
        known = another_guest().get(path, headers={"if-none-match": response["ETag"]})
        assert known.status_code == 304, name
        assert not known.content


def test_the_same_address_is_personal_with_a_session(paper):
    rana = Client()
    rana.force_login(f.UserFactory(display_name="Rana Aziz"))

    for name, path in paper.pages.items():
        response = rana.get(path)

        assert response["Cache-Control"] == "private, no-store", name
        assert "ETag" not in response, name
        assert "Rana Aziz" in response.content.decode(), name
        assert "CDN-Cache-Control" not in response, name


def test_a_session_that_is_none_is_personal_too_and_shows_noread(paper):
    forged = Client()
    forged.cookies["sessionid"] = "invented"

    for name, path in paper.pages.items():
        response = forged.get(path)

        assert response.status_code == 200, name
        assert "no-store" in response["Cache-Control"], name


def test_head_is_get_without_the_read(paper):
    for name, path in paper.paths.items():
        get, head = ONE.get(path), ONE.head(path)

        assert head.status_code == get.status_code, name
        assert head.streaming or head.content == b"", name
        assert head.get("ETag") == get.get("ETag"), name
        for response in (get, head):
            read(response)
