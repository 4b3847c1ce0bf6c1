"""Feature E23: addresses asked for in vain are counted, within bounds, and told to the newsroom."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from newsportal.core import not_found, redirects
from newsportal.core.models import IgnoredAddress, NotFound
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site()
    not_found.quota.clear()
    yield
    not_found.quota.clear()


def counted() -> dict[str, int]:
    return dict(NotFound.objects.values_list("path", "hits"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/world/2026/11/24/ferry-comes-back/", "ferry comes back"),
        ("/Ferry_Timetable.html", "Ferry Timetable"),
        ("/2026/11/", ""),
        ("/여객선-귀환/", "여객선 귀환"),
        ("/wp-login.php", ""),
        ("/x'><script>/", ""),
        ("/reset/abcdefgh1234567890abcdefgh/", ""),
        ("/a-b-c-d-e-f-g-h-i-j/", "a b c d e f g h"),
    ],
)
def test_the_page_suggests_the_words_of_the_address(client, path, words):
    """Feature R14: filled in, not searched for: a wrong address asks the database no more."""
    assert not_found.words_of(path) == words
    page = client.get(path).content.decode()
    assert f'name="q" value="{words}"' in page


def test_a_missing_address_is_counted_by_day(client):
    for path in ("/lost/", "/Lost", "/other/x.html"):
        assert client.get(path).status_code == 404

    assert counted() == {"/lost/": 2, "/other/x.html/": 1}
    assert NotFound.objects.first().day == timezone.now().date()


def test_of_the_page_that_led_here_only_the_host_is_kept(client):
    client.get("/lost/", headers={"referer": "https://Some.example:8443/me?mail=rana@example.org"})
    client.get("/lost/?token=secret")
    row = NotFound.objects.get()

    assert (row.path, row.last_referrer) == ("/lost/", "some.example")


@pytest.mark.parametrize("referrer", ["http://[", "https://<script>/", "javascript:x", "\x00"])
def test_a_strange_referrer_is_left_out(client, referrer):
    assert client.get("/lost/", headers={"referer": referrer}).status_code == 404

    assert NotFound.objects.get().last_referrer == ""


@pytest.mark.parametrize(
    "path",
    [
        "/wp-login.php",
        "/.env",
        "/.git/config",
        "/blog/.aws/credentials",
        "/wp-admin/",
        "/wp-content/plugins/x/",
        "/cgi-bin/luci",
        "/backup.sql",
        "/index.php/x",
        "/vendor/phpunit/",
        "/favicon-32.png/",
        "/sitemap_index.xml",
        "/accounts/nothing/here/",
        "/admin/nothing/",
        "/media/none.jpg",
        "/reset/rana@example.org/",
        "/t/a1b2c3d4e5f6a7b8c9d0e1f2/",
        "/a/../../etc/",
        "/<script>/",
        "/x;y/",
        "/" + "a" * 400 + "/",
    ],
)
def test_what_robots_try_and_what_is_private_is_left_out(path):
    assert not not_found.is_worth_counting(path)
    Client(raise_request_exception=False).get(path)
    assert counted() == {}


@pytest.mark.parametrize("path", ["/old/story.html/", "/rss.xml/", "/tags/boats/", "/한국-소식/"])
def test_what_readers_follow_is_counted(client, path):
    client.get(path)

    assert counted() == {path: 1}


def test_only_what_is_read_is_counted(client):
    client.head("/lost/")
    client.post("/lost/")

    assert counted() == {}


def test_a_guests_page_stays_the_same_for_all(client):
    response = client.get("/lost/")

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_it_costs_one_statement(client, django_assert_num_queries):
    client.get("/lost/")
    not_found.quota.clear()

    # The registry, the count; the frame and the notices in slots are known.
    with django_assert_num_queries(2):
        client.get("/lost/")


def test_one_network_counts_so_many_an_hour(client, monkeypatch):
    monkeypatch.setattr(not_found, "MOST_OF_A_NETWORK", 3)
    for number in range(9):
        assert client.get(f"/lost/{number}/").status_code == 404

    assert len(counted()) == 3
    client.get("/lost/x/", headers={"x-forwarded-for": "203.0.113.9"})
    assert len(counted()) == 3  # nobody names their own network


def test_the_quota_begins_anew_after_an_hour_and_holds_for_the_process():
    quota = not_found.Quota()
    for _time in range(not_found.MOST_OF_A_NETWORK):
        assert quota.allows("a", now=0)
    assert not quota.allows("a", now=1)
    assert quota.allows("b", now=1)
    assert quota.allows("a", now=not_found.WINDOW_SECONDS)

    for number in range(not_found.MOST_OF_A_PROCESS + 10):
        quota.allows(f"network {number}", now=2 * not_found.WINDOW_SECONDS)
    assert not quota.allows("new", now=2 * not_found.WINDOW_SECONDS)


def test_a_day_has_so_many_addresses_but_those_known_are_counted_on(client, monkeypatch):
    monkeypatch.setattr(not_found, "MOST_OF_A_DAY", 2)
    for path in ("/a/", "/b/", "/c/", "/a/"):
        client.get(path)

    assert counted() == {"/a/": 2, "/b/": 1}


def test_a_database_that_refuses_costs_no_page(client, monkeypatch):
    class Refusing:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(not_found, "connection", Refusing())

    assert client.get("/lost/").status_code == 404


def row(path: str, days_ago: int, hits: int) -> None:
    day = timezone.now().date() - datetime.timedelta(days=days_ago)
    NotFound.objects.create(path=path, day=day, hits=hits, last_referrer=f"day{days_ago}.example")


def test_the_weeks_most_frequent_come_first_with_their_days():
    row("/often/", 0, 5)
    row("/often/", 6, 7)
    row("/seldom/", 1, 3)
    row("/long-ago/", 7, 99)

    often, seldom = not_found.most_frequent()

    assert (often.path, often.hits, often.days) == ("/often/", 12, [7, 0, 0, 0, 0, 0, 5])
    assert often.referrer == "day0.example"
    assert (seldom.path, seldom.hits) == ("/seldom/", 3)


def test_what_is_mended_or_ignored_is_not_told_and_can_be_shown_again():
    for path in ("/a/", "/b/", "/c/"):
        row(path, 0, 1)
    redirects.make_one("/a/", "/search/")
    not_found.ignore("/b/")
    not_found.ignore("/b/")

    assert [one.path for one in not_found.most_frequent()] == ["/c/"]
    not_found.show_again("/b/")
    assert [one.path for one in not_found.most_frequent()] == ["/b/", "/c/"]
    assert not IgnoredAddress.objects.exists()


def test_all_is_forgotten_after_a_month(capsys):
    row("/kept/", 30, 1)
    row("/old/", 31, 1)

    call_command("forget_expired")

    assert "1 counts of missing addresses" in capsys.readouterr().out
    assert counted() == {"/kept/": 1}
