"""Feature R16: editors place notices with dates and a label; nobody else's site comes along."""

from __future__ import annotations

import datetime
import re

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import image_uses, kinds
from articles.models import Slot
from newsportal import roles
from newsportal.core import versions
from newsportal.environment import read
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
ADD = "/admin/articles/slot/add/"


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


@pytest.fixture
def desk() -> Client:
    edith = f.UserFactory(display_name="Edith", is_staff=True)
    roles.give(edith, roles.EDITOR)
    client = Client()
    client.force_login(edith)
    return client


def notices(address: str) -> list[str]:
    page = Client().get(address).text
    return re.findall(r'class="slot-headline" dir="auto">([^<]+)<', page)


def form(**fields: object) -> dict[str, object]:
    return {
        "name": "The fund",
        "kind": "house",
        "place": "story",
        "is_on": "on",
        "order": "10",
        "starts_at_0": "2026-01-01",
        "starts_at_1": "07:00",
        "headline": "Pay for the next investigation",
        **fields,
    }


def test_each_place_shows_the_first_of_what_runs_there():
    story = f.published()
    for _ in range(11):
        f.published(section=story.section)
    now = timezone.now()
    f.slot(headline="Later", order=2)
    for place in ("front", "list", "story", "foot"):
        f.slot(place=place, headline=f"At {place}", order=1)
    f.slot(headline="Off", is_on=False, order=0)
    f.slot(headline="To come", starts_at=now + HOUR, order=0)
    f.slot(headline="Over", starts_at=now - 2 * HOUR, ends_at=now - HOUR, order=0)

    assert notices("/") == ["At front", "At foot"]
    assert notices("/?page=1") == ["At front", "At foot"]
    assert notices(story.section.get_absolute_url()) == ["At list", "At foot"]
    assert notices(story.get_absolute_url()) == ["At story", "At foot"]


def test_a_notice_begins_and_ends_by_the_clock(monkeypatch):
    story = f.published()
    now = timezone.now()
    f.slot(headline="Gala", starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    seen = []
    for later in (0, 1.5, 2.5):
        monkeypatch.setattr(timezone, "now", lambda later=later: now + later * HOUR)
        seen.append(notices(story.get_absolute_url()))

    assert seen == [[], ["Gala"], []]


def test_a_notice_of_a_section_stands_there_and_below():
    world = f.section("world")
    below = f.published(section=f.section("asia", world))
    elsewhere = f.published()
    f.slot(headline="Of the world", sections=[world])
    f.slot(headline="Everywhere else", order=20)

    assert notices(below.get_absolute_url()) == ["Of the world"]
    assert notices(elsewhere.get_absolute_url()) == ["Everywhere else"]


def test_a_sponsor_is_labelled_and_leads_on_without_our_word_for_it(monkeypatch):
    story, paid = f.published(), f.published(kind="sponsored")
    made = f.slot(
        kind="sponsor",
        label="Sponsored by <Bank>",
        link="https://bank.example/",
        link_words="To the bank",
        text="<b>Save</b> now",
        image=f.picture(alt="A piggy bank"),
    )

    page = Client().get(story.get_absolute_url()).text

    assert "Sponsored by &lt;Bank&gt;" in page
    assert "&lt;b&gt;Save&lt;/b&gt; now" in page
    assert 'href="https://bank.example/" rel="sponsored noopener"' in page
    assert "A piggy bank" in page
    # Beside a story that is paid for stands no other sponsor.
    assert notices(paid.get_absolute_url()) == []
    monkeypatch.setattr(kinds.Report, "is_advertising", True)  # as a kind of an extension may be
    assert notices(story.get_absolute_url()) == []
    assert made.image is not None
    assert image_uses.is_used(made.image)
    assert image_uses.is_public(made.image)


def test_the_form_for_newsletters_shows_while_there_is_one():
    f.slot(place="front", kind="newsletter")
    assert 'class="slot ' not in Client().get("/").text

    f.newsletter("The morning")
    Slot.objects.update(place="foot")
    versions.bump("slots")

    assert 'action="/newsletters/"' in Client().get("/").text
    # Below a story stands the form anyway.
    page = Client().get(f.published().get_absolute_url()).text
    assert page.count('action="/newsletters/"') == 1
    f.slot(place="foot", kind="newsletter")
    assert 'class="slot slot-foot slot-newsletter' in Client().get("/archive/").text
    assert "slot-newsletter" not in Client().get("/newsletters/").text  # it has the form itself
    rana = Client()
    rana.force_login(f.UserFactory())
    assert "slot-newsletter" not in rana.get("/me/newsletters/").text  # there it would be a second
    assert "slot-newsletter" in rana.get("/me/list/").text


def test_notices_cost_a_page_no_query(settings):
    settings.VERSION_CHECK_SECONDS = 60
    story = f.published()
    asked = []
    for _ in range(2):
        Client().get(story.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            Client().get(story.get_absolute_url())
        asked.append(len(captured))
        f.slot(image=f.picture(), sections=[story.section])
        f.slot(place="foot")
        versions.forget_copies()  # another process would look anew

    assert asked[0] == asked[1]


def test_an_editor_makes_looks_at_switches_off_and_deletes_a_notice(desk):
    story = f.published()
    f.slot(headline="Standing", order=99)

    assert desk.post(ADD, form(is_on="")).status_code == 302
    made = Slot.objects.get(name="The fund")
    assert notices(story.get_absolute_url()) == ["Standing"]
    for place in Slot.Place.values:
        Slot.objects.filter(pk=made.pk).update(place=place)
        looked = desk.get(f"/admin/articles/slot/{made.pk}/preview/")
        assert made.headline in looked.text, place
        assert "no-store" in looked["Cache-Control"]

    change = f"/admin/articles/slot/{made.pk}/change/"
    assert desk.post(change, form()).status_code == 302
    assert notices(story.get_absolute_url()) == [made.headline]
    assert desk.post(f"/admin/articles/slot/{made.pk}/delete/", {"post": "yes"}).status_code == 302
    assert notices(story.get_absolute_url()) == ["Standing"]
    for standing in ("running", "to-come", "over", "off"):
        assert desk.get(f"/admin/articles/slot/?standing={standing}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "sponsor"}, "Readers must see what is paid for"),
        ({"kind": "newsletter"}, "stands below every story already"),
        ({"headline": ""}, "Write a headline or a text"),
        ({"link": "/about/"}, "Say what a click does"),
        ({"link_words": "More"}, "Say where it leads"),
        ({"link": "javascript:alert(1)", "link_words": "More"}, "Write a path such as"),
        ({"ends_at_0": "2025-12-31", "ends_at_1": "07:00"}, "It would end before it begins"),
        ({"frame": "https://ads.example/"}, "This site may not stand in our pages"),
        ({"image": "999999999"}, "image"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(desk, fields, sentence):
    answer = desk.post(ADD, form(**fields))

    assert answer.status_code == 200
    assert sentence in answer.text
    assert "The fund" in answer.text
    assert not Slot.objects.exists()


def test_another_site_stands_in_a_page_only_while_it_is_named(settings):
    story = f.published()
    f.slot(place="foot", name="For us", headline="Show", frame="https://ads.example/one")
    page = Client().get("/")
    assert "<iframe" not in page.text
    assert "frame-src 'none'" in page["Content-Security-Policy"]
    assert site_settings.SLOT_HOSTS == ()

    settings.SLOT_HOSTS = ("ads.example",)
    page = Client().get(story.get_absolute_url()).text
    frame = re.search(r"<iframe[^>]*>", page)[0]
    assert 'src="https://ads.example/one"' in frame
    assert 'referrerpolicy="no-referrer"' in frame
    assert "allow-same-origin" not in frame
    assert 'title="Show"' in frame
    assert "For us" not in page


def test_hosts_are_named_whole_or_refused_at_the_start():
    good = read({"SLOT_HOSTS": "ads.example.net, Notices.example.org:8443", "DEMO": "1"})
    assert good.slot_hosts == ("ads.example.net", "notices.example.org:8443")
    for bad in ("*.example.net", "https://ads.example", "ads.example;script-src *", "a b.example"):
        found = read({"SLOT_HOSTS": bad, "DEMO": "1"})
        assert found.slot_hosts == (), bad
        assert any("SLOT_HOSTS" in problem for problem in found.problems), bad
