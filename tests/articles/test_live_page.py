"""Feature E15 as readers meet it: the page, its paging, the addresses of updates, JSON-LD."""

from __future__ import annotations

import datetime
import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import live, live_stream, publishing
from articles.live import UpdateContent
from articles.live_stream import NEWEST, OLDEST, PAGE, Place
from articles.models import Image, LiveUpdate, Story
from articles.working_copy import content_of
from newsportal import roles
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian", time_zone="Europe/Berlin")


@pytest.fixture
def story():
    return f.published(timezone.now() - 2 * HOUR, kind=Story.Kind.LIVE, headline="A surge")


def post(story: Story, text: str = "Wind.", **fields) -> LiveUpdate:
    at = fields.pop("at", None)
    is_key = fields.pop("is_key", False)
    content = UpdateContent(body_html=f"<p>{text}</p>", **fields)
    return live.post(story, None, content, is_key=is_key, at=at).update


def many(story: Story, number: int) -> list[LiveUpdate]:
    """Updates a minute apart, every fifteenth a key event, the oldest two pinned."""
    start = story.first_live_at
    blog = live.blog_of(story)
    blog.newest_at = start + datetime.timedelta(minutes=number - 1)
    blog.save()
    made = LiveUpdate.objects.bulk_create(
        LiveUpdate(
            story=story,
            body_html=f"<p>Update number {index}.</p>",
            body_text=f"Update number {index}.",
            at=start + datetime.timedelta(minutes=index),
            is_key=index % 15 == 0,
            is_pinned=index < 2,
            author=f.AuthorFactory() if index < 3 else None,
            image=f.picture() if index < 3 else None,
        )
        for index in range(number)
    )
    return made


def page_of(client, story: Story, query: str = "") -> str:
    response = client.get(story.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def numbers(page: str) -> list[int]:
    """Ids of the updates that stand at their time on a page, in order."""
    return [int(pk) for pk in re.findall(r'id="u-(\d+)"', page)]


def next_query(page: str) -> str:
    found = re.search(r'rel="next" href="[^"]*(\?updates=[^"#]*)#live"', page)
    return html.unescape(found[1]) if found else ""


# The page ----------------------------------------------------------------------------------------


def test_updates_stand_below_the_story_newest_first(client, story):
    older = post(story, "Wind.", headline="Gale warning", at=story.first_live_at)
    newer = post(story, "Rain.", is_key=True, author=f.AuthorFactory(name="Jae Lim").pk)

    page = page_of(client, story)

    assert numbers(page) == [newer.pk, older.pk]
    for words in ("Gale warning", "<p>Rain.</p>", "Jae Lim", "Key events", "js/live.js", "Refresh"):
        assert words in page, words


@pytest.mark.parametrize("kind", [Story.Kind.REPORT, Story.Kind.GALLERY])
def test_another_kind_of_story_shows_no_trace_of_them(client, story, kind):
    update = post(story)
    content = content_of(story)
    content.kind = kind
    publishing.save_story(story, None, content)
    publishing.publish(story, None)

    page = page_of(client, story)

    assert "Wind." not in page
    assert "live.js" not in page
    response = client.get(update.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, story.get_absolute_url())


def test_an_update_is_public_the_moment_it_is_posted_and_gone_when_removed(client, story):
    page_of(client, story)
    update = post(story, "The ferry is late.")
    assert "The ferry is late." in page_of(client, story)

    live.remove(update, None)

    assert "The ferry is late." not in page_of(client, story)


def test_hostile_words_stay_words(client, story):
    post(story, "<script>alert(1)</script>x", headline="</script><script>alert(2)</script>")

    page = page_of(client, story)

    assert "alert(1)" not in page
    assert "<script>alert(2)" not in page


def test_a_page_costs_a_guest_no_more_with_five_hundred_updates(client, story, settings):
    settings.VERSION_CHECK_SECONDS = 60
    asked = []
    for number in (3, 500):
        LiveUpdate.objects.all().delete()
        many(story, number)
        page_of(client, story)
        with CaptureQueriesContext(connection) as captured:
            page_of(client, story)
        asked.append(len(captured))

    assert asked[0] == asked[1]
    assert asked[1] <= 8, captured.captured_queries


def test_pinned_ones_and_key_events_stand_on_every_page(client, story):
    made = many(story, 100)
    page = page_of(client, story)
    for _page in range(3):
        assert 'id="pinned-' in page
        for update in made[::15]:
            assert re.search(rf'href="(#u-{update.pk}|{update.get_absolute_url()})"', page)
        page = page_of(client, story, next_query(page))


def test_a_malformed_cursor_leads_to_the_first_page(client, story):
    post(story)
    for text in ("x", "oldest~", "", "%00", "newest"):
        response = client.get(f"{story.get_absolute_url()}?updates={text}")
        assert (response.status_code, response["Location"]) == (302, story.get_absolute_url())


def test_a_live_story_that_is_not_live_shows_no_update(client, story):
    update = post(story)
    Story.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + HOUR)

    for address in (update.get_absolute_url(), f"{story.get_absolute_url()}updates/latest/"):
        assert client.get(address).status_code == 404, address
    assert "Wind." not in client.get(story.get_absolute_url()).content.decode()


def hidden_stories():
    """A live blog in every state in which readers do not see it, each with what made it so."""
    hour = timezone.now() + HOUR
    for name, made, fields in (
        ("scheduled", f.scheduled, {}),
        ("embargoed", f.published, {"embargo_until": hour}),
        ("past its end", f.published, {"withdraw_at": timezone.now() - HOUR}),
        ("not yet due", f.published, {"live_at": hour}),
        ("taken back", f.published, {"status": Story.Status.DRAFT}),
        ("withdrawn", f.withdrawn, {}),
    ):
        story = made(kind=Story.Kind.LIVE, headline="The minister resigns")
        Story.objects.filter(pk=story.pk).update(**fields)
        yield name, Story.objects.get(pk=story.pk)


@pytest.mark.parametrize("role", [None, roles.CONTRIBUTOR, roles.EDITOR])
def test_nothing_of_a_story_that_is_not_live_leaks_by_its_updates(client, role):
    if role:
        person = f.UserFactory()
        roles.give(person, role)
        client.force_login(person)
    for name, story in hidden_stories():
        image = f.picture()
        update = LiveUpdate.objects.create(
            story=story, headline="Gale", body_html="<p>Wind.</p>", at=timezone.now(), image=image
        )
        place = story.get_absolute_url() or "/world/2026/11/03/the-minister-resigns/"
        for address in (
            f"{place}updates/{update.pk}/",
            f"/elsewhere/2020/02/03/slug/updates/{update.pk}/",
            f"{place}updates/latest/",
            f"{place}?updates=oldest",
        ):
            for ask in (client.get, client.head):
                response = ask(address)
                assert response.status_code in (404, 410), (name, address)
                told = response.content.decode() + str(response.headers)
                told = told.replace(place, "")  # “Sign in” leads back to what was asked for
                told = told.replace('value="the minister resigns"', "")  # so does the search
                for secret in ("Wind.", "Gale", "minister", image.file.name):
                    assert secret not in told, (name, address, secret)


def test_updates_of_a_draft_appear_with_it(client):
    story = f.draft(kind=Story.Kind.LIVE)
    post(story)
    assert client.get(f"/x/2026/01/01/y/updates/{LiveUpdate.objects.get().pk}/").status_code == 404

    publishing.publish(story, None)

    assert "Wind." in page_of(client, story)


def test_an_ended_live_blog_says_so_and_begins_with_its_summary(client, story):
    post(story)
    live.close(story, None, "<p>Nobody was hurt.</p>")

    page = page_of(client, story)

    assert page.index("This live blog has ended") < page.index("Nobody was hurt.")
    assert page.index("Nobody was hurt.") < page.index("<p>Wind.</p>")
    assert "As it happened" in page
    assert "live.js" not in page
    assert "kind-live-ended" in client.get("/").content.decode()


def test_a_card_says_when_the_last_update_came(client, story):
    update = post(story, at=timezone.now() - HOUR)
    page = client.get("/").content.decode()

    stamp = timezone.localtime(update.at, timezone.get_fixed_timezone(60)).isoformat()
    assert f'datetime="{stamp}"' in page
    assert "Updated" in page


# Paging ------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(
    minutes=st.lists(st.integers(0, 6), min_size=1, max_size=70),
    marks=st.sets(st.integers(0, 69), max_size=12),
    order=st.sampled_from([NEWEST, OLDEST]),
)
def test_paging_shows_every_update_once_also_at_equal_times(minutes, marks, order):
    story = f.published(kind=Story.Kind.LIVE)
    start = timezone.now()
    made = LiveUpdate.objects.bulk_create(
        LiveUpdate(
            story=story,
            body_html="<p>x</p>",
            at=start + datetime.timedelta(minutes=minute),
            is_key=index in marks,
            is_pinned=index in marks and index % 2 == 0,
        )
        for index, minute in enumerate(minutes)
    )
    read: list[LiveUpdate] = []
    place: Place | None = Place(order)
    while place is not None:
        page = live_stream.stream(story, place)
        assert len(page.updates) <= PAGE
        assert {one.pk for one in page.key_events} == {one.pk for one in made if one.is_key}
        assert {one.pk for one in page.pinned} == {one.pk for one in made if one.is_pinned}
        read += page.updates
        place = live_stream.read_place(page.next_cursor) if page.next_cursor else None

    in_order = sorted(made, key=lambda one: one.key, reverse=order == NEWEST)
    assert [one.pk for one in read] == [one.pk for one in in_order]


def test_what_is_posted_or_removed_meanwhile_moves_no_page(client, story):
    made = many(story, 50)
    first = page_of(client, story)
    post(story, "News.", at=timezone.now())
    live.remove(made[45], None)

    second = page_of(client, story, next_query(first))

    assert numbers(first) + numbers(second) == [one.pk for one in reversed(made[10:])]


def test_the_oldest_first_are_one_click_away(client, story):
    made = many(story, 30)
    first = page_of(client, story, "?updates=oldest")
    second = page_of(client, story, next_query(first))

    assert "?updates=oldest#live" in page_of(client, story)
    assert numbers(first) + numbers(second) == [one.pk for one in made]


# Addresses ---------------------------------------------------------------------------------------


def test_an_update_has_an_address_with_what_came_before_and_after(client, story):
    first, second, third = (
        post(story, text, at=story.first_live_at + number * HOUR / 9)
        for number, text in enumerate(("One.", "Two.", "Three."))
    )

    page = client.get(second.get_absolute_url()).content.decode()

    assert "<p>Two.</p>" in page
    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{third.get_absolute_url()}"' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{story.get_absolute_url()}">' in page


def test_another_section_or_slug_or_date_leads_to_the_address(client, story):
    update = post(story)
    for start in ("/elsewhere/2020/02/03/old-slug/", f"/x{story.get_absolute_url()}"):
        response = client.get(f"{start}updates/{update.pk}/")
        assert (response.status_code, response["Location"]) == (301, update.get_absolute_url())


def test_a_removed_update_is_gone_and_back_when_it_is_put_back(client, story):
    update = post(story)
    live.remove(update, None)
    assert client.get(update.get_absolute_url()).status_code == 410

    live.put_back(update, None)

    assert client.get(update.get_absolute_url()).status_code == 200


def test_a_withdrawn_storys_updates_answer_as_the_story(client, story):
    update = post(story)
    publishing.withdraw(story, None, "We were wrong.")

    response = client.get(update.get_absolute_url())

    assert response.status_code == 410
    assert "We were wrong." in response.content.decode()
    assert client.get(f"{story.get_absolute_url()}updates/latest/").status_code in (404, 410)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18])
def test_an_update_that_there_is_not_is_not_found(client, story, number):
    assert client.get(f"{story.get_absolute_url()}updates/{number}/").status_code == 404


# What an open page asks for ----------------------------------------------------------------------


def test_the_newest_page_is_one_answer_for_all_and_mostly_not_modified(client, story, settings):
    settings.VERSION_CHECK_SECONDS = 60
    address = f"{story.get_absolute_url()}updates/latest/"
    many(story, 40)
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    assert "Cookie" not in first.get("Vary", "")
    assert not first.cookies
    assert numbers(first.content.decode()) == numbers(page_of(client, story))

    with CaptureQueriesContext(connection) as captured:
        second = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert len(captured) <= 2

    post(story, "News.")
    third = client.get(address, headers={"if-none-match": first["ETag"]})
    assert third.status_code == 200
    assert "News." in third.content.decode()


def test_a_reader_who_is_signed_in_gets_the_updates_too(client, story):
    client.force_login(f.UserFactory())
    post(story, "News.")
    address = f"{story.get_absolute_url()}updates/latest/"
    tag = client.get(address).get("ETag", "")

    response = client.get(address, headers={"if-none-match": tag})

    assert response.status_code == 200
    assert "News." in response.content.decode()


def test_the_open_page_hears_that_it_has_ended(client, story):
    post(story)
    live.close(story, None, "")

    response = client.get(f"{story.get_absolute_url()}updates/latest/")

    assert "data-live-ended" in response.content.decode()


# JSON-LD -----------------------------------------------------------------------------------------


def data_of(page: str) -> dict:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1
    return json.loads(blocks[0])[0]


def test_a_live_blog_tells_search_engines_what_it_covers(client, story):
    jae = f.AuthorFactory(name="Jae Lim")
    update = post(story, "Rain.", headline="Rain & <wind>", author=jae.pk, at=timezone.now())

    data = data_of(page_of(client, story))

    assert data["@type"] == "LiveBlogPosting"
    assert data["headline"] == "A surge"
    assert data["coverageStartTime"] == data["datePublished"]
    assert re.search(r"[+-]\d\d:\d\d$", data["datePublished"])
    assert data["dateModified"] > data["datePublished"]
    assert "coverageEndTime" not in data
    (told,) = data["liveBlogUpdate"]
    assert told["@type"] == "BlogPosting"
    assert (told["headline"], told["articleBody"]) == ("Rain & <wind>", "Rain.")
    assert told["url"].endswith(update.get_absolute_url())
    assert told["author"]["name"] == "Jae Lim"

    live.close(story, None, "")
    assert re.search(r"[+-]\d\d:\d\d$", data_of(page_of(client, story))["coverageEndTime"])


def test_a_picture_whose_licence_has_ended_stands_in_no_update(client, story):
    picture = f.picture(alt="The quay", credit="Jae Lim")
    update = post(story, "Rain.", image=picture.pk)
    addresses = (story.get_absolute_url(), update.get_absolute_url())
    for address in addresses:
        assert picture.url in client.get(address).content.decode(), address
    assert data_of(page_of(client, story))["liveBlogUpdate"][0]["image"]

    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Image.objects.filter(pk=picture.pk).update(licence_expires=yesterday)

    for address in addresses:
        page = client.get(address).content.decode()
        assert picture.url not in page, address
        assert "Jae Lim" not in page, address


def test_a_story_tells_who_wrote_it_when_and_where_it_stands(client):
    mina, jae = f.AuthorFactory(name="Mina Holt"), f.AuthorFactory(name="Jae Lim")
    story = f.published(
        datetime.datetime(2026, 11, 3, 8, 10, tzinfo=datetime.UTC),
        kind=Story.Kind.ANALYSIS,
        headline="</script>“Two” & more",
        bylines=[mina, jae],
        lead_image=f.picture(),
        tags=[f.TagFactory(name="Ferries")],
        section=f.section("world", name="World"),
    )

    page = page_of(client, story)
    data = data_of(page)

    assert "</script>“Two”" not in page
    assert data["@type"] == "AnalysisNewsArticle"
    assert data["headline"] == "</script>“Two” & more"
    assert data["datePublished"] == data["dateModified"] == "2026-11-03T09:10:00+01:00"
    assert [author["name"] for author in data["author"]] == ["Mina Holt", "Jae Lim"]
    assert data["author"][0]["url"].endswith(mina.get_absolute_url())
    assert data["author"][0]["url"].startswith("http")
    assert data["publisher"]["name"] == "The Meridian"
    assert data["mainEntityOfPage"].endswith(story.get_absolute_url())
    assert data["image"][0]["url"].startswith("http")
    assert (data["articleSection"], data["keywords"]) == ("World", ["Ferries"])
    assert data["isAccessibleForFree"] is True


def test_pictures_for_search_engines_come_in_three_shapes(client):
    image = f.picture()
    image.renditions = [
        {"crop": crop, "format": "jpeg", "width": width, "height": 9, "name": f"{crop}{width}.jpg"}
        for crop in ("1x1", "4x3", "16x9")
        for width in (640, 1200)
    ]
    image.save()
    story = f.published(lead_image=image)

    data = data_of(page_of(client, story))

    assert [one["url"].rpartition("/")[2] for one in data["image"]] == [
        "1x11200.jpg",
        "4x31200.jpg",
        "16x91200.jpg",
    ]


def test_a_report_without_anything_says_only_what_there_is(client):
    story = f.published()

    data = data_of(page_of(client, story))

    assert data["@type"] == "NewsArticle"
    assert not {"image", "author", "keywords", "description"} & data.keys()
