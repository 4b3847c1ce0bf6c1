"""Features R1 and E1–E3: front, section, tag, author and archive pages with stable paging."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from articles import front_layout, fronts, paging
from articles.chrome import current as chrome
from articles.models import Story
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


def hours_ago(number: float) -> datetime.datetime:
    return timezone.now() - number * HOUR


def test_an_empty_newspaper_says_so(client):
    assert "Nothing is published yet." in client.get("/").content.decode()


def test_the_newest_story_with_a_picture_leads():
    f.published(hours_ago(3), lead_image=f.picture(), headline="Old with picture")
    wanted = f.published(hours_ago(2), lead_image=f.picture())
    newest = f.published(hours_ago(1))

    front = fronts.home(chrome.get())

    assert front.parts[0].stories[:2] == [wanted, newest]


def test_no_story_stands_on_the_front_twice():
    sections = [f.section(f"s{number}") for number in range(4)]
    for number in range(60):
        kind = Story.Kind.OPINION if number % 9 == 0 else Story.Kind.REPORT
        f.published(
            hours_ago(60 - number), section=sections[number % 4], kind=kind, lead_image=f.picture()
        )

    front = fronts.home(chrome.get())

    shown = front.stories
    assert len(shown) == len(set(shown))
    strips = [part for part in front.parts if part.shape == "strip"]
    assert [len(strip.stories) for strip in strips] == [front_layout.STRIP] * 4
    (opinion,) = [part for part in front.parts if part.shape == "column"]
    assert len(opinion.stories) == front_layout.OPINIONS


def test_a_sponsored_text_neither_leads_nor_stands_among_the_news():
    sponsored = f.published(kind=Story.Kind.SPONSORED, lead_image=f.picture())
    f.published(hours_ago(5))

    front = fronts.home(chrome.get())

    news = [
        story for part in front.parts if part.shape in ("top", "river") for story in part.stories
    ]
    assert news
    assert sponsored not in news


def test_a_sponsored_text_is_labelled_wherever_it_stands(client):
    section = f.section("world")
    story = f.published(kind=Story.Kind.SPONSORED, section=section)

    for place in ("/world/", story.get_absolute_url()):
        assert "Sponsored" in client.get(place).content.decode(), place


def test_a_section_lists_what_is_filed_below_it_and_its_subsections(client):
    world = f.section("world")
    asia = f.section("asia", world, name="Asia")
    f.published(section=asia, headline="Below")
    f.published(section=f.section("sport"), further_sections=[world], headline="Further")

    page = client.get("/world/").content.decode()

    assert "Below" in page
    assert "Further" in page
    assert '<a href="/world/asia/">Asia</a>' in page


def test_pages_of_a_list_go_on_without_a_gap(client):
    section = f.section("world")
    made = [
        f.published(hours_ago(n), section=section, headline=f"Story {n:03d}.") for n in range(45)
    ]

    seen = []
    for number in (1, 2, 3):
        page = client.get(f"/world/?page={number}").content.decode()
        seen += [story for story in made if story.headline in page]

    assert seen == made


@pytest.mark.parametrize("number", ["0", "-1", "x", "51", "999", "1e3", "٢", "4", "9" * 500, ""])
def test_a_page_that_is_not_there_is_a_404(client, number):
    f.published(section=f.section("world"))

    assert client.get("/world/", {"page": number}).status_code == 404


def test_the_last_page_by_number_leads_to_the_archive(client, monkeypatch):
    monkeypatch.setattr(paging, "LAST_PAGE", 1)
    section = f.section("world")
    for _ in range(paging.SIZE + 1):
        f.published(section=section)

    page = client.get("/world/").content.decode()

    assert "Go on in the archive" in page
    assert 'rel="next"' not in page


def test_tag_and_author_pages_list_their_stories(client):
    tag = f.TagFactory(name="Ferries", description="Boats that come back.")
    author = f.AuthorFactory(name="Mina Holt", title="Diplomatic editor", bio="Writes.")
    f.published(headline="A ferry", tags=[tag], bylines=[author])
    f.published(headline="A train")

    for place, words in (
        (tag.get_absolute_url(), ("Ferries", "Boats that come back.")),
        (author.get_absolute_url(), ("Mina Holt", "Diplomatic editor", "Writes.")),
    ):
        page = client.get(place).content.decode()
        assert all(word in page for word in (*words, "A ferry"))
        assert "A train" not in page


def test_the_archive_goes_by_year_month_and_day(client):
    story = f.published(datetime.datetime(2025, 3, 9, 12, tzinfo=datetime.UTC), headline="In March")
    f.published(datetime.datetime(2025, 4, 1, 12, tzinfo=datetime.UTC), headline="In April")

    assert '/archive/2025/3/"' in client.get("/archive/").content.decode()
    for place in ("/archive/2025/3/", "/archive/2025/3/9/"):
        page = client.get(place).content.decode()
        assert "In March" in page
        assert "In April" not in page
    assert "In April" in client.get("/archive/2025/").content.decode()
    assert client.get("/archive/2025/2/").status_code == 404
    assert client.get("/archive/2025/2/31/").status_code == 404
    assert story.published_on


def test_search_finds_words_and_puts_headlines_first(client):
    f.published(headline="Trains", body_html="<p>Nothing like a ferry.</p>")
    f.published(headline="Ferries return", body_html="<p>At last.</p>")

    page = client.get("/search/?q=ferry").content.decode()

    assert page.index("<mark>Ferries</mark> return") < page.index("Trains")
    assert "Nothing found" in client.get("/search/?q=zeppelin").content.decode()


@pytest.mark.parametrize(
    "words", ["'", '"', "a & | !", "\\", "-", "%", "(((", "\x00", "ㄱ", "x" * 9000]
)
def test_any_search_is_answered(client, words):
    assert client.get("/search/", {"q": words}).status_code == 200
