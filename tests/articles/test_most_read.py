"""Feature R8: readings are counted without recognising anybody, and rank what readers read."""

from __future__ import annotations

import datetime
import hashlib

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import most_read, public_addresses, publishing, reading
from articles.models import Story, StoryActivity, StoryRead
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db

BROWSER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "accept-language": "en",
    "sec-fetch-site": "same-origin",
}
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def paper(monkeypatch):
    f.site(name="The Meridian")
    monkeypatch.setattr(reading, "_readers", reading.ReadersOfAnHour())


def tell(story: Story, address: str = "192.0.2.7", **headers: str):
    """The page of a story tells that it is being read."""
    return Client().post(
        f"{story.get_absolute_url()}read/",
        headers={**BROWSER, **{name.replace("_", "-"): value for name, value in headers.items()}},
        REMOTE_ADDR=address,
    )


def counted(story: Story) -> int:
    reading.sum_up()
    return sum(StoryActivity.objects.filter(story=story).values_list("reads", flat=True))


def test_repeats_from_one_network_within_an_hour_count_once():
    story, other = f.published(), f.published()

    answers = [tell(story, address) for address in ("192.0.2.7", "192.0.2.99", "198.51.100.1")]
    tell(other)

    assert {answer.status_code for answer in answers} == {204}
    assert answers[0].content == b""
    assert not answers[0].cookies
    assert (counted(story), counted(other)) == (2, 1)


def test_the_next_hour_counts_anew_and_under_another_key():
    readers, now = reading.ReadersOfAnHour(), timezone.now()

    assert readers.take("192.0.2.0/24", "1", now)
    assert not readers.take("192.0.2.0/24", "1", now)
    before, seen = readers._key, set(readers._seen)
    assert readers.take("192.0.2.0/24", "1", now + DAY)

    assert readers._key != before
    assert not readers._seen & seen
    # Without the key nobody finds the network by trying all there are.
    assert hashlib.blake2b(b"192.0.2.0/24\n1", digest_size=12).digest() not in readers._seen


def test_a_process_remembers_no_more_than_its_memory_holds(monkeypatch):
    monkeypatch.setattr(reading, "MOST_REMEMBERED", 5)
    readers, now = reading.ReadersOfAnHour(), timezone.now()

    for number in range(12):
        assert readers.take(f"192.0.{number}.0/24", "1", now)
        assert len(readers._seen) <= 5
        assert len(readers._by_network) <= 5


def test_what_is_kept_says_nothing_of_who_read():
    tell(f.published())

    assert {field.name for field in StoryRead._meta.get_fields()} == {"id", "story", "hour"}
    assert StoryRead.objects.get().hour.minute == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_ratecount")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "headers",
    [
        {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user_agent": "GPTBot/1.2"},
        {"user_agent": "python-requests/2.32"},
        {"user_agent": ""},
        {"accept_language": ""},
        {"sec_purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_pages_fetched_ahead_are_left_out(headers):
    story = f.published()

    assert tell(story, **headers).status_code == 204
    assert counted(story) == 0


def test_a_phone_whose_brand_sounds_like_a_robot_reads():
    story = f.published()
    tell(story, user_agent="Mozilla/5.0 (Linux; Android 14; CUBOT X90) Chrome/140.0 Mobile")

    assert counted(story) == 1


def test_one_network_counts_so_many_stories_an_hour_and_no_foreign_page_counts_any(monkeypatch):
    monkeypatch.setattr(reading, "MOST_OF_NETWORK", 2)
    some = [f.published() for _ in range(3)]
    for story in some:
        tell(story)

    assert [counted(story) for story in some] == [1, 1, 0]
    assert tell(some[0], "203.0.113.1", sec_fetch_site="cross-site").status_code == 403
    unclear = Client(enforce_csrf_checks=True).post(f"{some[0].get_absolute_url()}read/")
    assert unclear.status_code == 200  # asks for a confirmation, and counts nothing
    assert counted(some[0]) == 1


def test_only_what_is_live_is_read():
    gone = f.withdrawn("We were wrong.")

    assert tell(gone).status_code == 404
    assert Client().get(f"{f.published().get_absolute_url()}read/").status_code == 405
    assert not StoryRead.objects.exists()


def test_a_reading_costs_two_statements_and_a_repeat_one():
    story = f.published()
    assert story.get_absolute_url()
    tell(f.published())  # warms what a process keeps

    with CaptureQueriesContext(connection) as first:
        tell(story)
    with CaptureQueriesContext(connection) as repeat:
        tell(story)

    about = [[q for q in one if "article" in q["sql"]] for one in (first, repeat)]
    assert [len(one) for one in about] == [2, 1]


def test_sums_add_up_once_and_move_what_shows_them():
    story = f.published()
    tell(story)
    before = versions.read([reading.KEY])[reading.KEY]

    assert reading.sum_up() == 1
    moved = versions.read([reading.KEY])[reading.KEY]
    assert reading.sum_up() == 0
    tell(story, "198.51.100.1")
    call_command("beat")

    assert counted(story) == 2
    assert moved == before + 1
    row = StoryActivity.objects.get(story=story)
    assert row.hour.minute == 0


def test_a_page_tells_by_script_to_guests_and_readers_but_not_for_the_newsroom():
    story = f.published()
    hook = f'data-read="{story.get_absolute_url()}read/"'
    reader, edith = Client(), Client()
    reader.force_login(f.UserFactory())
    edith.force_login(f.UserFactory(is_staff=True))

    pages = [one.get(story.get_absolute_url()).text for one in (Client(), reader, edith)]

    assert [hook in page for page in pages] == [True, True, False]


def test_rankings_go_by_a_day_or_a_week_of_reads_or_comments():
    today, week, quiet = (f.published(headline=name) for name in ("Today", "Weekly", "Quiet"))
    f.read(today, 5)
    f.read(week, 2)
    f.read(week, 99, hours_ago=50)
    f.read(quiet, 99, hours_ago=24 * 8)
    StoryActivity.objects.filter(story=today).update(comments=1)
    StoryActivity.objects.filter(story=week, reads=99).update(comments=7)

    found = {(one.of, one.over): list(one.stories()) for one in most_read.ALL}

    assert found == {
        ("read", "day"): [today, week],
        ("read", "week"): [week, today],
        ("commented", "day"): [today],
        ("commented", "week"): [week, today],
    }
    page = Client().get("/most-read/commented-week/").text
    assert "7 new comments in the last 7 days" in page
    assert page.index("Weekly") < page.index("Today</a>")
    assert Client().get("/most-read/commented-year/").status_code == 404


def test_nothing_that_is_not_live_stands_in_a_ranking_or_beside_a_story():
    shown, gone, other = f.published(), f.published(), f.published()
    sealed = f.published(headline="The minister resigns today")
    for story in (shown, gone, other, sealed):
        f.read(story, 3)
    publishing.withdraw(gone, None, "We were wrong.")
    Story.objects.filter(pk=sealed.pk).update(embargo_until=timezone.now() + DAY)

    assert set(most_read.ALL[0].stories()) == {shown, other}
    assert set(most_read.beside(shown)) == {other}
    for page in ("/most-read/", shown.get_absolute_url(), "/"):
        assert sealed.headline not in Client().get(page).text, page
    walked = {kind for kind, _path in public_addresses.addresses()}
    assert {"articles:most-read", "articles:most-read-of"} <= walked


def test_empty_rankings_say_so():
    assert "Nobody has commented in this time." in Client().get("/most-read/commented-day/").text
    assert 'id="most-read"' not in Client().get(f.published().get_absolute_url()).text


def test_hours_of_a_quarter_ago_are_forgotten():
    story = f.published()
    f.read(story, 1)
    f.read(story, 9, hours_ago=24 * 91)

    assert reading.forget_old() == 1
    assert counted(story) == 1
