"""Feature R4: sitemaps list what search engines may show, in shards that stand still, with the time
of the newest change that readers saw."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import corrections, live, publishing, sitemap_files
from articles.live import UpdateContent
from articles.models import Story
from articles.working_copy import content_of
from tests import factories as f

pytestmark = pytest.mark.django_db

HOST = "http://127.0.0.1:8000"


def times(client, sitemap: str) -> dict[str, str]:
    """What a sitemap lists, by path: the time of each, "" for none."""
    answer = client.get(sitemap)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    entry = r"<(?:url|sitemap)><loc>([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?"
    found = re.findall(entry, answer.content.decode())
    return {address.removeprefix(HOST): at for address, at in found}


def shard_of(story: Story) -> str:
    return f"/sitemap-stories-{story.pk // 10_000}.xml"


def written(time: datetime.datetime | None) -> str:
    assert time is not None
    return f"{time.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_the_time_is_that_of_the_newest_change_that_readers_saw(client):
    f.site()
    ago = timezone.now() - datetime.timedelta(days=9)
    still, typo, changed, corrected, storm = (
        f.published(ago + datetime.timedelta(hours=number), **fields)
        for number, fields in enumerate([{}, {}, {}, {}, {"kind": Story.Kind.LIVE}])
    )
    for story, change in ((typo, "typo"), (changed, "update")):
        publishing.save_story(story, None, replace(content_of(story), headline="Ten came back"))
        publishing.publish(story, None, change=change)
    taken_back = corrections.add(corrected, None, "correction", "Ten, not nine.")
    corrections.retract(taken_back, None)
    update = live.post(storm, None, UpdateContent(body_html="<p>Wind.</p>")).update

    listed = times(client, shard_of(still))
    assert listed == {
        still.get_absolute_url(): written(still.first_live_at),
        typo.get_absolute_url(): written(typo.first_live_at),
        changed.get_absolute_url(): written(changed.updated_at),
        corrected.get_absolute_url(): written(taken_back.retracted_at),
        storm.get_absolute_url(): written(update.at),
    }
    assert changed.updated_at > changed.first_live_at
    index = times(client, "/sitemap.xml")
    assert index[shard_of(still)] == max(listed.values())
    assert index["/sitemap-sections.xml"] == ""
    archive = times(client, "/sitemap-archive.xml")
    assert archive["/archive/"] == max(archive.values()) == written(storm.first_live_at)


def test_a_new_story_moves_no_other_to_another_shard(client, monkeypatch):
    monkeypatch.setattr("articles.sitemaps.SIZE", 2)
    f.site()
    stories = [f.published() for _number in range(4)]
    before = [times(client, f"/sitemap-stories-{story.pk // 2}.xml") for story in stories]

    f.published(timezone.now() - datetime.timedelta(days=900))

    after = [times(client, f"/sitemap-stories-{story.pk // 2}.xml") for story in stories[:2]]
    assert after == before[:2]
    publishing.withdraw(stories[0], None, "Wrong.")
    assert stories[0].get_absolute_url() not in str(times(client, "/sitemap.xml"))
    assert client.get("/sitemap-stories-999999.xml").status_code == 404
    assert client.get("/sitemap-stories-01.xml").status_code == 404


def test_a_shard_is_read_in_two_queries_and_knows_pictures(client, settings):
    settings.VERSION_CHECK_SECONDS = 60
    f.site(time_zone="Asia/Seoul")
    today = timezone.localdate(timezone=ZoneInfo("Asia/Seoul"))
    held = f.picture(licence_expires=today)
    ended = f.picture(licence_expires=today - datetime.timedelta(days=1))
    shown = f.published(lead_image=held, slug="전철-ferry")
    f.published(lead_image=ended)
    f.published(noindex=True), f.published(canonical_url="https://other.example/ferry/"), f.draft()
    client.get("/robots.txt")

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(shard_of(shown)).content.decode()

    assert len(asked) <= 3, asked.captured_queries
    with CaptureQueriesContext(connection) as asked:
        client.get("/sitemap.xml")
    assert len(asked) <= 8, asked.captured_queries
    assert answer.count("<url>") == 2
    assert answer.count("<image:loc>") == 1
    assert f"<image:loc>{HOST}/media/{held.file.name}</image:loc>" in answer
    assert "/%EC%A0%84%EC%B2%A0-ferry/</loc>" in answer
    known = client.get(shard_of(shown))["ETag"]
    assert client.get(shard_of(shown), headers={"if-none-match": known}).status_code == 304
    head = client.head(shard_of(shown))
    assert (head.status_code, head.content, head["X-Robots-Tag"]) == (200, b"", "noindex")


# News ------------------------------------------------------------------------------------------


def test_the_news_sitemap_is_valid_without_news(client):
    f.site()

    answer = client.get("/news-sitemap.xml").content.decode()

    assert answer == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n</urlset>\n'
    )


def test_the_news_sitemap_tells_of_two_days_by_first_publication(client, monkeypatch):
    f.site(name="Tide & <Harbour>", time_zone="Asia/Seoul")
    now = timezone.now()
    seconds = datetime.timedelta(seconds=30)
    two_days = datetime.timedelta(hours=48)
    f.published(now - two_days - seconds, headline="Too old, but changed since")
    last = f.published(
        now - two_days + seconds, headline="Just\x0b in <time> & place", language="ko"
    )
    f.published(kind=Story.Kind.SPONSORED), f.published(noindex=True), f.scheduled()
    f.published(canonical_url="https://other.example/ferry/")

    answer = client.get("/news-sitemap.xml").content.decode()

    assert answer.count("<url>") == 1
    at = timezone.localtime(last.first_live_at, datetime.timezone(datetime.timedelta(hours=9)))
    assert answer.partition("\n")[2].partition("\n")[2] == (
        f"<url><loc>{HOST}{last.get_absolute_url()}</loc><news:news>"
        "<news:publication><news:name>Tide &amp; &lt;Harbour&gt;</news:name>"
        "<news:language>ko</news:language></news:publication>"
        f"<news:publication_date>{at:%Y-%m-%dT%H:%M:%S}+09:00</news:publication_date>"
        "<news:title>Just in &lt;time&gt; &amp; place</news:title></news:news></url>\n</urlset>\n"
    )

    monkeypatch.setattr("articles.models.story.MOST_NEWS", 2)
    newest = [f.published() for _number in range(3)][1:]
    listed = re.findall("<loc>([^<]*)", client.get("/news-sitemap.xml").content.decode())
    assert listed == [HOST + story.get_absolute_url() for story in reversed(newest)]


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "en"), ("en-gb", "en"), ("zh-hans", "zh-cn"), ("zh-hant", "zh-tw"), ("zh-hk", "zh-tw")],
)
def test_a_language_is_told_as_the_news_sitemap_wants_it(language, told):
    assert sitemap_files.iso_639(language) == told
