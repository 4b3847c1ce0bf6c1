"""Feature E14: breaking news over every page, until its time is out or somebody ends it."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from articles import banners, embargoes
from articles.chrome import current as chrome
from articles.models import Banner, Story
from newsportal import roles
from newsportal.core import versions
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
PAGE = "/admin/articles/banner/"
TEXT = "The bridge is closed to all traffic"


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


@pytest.fixture
def edith():
    person = f.UserFactory(display_name="Edith", is_staff=True)
    roles.give(person, roles.EDITOR)
    return person


@pytest.fixture
def desk(edith) -> Client:
    client = Client()
    client.force_login(edith)
    return client


def form(**data: str) -> dict[str, str]:
    return {"text": TEXT, "url": "", "minutes": "30", "seen": "0", "_put": "1", **data}


def test_it_stands_over_every_page_at_once_and_leads_to_its_story(desk, client):
    story = f.published(section=f.section("world"))
    place = story.get_absolute_url()
    assert TEXT not in client.get("/").content.decode()

    answer = desk.post(PAGE, form(url=place), follow=True)

    assert "It stands over every page" in answer.content.decode()
    for path in ("/", "/world/", place, "/archive/", "/search/?q=x", "/nothing/"):
        page = client.get(path).content.decode()
        assert f'<a href="{place}" dir="auto">{TEXT}</a>' in page, path


def test_it_is_a_named_part_of_the_page_and_interrupts_nobody(client):
    f.banner(TEXT)

    page = client.get("/").content.decode()

    (part,) = re.findall(r'<aside class="breaking"[^>]*>', page)
    assert 'aria-label="Breaking news"' in part
    assert "alert" not in part
    assert "aria-live" not in part


def test_it_ends_by_the_clock_without_anybody(client, monkeypatch):
    made = f.banner(TEXT, lasts=HOUR)
    assert chrome.get().banner == made
    later = made.until + datetime.timedelta(seconds=1)
    assert TEXT in client.get("/").content.decode()
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert TEXT not in client.get("/").content.decode()


def test_it_ends_by_hand_at_once_and_the_row_says_who(desk, edith, client):
    made = f.banner(TEXT)
    desk.post(PAGE, {"seen": str(made.pk), "_end": "1"})

    assert TEXT not in client.get("/").content.decode()
    made.refresh_from_db()
    assert made.ended_by == edith
    assert "ended by Edith" in desk.get(PAGE).content.decode()


def test_another_text_takes_its_place_and_the_first_stays_in_the_list(desk, client):
    first = f.banner("Two are missing")
    desk.post(PAGE, form(text="All are found", seen=str(first.pk)))

    page = client.get("/").content.decode()
    assert "All are found" in page
    assert "Two are missing" not in page
    first.refresh_from_db()
    assert first.is_over()
    assert "Two are missing" in desk.get(PAGE).content.decode()


def test_who_comes_second_is_told_and_keeps_what_was_typed(desk):
    mina = f.UserFactory(display_name="Mina")
    f.banner("Set by Mina", actor=mina)

    answer = desk.post(PAGE, form())
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Mina has set another banner meanwhile" in page
    assert f'value="{TEXT}"' in page
    assert Banner.objects.count() == 1


def test_one_that_is_over_already_is_not_ended_again(desk):
    made = f.banner(TEXT)
    banners.end(made, f.UserFactory(display_name="Mina"))

    page = desk.post(PAGE, {"seen": str(made.pk), "_end": "1"}, follow=True).content.decode()

    assert "Mina has ended that banner already." in page


def test_it_never_outlasts_a_day():
    made = f.banner(TEXT, lasts=90 * HOUR)

    assert made.until <= timezone.now() + banners.LONGEST


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": "\u200b\x07 "}, ""),
        ({"text": "x" * 161}, "at most 160"),
        ({"url": "javascript:alert(1)"}, "Write a path such as"),
        ({"url": "//evil.example/"}, "Write a path such as"),
        ({"url": "/nothing/of/the/kind/"}, "Readers find nothing at this address now."),
        ({"minutes": "999999"}, "Select a valid choice"),
        ({"minutes": "x"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(desk, data, words):
    answer = desk.post(PAGE, form(**data))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Banner.objects.exists()


def test_it_does_not_lead_to_what_is_under_embargo(desk):
    story = f.scheduled(2, headline="Nobody knows this yet")

    answer = desk.post(PAGE, form(url=story.get_absolute_url()))

    assert answer.status_code == 422
    assert not Banner.objects.exists()


def test_hostile_text_is_text(desk, client):
    desk.post(PAGE, form(text="<script>alert(1)</script> \u202eevil"))

    page = client.get("/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page


def test_a_preview_is_seen_by_nobody_else(desk, client):
    answer = desk.post(PAGE, form(_preview="1"))
    page = answer.content.decode()
    address = re.search(r'src="([^"]*preview/\?banner=[^"]+)"', page)[1]

    assert f'value="{TEXT}"' in page
    assert TEXT in desk.get(address).content.decode()
    assert "no-store" in desk.get(address)["Cache-Control"]
    assert not Banner.objects.exists()
    assert TEXT not in client.get("/").content.decode()
    assert desk.get(f"{PAGE}preview/?banner=forged").status_code == 404
    assert client.get(address).status_code == 302


def test_only_whose_role_holds_everywhere_sets_one(edith, desk):
    giving.limit(edith, [f.section("own")])
    made = f.banner(TEXT)

    assert desk.get(PAGE).status_code == 200
    assert "Show it on every page" not in desk.get(PAGE).content.decode()
    assert desk.post(PAGE, form()).status_code == 403
    assert desk.post(PAGE, {"seen": str(made.pk), "_end": "1"}).status_code == 403
    for role in (roles.CONTRIBUTOR, roles.MODERATOR):
        person = f.UserFactory(is_staff=True)
        roles.give(person, role)
        client = Client()
        client.force_login(person)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, form()).status_code == 403


def test_the_verbs_bump_its_version():
    before = versions.read(["banner"])["banner"]
    made = f.banner(TEXT)
    set_to = versions.read(["banner"])["banner"]
    banners.end(made, None)

    assert before < set_to < versions.read(["banner"])["banner"]


def test_the_crawl_finds_an_embargoed_headline_in_it():
    story = f.published(headline="The minister resigns today")
    Story.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + HOUR)
    assert embargoes.check() == []

    f.banner("The minister resigns today")

    assert {leak.path for leak in embargoes.check()} >= {"/", "/archive/"}
