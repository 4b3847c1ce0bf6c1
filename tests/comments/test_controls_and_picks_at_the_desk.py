"""Features C8 and C10 at the desk: controls of sections and of the site, and what was picked."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import controls, moderation
from comments.models import Control, OpeningHours
from newsportal import roles
from newsportal.core import versions
from newsportal.core.models import User
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

CONTROLS, PICKS = "/admin/moderation/controls/", "/admin/moderation/picks/"


@pytest.fixture(autouse=True)
def paper():
    f.site()
    f.policy("open")


def with_role(name: str, role: str = roles.MODERATOR, *only) -> User:
    person = f.UserFactory(display_name=name)
    roles.give(person, role)
    if only:
        giving.limit(person, only)
    return User.objects.get(pk=person.pk)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form(section: object = "") -> dict[str, object]:
    return {"control-section": section, "control-kind": "hold", "control-minutes": "30"}


def test_a_control_of_the_site_and_of_a_section_is_set_seen_and_ended():
    world, sport = f.section("world"), f.section("sport")
    story = f.published(section=world)
    mina, sara = with_role("Mina"), with_role("Sara", roles.MODERATOR, sport)
    client, limited = client_of(mina), client_of(sara)
    assert "Nothing is switched on." in client.get(CONTROLS).content.decode()

    assert client.post(CONTROLS, form()).status_code == 302
    client.post(CONTROLS, form(world.pk))
    soon = timezone.now() + datetime.timedelta(hours=1)
    controls.switch_on("no_replies", mina, soon, story=story)
    secret = f.draft(section=world, headline="Nobody knows yet")
    controls.switch_on("hold", mina, soon, story=secret)

    assert Control.objects.filter(section=None, story=None, made_by=mina).count() == 1
    shown = client.get(CONTROLS).content.decode()
    assert shown.count("End it now") == 3
    assert story.headline in shown
    assert "Nobody knows yet" not in shown
    seen = limited.get(CONTROLS).content.decode()
    assert "whole site" in seen
    assert story.headline not in seen
    assert "End it now" not in seen
    site_wide = Control.objects.get(section=None, story=None)
    limited.post(CONTROLS, {"off": site_wide.pk})
    assert Control.objects.standing().filter(pk=site_wide.pk).exists()
    wrong = limited.post(CONTROLS, form(world.pk))
    assert wrong.status_code == 422
    assert limited.post(CONTROLS, form(sport.pk)).status_code == 302

    client.post(CONTROLS, {"off": site_wide.pk})

    assert not Control.objects.standing().filter(pk=site_wide.pk).exists()
    assert "ended by Mina" in client.get(CONTROLS).content.decode()
    for nonsense in ("", "x", "9" * 30):
        assert client.post(CONTROLS, {"off": nonsense}).status_code == 302


def test_the_page_says_whether_the_night_is_closed_and_leads_there_who_may():
    lead = client_of(with_role("Lena", roles.LEAD_MODERATOR))
    assert "no opening hours are set" in lead.get(CONTROLS).content.decode()
    yesterday = (timezone.now() - datetime.timedelta(days=2)).weekday()
    OpeningHours.objects.create(
        site_id=1, weekday=yesterday, opens=datetime.time(9), closes=datetime.time(10)
    )
    versions.bump("discussion-policies")

    page = lead.get(CONTROLS).content.decode()

    assert "Outside the opening hours, until" in page
    assert "/admin/comments/sitediscussion/" in page
    assert "/admin/comments/sitediscussion/" not in (
        client_of(with_role("Mina")).get(CONTROLS).content.decode()
    )


@pytest.mark.parametrize("number", [1, 12])
def test_what_was_picked_and_pinned_by_whom_and_taken_off_again(number, settings):
    settings.VERSION_CHECK_SECONDS = 60
    sport = f.section("sport")
    mina, sara = with_role("Mina"), with_role("Sara", roles.MODERATOR, sport)
    picked = [f.approved() for _ in range(number)]
    for comment in picked:
        moderation.feature(comment, mina)
    moderation.pin(picked[0], sara)
    client = client_of(mina)
    soon = timezone.now() + datetime.timedelta(hours=1)
    for comment in picked:
        controls.switch_on("hold", mina, soon, story=comment.story)
    client.get(PICKS)

    for address in (PICKS, CONTROLS):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address).content.decode()
        assert len(captured) <= 12, "\n".join(query["sql"][:200] for query in captured)
    page = client.get(PICKS).content.decode()
    assert page.count("Picked by") == number
    assert "Pinned by <bdi>Sara</bdi>" in page
    assert "Picked by" not in client_of(sara).get(PICKS).content.decode()
    client_of(sara).post(PICKS, {"act": f"unpin:{picked[0].pk}"})
    picked[0].refresh_from_db()
    assert picked[0].pinned_at

    client.post(PICKS, {"act": f"unpin:{picked[0].pk}"})
    client.post(PICKS, {"act": f"unfeature:{picked[0].pk}"})

    picked[0].refresh_from_db()
    assert (picked[0].pinned_at, picked[0].featured_at) == (None, None)
    for nonsense in ("", "unpin:x", "approve:1", f"unpin:{'9' * 30}"):
        assert client.post(PICKS, {"act": nonsense}).status_code == 302
    assert client.get(f"{PICKS}?after=x").status_code == 302
