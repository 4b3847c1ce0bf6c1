"""Feature E18: a picture whose licence has run out leaves new pages and is reported."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from articles import licences
from articles.models import Image
from newsportal.core import versions
from newsportal.core.models import SiteSettings
from tests import factories as f

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 24)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """Noon of an ordinary day, in UTC."""
    f.site(time_zone="UTC")
    now = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def figure(image: Image) -> str:
    return f'<p>Words</p><figure><img src="{image.url}" alt="x"></figure>'


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def shows(html: str, image: Image) -> bool:
    return image.url in html


def test_the_last_day_of_a_licence_counts():
    image = f.picture(licence_expires=TODAY)
    assert licences.covers(image)
    assert not licences.covers(image, TODAY + DAY)
    assert licences.covers(f.picture())


def test_the_day_is_that_of_the_newsroom(monkeypatch):
    late = datetime.datetime(2026, 11, 24, 16, tzinfo=datetime.UTC)
    image = f.picture(licence_expires=TODAY)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert licences.covers(image)

    SiteSettings.objects.update(time_zone="Asia/Seoul")
    versions.bump("site")

    assert licences.day_of() == TODAY + DAY
    assert not licences.covers(image)


def test_cards_lose_the_picture_on_the_day_after_and_the_story_keeps_it(client, noon, monkeypatch):
    image = f.picture(licence_expires=TODAY)
    story = f.published(lead_image=image, body_html=figure(image))
    assert shows(page(client, "/"), image)
    assert shows(page(client, story.section.get_absolute_url()), image)

    monkeypatch.setattr(timezone, "now", lambda: noon + DAY)

    for address in ("/", story.section.get_absolute_url()):
        html = page(client, address)
        assert story.headline in html
        assert not shows(html, image), address
    html = page(client, story.get_absolute_url())
    assert html.count(f'src="{image.url}"') == 2
    assert f'og:image" content="{settings.SITE_URL}{image.url}' not in html
    assert "brand/icon-512.png" in html  # the card of a link made now shows the mark


def test_a_story_that_goes_live_after_the_licence_ended_never_shows_the_picture(
    client, noon, monkeypatch
):
    image, free = f.picture(licence_expires=TODAY), f.picture()
    story = f.published(
        at=noon + DAY,
        kind="gallery",
        lead_image=image,
        body_html=figure(image) + figure(free),
        gallery=[{"image": image.pk, "caption": ""}, {"image": free.pk, "caption": ""}],
    )
    monkeypatch.setattr(timezone, "now", lambda: noon + 2 * DAY)

    html = page(client, story.get_absolute_url())

    assert not shows(html, image)
    assert html.count(f'src="{free.url}"') == 2


def test_a_portrait_whose_licence_has_run_out_gives_way_to_initials(client):
    image = f.picture(licence_expires=TODAY - DAY)
    author = f.AuthorFactory(name="Jae Lim", portrait=image)
    story = f.published(bylines=[author])
    for address in (author.get_absolute_url(), story.get_absolute_url()):
        html = page(client, address)
        assert not shows(html, image)
        assert ">JL</span>" in html


def test_what_has_run_out_is_reported_and_what_soon_will():
    gone = f.picture(licence_expires=TODAY - DAY)
    soon = f.picture(licence_expires=TODAY + 5 * DAY)
    f.picture()

    assert [*Image.objects.licence_run_out(TODAY)] == [gone]
    assert [*Image.objects.licence_ends(TODAY, TODAY + 30 * DAY)] == [soon]
    assert gone not in Image.objects.licensed(TODAY)
    assert soon in Image.objects.licensed(TODAY)
