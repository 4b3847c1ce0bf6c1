"""Rate limits: exact for all processes together, honest about the wait, no addresses at rest."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsportal.core import limits
from newsportal.core.limits import (
    Verdict,
    forget_expired,
    hit,
    limit_post,
    limited_response,
    network_key,
    person_key,
)
from newsportal.core.models import RateCount

NOON = datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC)


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def posts(seconds, limit=3, per=60, key="user:1", name="comment"):
    return hit(name, key, limit=limit, per_seconds=per, now=at(seconds))


@pytest.mark.django_db
def test_the_limit_is_allowed_and_not_one_more():
    assert [posts(second).allowed for second in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_the_wait_is_told_to_the_second_and_is_true():
    for second in (0, 10, 20):
        posts(second)
    refused = posts(25.5)
    assert refused == Verdict(allowed=False, retry_after_seconds=35)
    assert not posts(25.5 + 34).allowed
    assert posts(25.5 + 35).allowed


@pytest.mark.django_db
def test_a_window_opens_with_the_first_event_and_not_by_the_clock():
    posts(59)
    posts(60)
    posts(61)
    assert not posts(118).allowed
    assert posts(119).allowed


@pytest.mark.django_db
def test_knocking_does_not_keep_the_door_shut():
    for second in range(60):
        posts(second)
    assert RateCount.objects.get().count == 4  # refused is refused, however often
    assert [posts(second).allowed for second in (60, 61, 62, 63)] == [True, True, True, False]


@pytest.mark.django_db
def test_a_limit_of_one_waits_one_window():
    assert posts(0, limit=1).allowed
    assert posts(1, limit=1) == Verdict(allowed=False, retry_after_seconds=59)
    assert posts(60, limit=1).allowed


@pytest.mark.django_db
def test_names_keys_and_windows_count_apart():
    for _ in range(3):
        posts(0)
    assert not posts(0).allowed
    assert posts(0, key="user:2").allowed
    assert posts(0, name="reaction").allowed
    assert posts(0, per=61).allowed


@pytest.mark.django_db
def test_a_clock_that_was_set_back_makes_nobody_wait_longer_than_a_window():
    for _ in range(4):
        posts(1000)
    assert posts(0) == Verdict(allowed=False, retry_after_seconds=60)


@pytest.mark.django_db
def test_the_databases_clock_decides_when_none_is_given():
    verdicts = [hit("comment", "user:1", limit=1, per_seconds=3600) for _ in range(2)]
    assert verdicts[0] == Verdict(allowed=True, retry_after_seconds=0)
    assert not verdicts[1].allowed
    assert 3590 < verdicts[1].retry_after_seconds <= 3600


@pytest.mark.django_db
@pytest.mark.parametrize("earlier", [0, 1, 5])
def test_an_event_costs_one_statement_however_many_came_before(earlier):
    for _ in range(earlier):
        posts(0)
    with CaptureQueriesContext(connection) as queries:
        posts(1)
    assert len(queries) == 1


@pytest.mark.django_db
def test_no_address_and_no_account_can_be_read_from_the_table():
    hit("sign-up", "203.0.113.0/24", limit=3, per_seconds=60)
    (row,) = RateCount.objects.values_list("key", flat=True)
    assert "203" not in row
    assert len(row) == 64
    with override_settings(SECRET_KEY="another newspaper’s key"):
        hit("sign-up", "203.0.113.0/24", limit=3, per_seconds=60)
    assert RateCount.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "ü" * 10_000, "a\x00b", "'; DROP TABLE core_ratecount; --"])
def test_a_strange_key_is_only_a_key(key):
    assert hit("comment", key, limit=1, per_seconds=60).allowed
    assert not hit("comment", key, limit=1, per_seconds=60).allowed


@pytest.mark.parametrize(("limit", "per"), [(0, 60), (-1, 60), (1, 0), (1, 24 * 60 * 60 + 1)])
def test_a_limit_that_cannot_be_is_an_error_of_the_program(limit, per):
    with pytest.raises(ValueError, match="cannot be counted"):
        hit("comment", "user:1", limit=limit, per_seconds=per)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_pass_more_than_the_limit():
    together = threading.Barrier(8)
    verdicts = []

    def post_often():
        try:
            together.wait(30)
            verdicts.extend(hit("comment", "user:1", limit=25, per_seconds=3600) for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=post_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(verdicts) == 80
    assert sum(verdict.allowed for verdict in verdicts) == 25


@pytest.mark.django_db
def test_ended_windows_are_forgotten_and_open_ones_are_not():
    posts(0, key="yesterday")
    posts(24 * 60 * 60, key="today")
    assert forget_expired(now=at(24 * 60 * 60 + 1)) == 1
    assert RateCount.objects.get().window_start == at(24 * 60 * 60)


@pytest.mark.django_db
def test_forgetting_goes_by_the_databases_clock():
    hit("comment", "now", limit=1, per_seconds=60)
    posts(0, key="years ago")
    assert forget_expired() == 1
    assert not hit("comment", "now", limit=1, per_seconds=60).allowed


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "in 1 second."),
        (2, "in 2 seconds."),
        (90, "in 90 seconds."),
        (91, "in 2 minutes."),
        (600, "in 10 minutes."),
        (601, "in 11 minutes."),
        (5400, "in 90 minutes."),
    ],
)
def test_a_person_is_told_how_long_to_wait(seconds, words):
    assert Verdict(allowed=False, retry_after_seconds=seconds).sentence.endswith(words)


# Views --------------------------------------------------------------------------------------------


def a_request(method="post", address="203.0.113.7", user=None, cookie=None):
    request = getattr(RequestFactory(), method)("/", REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    if cookie:
        request.COOKIES["sessionid"] = cookie
    return request


@limit_post("test", 2, 60)
def a_view(request):
    """Say that it was called."""
    return HttpResponse("done")


@pytest.fixture
def plain_429(settings, tmp_path):
    (tmp_path / "429.html").write_text("wait {{ retry_after }}")
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_429")
def test_a_view_past_its_limit_is_not_called():
    answers = [a_view(a_request()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert "no-store" in answers[2]["Cache-Control"]
    assert answers[2].content.decode() == f"wait {answers[2]['Retry-After']}"


@pytest.mark.django_db
def test_reading_is_never_limited_nor_counted():
    for method in ("get", "head", "options"):
        for _ in range(3):
            assert a_view(a_request(method)).status_code == 200
    assert not RateCount.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_429")
def test_a_neighbour_in_the_network_shares_the_limit_and_a_stranger_does_not():
    a_view(a_request())
    a_view(a_request())
    assert a_view(a_request(address="203.0.113.99")).status_code == 429
    assert a_view(a_request(address="198.51.100.1")).status_code == 200


@pytest.mark.usefixtures("plain_429")
def test_the_page_says_how_long_to_wait():
    response = limited_response(a_request(), Verdict(allowed=False, retry_after_seconds=17))
    assert (response.status_code, response["Retry-After"]) == (429, "17")
    assert b"17" in response.content


class Rana:
    pk = 17
    is_authenticated = True


def test_a_person_is_counted_by_account_and_a_guest_by_network():
    assert person_key(a_request(user=Rana(), cookie="x")) == "user:17"
    assert person_key(a_request()) == "network:203.0.113.0/24"
    assert person_key(a_request(cookie="stale")) == "network:203.0.113.0/24"
    assert network_key(a_request(user=Rana(), cookie="x")) == "network:203.0.113.0/24"


def test_a_guests_session_is_not_even_looked_at():
    request = a_request()
    del request.user
    assert person_key(request) == "network:203.0.113.0/24"


@pytest.mark.django_db
def test_a_command_forgets_counts_whose_time_has_passed(capsys):
    limits.hit("comment", "rana", limit=3, per_seconds=60)
    limits.hit("comment", "sam", limit=3, per_seconds=60, now=timezone.now() - timedelta(days=3))

    call_command("forget_expired")

    assert "1 counts forgotten.\n" in capsys.readouterr().out
    assert RateCount.objects.count() == 1


# Pages that are only read ------------------------------------------------------------------------


def asking(address):
    return RequestFactory().get("/search/", REMOTE_ADDR=address)


def test_reading_has_a_limit_by_network_that_writes_nothing_and_ends_with_its_window():
    limit = limits.ReadingLimit(2, 60)  # this test may not reach the database at all
    told = [limit.hit(asking("81.2.69.142"), now=6_000.5) for _each in range(3)]
    neighbour = limit.hit(asking("81.2.69.7"), now=6_050)
    stranger = limit.hit(asking("81.2.70.7"), now=6_050)
    later = limit.hit(asking("81.2.69.142"), now=6_060)
    assert [one.allowed for one in told] == [True, True, False]
    assert told[-1].retry_after_seconds == 60
    assert (neighbour.allowed, neighbour.retry_after_seconds) == (False, 10)
    assert stranger.allowed
    assert later.allowed


def test_reading_from_inside_is_not_counted_for_all_readers_may_stand_behind_it():
    limit = limits.ReadingLimit(1, 60)
    for address in ("127.0.0.1", "10.1.2.3", "172.18.0.4", "::1", "fd00::7"):
        assert all(limit.hit(asking(address), now=0).allowed for _each in range(5)), address


def test_networks_that_are_remembered_have_an_end(monkeypatch):
    monkeypatch.setattr(limits.ReadingLimit, "MOST", 2)
    limit = limits.ReadingLimit(1, 60)
    for network in range(7):
        limit.hit(asking(f"81.2.{network}.1"), now=0)
    assert len(limit._counts) <= 2
