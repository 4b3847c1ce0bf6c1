"""Feature E16: one record of a correction, seen wherever its story is, and nowhere else."""

from __future__ import annotations

import datetime
import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import corrections, embargoes, publishing
from articles.models import Correction, Story
from articles.publishing import Refused
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db

Kind = Correction.Kind
HOUR = datetime.timedelta(hours=1)
TEXT = "An earlier version said that nine came back. In fact, ten did."


@pytest.fixture(autouse=True)
def paper(settings):
    """Menus and settings come from their own key, asked for once a second at most."""
    settings.VERSION_CHECK_SECONDS = 60
    return f.site(name="The Meridian", time_zone="Europe/Berlin")


def live(**fields) -> Story:
    return f.published(timezone.now() - 2 * HOUR, headline="Ferry comes back", **fields)


def corrected(kind: str = Kind.CORRECTION, text: str = TEXT, **fields) -> tuple[Story, Correction]:
    story = live(**fields)
    return story, corrections.add(story, None, kind, text)


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def linked_data(story: Story) -> dict:
    found = re.search(
        r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page(story.get_absolute_url())
    )
    assert found
    data = json.loads(found[1])
    return data if "headline" in data else next(one for one in data if "headline" in one)


def feed() -> ElementTree.Element:
    response = Client().get("/corrections/feed/")
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 -- our own feed


# Where it shows ----------------------------------------------------------------------------------


def test_one_record_shows_on_story_card_list_feed_and_for_search_engines():
    story, one = corrected()

    on_story = page(story.get_absolute_url())
    assert "This story has been corrected." in on_story
    assert f'href="#correction-{one.pk}"' in on_story
    assert f'id="correction-{one.pk}"' in on_story
    assert TEXT in on_story
    assert "Corrected</span>" in page("/")
    in_list = page("/corrections/")
    assert TEXT in in_list
    assert f'href="{one.get_absolute_url()}"' in in_list
    (item,) = feed().iter("item")
    assert item.findtext("title") == "Correction: Ferry comes back"
    assert TEXT in (item.findtext("description") or "")
    (said,) = linked_data(story)["correction"]
    assert said["@type"] == "CorrectionComment"
    assert said["text"] == TEXT
    assert said["url"].endswith(one.get_absolute_url())


@pytest.mark.parametrize(
    ("kind", "line", "card", "for_engines"),
    [
        (Kind.CORRECTION, "This story has been corrected.", "Corrected</span>", 1),
        (Kind.CLARIFICATION, "This story has been clarified.", "Clarified</span>", 1),
        (Kind.UPDATE, "The editors have added to this story.", None, 0),
    ],
)
def test_each_kind_says_what_it_is_and_no_more(kind, line, card, for_engines):
    story, _one = corrected(kind)

    assert line in page(story.get_absolute_url())
    assert ('class="card-corrected"' in page("/")) == bool(card)
    assert card is None or card in page("/")
    assert len(linked_data(story).get("correction", [])) == for_engines


def test_an_editors_note_stands_on_top_and_has_no_line_that_leads_to_it():
    story, one = corrected(Kind.NOTE, "The person named here has been acquitted.")

    text = page(story.get_absolute_url())

    assert text.index(f'id="correction-{one.pk}"') < text.index("The ferry left at six")
    assert 'class="notice notice-corrected"' not in text
    assert "correction" not in linked_data(story)


def test_the_line_on_top_leads_to_what_it_tells_of():
    story, first = corrected()
    corrections.add(story, None, Kind.UPDATE, "The tenth has spoken.")

    text = page(story.get_absolute_url())

    assert "This story has been corrected." in text
    assert f'href="#correction-{first.pk}"' in text


def test_a_column_of_opinion_tells_of_it_on_its_card_too():
    story, _one = corrected(kind=Kind.CORRECTION)
    text = render_to_string("articles/_card_opinion.html", {"story": story})
    assert "Corrected</span>" in text


def test_what_an_editor_types_is_shown_as_text_everywhere():
    hostile = "<script>alert(1)</script> & 5 < 6"
    story, _one = corrected(text=hostile)

    for address in (story.get_absolute_url(), "/corrections/"):
        assert "<script>alert" not in page(address)
    (item,) = feed().iter("item")
    # A reader of feeds takes the description for HTML: there it must be text as well.
    assert "<script" not in (item.findtext("description") or "")
    assert linked_data(story)["correction"][0]["text"] == hostile


def test_signs_that_no_feed_can_hold_are_left_out():
    corrected(text="Ten\x0b came\x01 back.\x00")

    (item,) = feed().iter("item")

    assert "came back." in (item.findtext("description") or "")


# Where it must not ------------------------------------------------------------------------------


def everywhere() -> str:
    feed_of_all = Client().get("/corrections/feed/").content.decode()
    return page("/") + page("/corrections/") + page("/search/?q=ferry") + feed_of_all


def test_a_withdrawn_storys_corrections_are_nowhere_and_come_back_with_it():
    story, _one = corrected()
    publishing.withdraw(story, None)

    assert TEXT not in everywhere()
    assert TEXT not in Client().get(story.get_absolute_url()).content.decode()

    publishing.publish(story, None)
    assert TEXT in everywhere()


def test_an_embargoed_storys_corrections_are_nowhere():
    story, _one = corrected()
    f.published(headline="Another story of the day")
    Story.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + HOUR)

    assert TEXT not in everywhere()
    assert embargoes.check() == []


def test_a_withdrawal_at_a_set_time_takes_them_away_at_its_second_without_a_worker():
    story, _one = corrected()
    Story.objects.filter(pk=story.pk).update(withdraw_at=timezone.now() - HOUR / 60)

    assert TEXT not in everywhere()


def test_a_story_that_nobody_has_seen_is_changed_instead():
    for story in (f.draft(), f.scheduled()):
        with pytest.raises(Refused, match="change it instead"):
            corrections.add(story, None, Kind.CORRECTION, TEXT)


def test_nothing_is_said_of_a_story_under_embargo():
    story = f.withdrawn()
    publishing.set_embargo(story, None, timezone.now() + HOUR)

    with pytest.raises(Refused, match="embargo"):
        corrections.add(story, None, Kind.CORRECTION, TEXT)


@pytest.mark.parametrize(
    ("kind", "text", "field"),
    [("rant", TEXT, "kind"), (Kind.CORRECTION, " \n", "text"), (Kind.NOTE, "x" * 2001, "text")],
)
def test_what_is_no_correction_is_refused_beside_its_field(kind, text, field):
    story = live()

    with pytest.raises(Refused) as refusal:
        corrections.add(story, None, kind, text)

    assert refusal.value.field == field
    assert not Correction.objects.exists()


def test_a_button_pressed_twice_says_it_once():
    story, _one = corrected()

    with pytest.raises(Refused, match="already"):
        corrections.add(story, None, Kind.CORRECTION, f" {TEXT}\n")


# Rewording and retracting ------------------------------------------------------------------------


def test_a_reworded_one_says_so_and_keeps_every_wording():
    edith = f.UserFactory(display_name="Edith")
    story, one = corrected()

    corrections.edit(one, edith, Kind.CLARIFICATION, "Ten came back, one of them a dog.")

    text = page(story.get_absolute_url())
    assert "one of them a dog" in text
    assert TEXT not in text
    assert "Reworded on" in text
    assert "Clarified</span>" in page("/")
    acts = [(act.kind, act.actor, act.wording.text) for act in one.events.all()]
    assert acts == [
        ("edited", edith, "Ten came back, one of them a dog."),
        ("added", None, TEXT),
    ]


def test_saving_the_same_words_changes_nothing():
    _story, one = corrected()

    assert corrections.edit(one, None, Kind.CORRECTION, TEXT) is False

    one.refresh_from_db()
    assert one.edited_at is None
    assert one.events.count() == 1


def test_the_second_of_two_editors_overwrites_nothing():
    edith = f.UserFactory(display_name="Edith")
    _story, one = corrected()
    seen = one.events.get().wording_id
    corrections.edit(one, edith, Kind.CORRECTION, "Ten, says the captain.", seen=seen)

    with pytest.raises(Refused, match="Edith"):
        corrections.edit(one, None, Kind.CORRECTION, "Eleven.", seen=seen)

    one.refresh_from_db()
    assert one.text == "Ten, says the captain."


def test_a_retracted_one_is_nowhere_and_the_newsroom_keeps_it():
    edith = f.UserFactory(display_name="Edith")
    story, one = corrected()

    corrections.retract(one, edith)

    assert TEXT not in everywhere() + page(story.get_absolute_url())
    assert 'class="card-corrected"' not in page("/")
    assert "correction" not in linked_data(story)
    assert [(act.kind, act.actor) for act in one.events.all()] == [
        ("retracted", edith),
        ("added", None),
    ]
    for verb in (
        lambda: corrections.retract(one, None),
        lambda: corrections.edit(one, None, Kind.NOTE, "x"),
    ):
        with pytest.raises(Refused, match="Edith"):
            verb()
    assert corrections.add(story, None, Kind.CORRECTION, TEXT).pk != one.pk


def test_cards_tell_of_the_gravest_that_stands():
    story, first = corrected()
    corrections.add(story, None, Kind.CLARIFICATION, "It was the evening ferry.")
    assert "Corrected</span>" in page("/")

    corrections.retract(first, None)

    assert "Clarified</span>" in page("/")


# Times, keys, paging -----------------------------------------------------------------------------


def test_what_comes_from_elsewhere_keeps_its_time_and_is_told_in_the_newsrooms_zone():
    story = f.published(datetime.datetime(2026, 3, 1, 6, tzinfo=datetime.UTC))
    at = datetime.datetime(2026, 3, 3, 23, 30, tzinfo=datetime.UTC)

    one = corrections.add(story, None, Kind.CORRECTION, TEXT, at=at)

    assert 'datetime="2026-03-04T00:30:00+01:00"' in page("/corrections/")
    (item,) = feed().iter("item")
    assert item.findtext("pubDate") in (
        "Tue, 03 Mar 2026 23:30:00 +0000",
        "Wed, 04 Mar 2026 00:30:00 +0100",
    )
    data = linked_data(story)
    assert data["correction"][0]["datePublished"] == "2026-03-04T00:30:00+01:00"
    assert data["dateModified"] == "2026-03-04T00:30:00+01:00"
    assert one.at == at


def test_nothing_was_said_in_the_future():
    story = live()
    with pytest.raises(ValueError, match="20"):
        corrections.add(story, None, Kind.CORRECTION, TEXT, at=timezone.now() + HOUR)


def test_every_verb_moves_the_keys_of_all_pages_that_show_it():
    tag, author = f.TagFactory(), f.AuthorFactory()
    story, one = corrected(tags=[tag], bylines=[author])
    keys = [
        *(f"story:{story.pk}", "home", f"section:{story.section_id}", f"tag:{tag.pk}"),
        *(f"author:{author.pk}", "corrections"),
    ]
    for verb in (
        lambda: corrections.add(story, None, Kind.UPDATE, "More."),
        lambda: corrections.edit(one, None, Kind.CORRECTION, "Other words."),
        lambda: corrections.retract(one, None),
    ):
        before = versions.read(keys)
        verb()
        after = versions.read(keys)
        assert all(after[key] > before[key] for key in keys)


def test_the_list_names_the_keys_of_what_it_shows():
    story, _one = corrected()
    keys = Client().get("/corrections/")["Surrogate-Key"].split()
    assert {"corrections", "home", f"story:{story.pk}"} <= set(keys)


def test_the_list_goes_on_by_key_without_a_skip_or_a_repeat_at_equal_times():
    story, at = live(), timezone.now() - HOUR
    texts = [f"Number {number:03} was wrong." for number in range(70)]
    for text in texts:
        corrections.add(story, None, Kind.CORRECTION, text, at=at)
    address, found = "/corrections/", []
    for _page in range(3):
        text = page(address)
        found += re.findall(r"Number \d{3} was wrong\.", text)
        more = re.search(r'rel="next" href="(\?after=[^"]+)"', text)
        address = f"/corrections/{more[1]}" if more else ""

    assert address == ""
    assert found == texts[::-1]


@pytest.mark.parametrize("cursor", ["", "x", "1", "%00"])
def test_a_malformed_cursor_leads_to_the_first_page(cursor):
    response = Client().get(f"/corrections/?after={cursor}")
    assert (response.status_code, response["Location"]) == (302, "/corrections/")


@pytest.mark.parametrize("number", [1, 40])
def test_list_and_feed_keep_the_budget_at_any_size(number):
    for _one in range(number):
        corrected(text=f"{TEXT} {_one}")
    for address in ("/corrections/", "/corrections/feed/"):
        page(address)
        with CaptureQueriesContext(connection) as captured:
            page(address)
        assert len(captured) <= 8


def test_an_empty_list_and_an_empty_feed_are_calm():
    assert "There is no correction." in page("/corrections/")
    assert list(feed().iter("item")) == []


def test_the_feed_is_the_same_bytes_until_something_new_is_said():
    story, _one = corrected()
    first = Client().get("/corrections/feed/")
    again = Client().get("/corrections/feed/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    corrections.add(story, None, Kind.UPDATE, "More.")
    assert Client().get("/corrections/feed/")["ETag"] != first["ETag"]
