"""Feature E17: readers see the versions of a story, what each meant, and what it changed."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import changes, embargoes, publishing
from articles.models import PublicVersion, Story
from articles.models.revision import Event
from articles.public_addresses import addresses
from articles.publishing import Refused
from articles.working_copy import content_of
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
Change = Story.Change


@pytest.fixture(autouse=True)
def paper(settings):
    """Menus and settings come from their own key, asked for once a second at most."""
    settings.VERSION_CHECK_SECONDS = 60
    return f.site(name="The Meridian", time_zone="Europe/Berlin")


def live(**fields) -> Story:
    return f.published(
        timezone.now() - 2 * HOUR,
        **{"headline": "Ferry leaves", "body_html": "<p>Nine people left.</p>", **fields},
    )


def save(story: Story, **fields) -> None:
    publishing.save_story(story, None, replace(content_of(story), **fields))


def change(story: Story, kind: str = Change.UPDATE, **fields) -> None:
    save(story, **fields)
    publishing.publish(story, None, change=kind)


def place(story: Story) -> str:
    return f"{story.get_absolute_url()}changes/"


def page(story: Story, **asked) -> str:
    response = Client().get(place(story), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def version(story: Story, number: int) -> PublicVersion:
    return list(story.public_versions.seen())[-number]


def changed_twice() -> Story:
    story = live()
    change(story, Change.TYPO, headline="Ferry departs")
    change(story, Change.CORRECTION, body_html="<p>Ten people left.</p>")
    return story


# The list and the difference ---------------------------------------------------------------------


def test_the_list_tells_newest_first_what_each_change_was():
    text = page(changed_twice())

    assert "3 versions since it was first published" in text
    places = [
        text.index(f">{words}<") for words in ("Correction", "Typing error", "First published")
    ]
    assert places == sorted(places)
    assert text.count("what you read now") == 1


def test_the_newest_change_is_shown_at_once_and_any_two_can_be_chosen():
    story = changed_twice()

    newest = page(story)
    assert "From version 2 to version 3" in newest
    assert "Nine</" not in newest  # words are marked for the ear as well
    assert "<del>" in newest
    assert "<ins>" in newest
    assert "Ferry leaves" not in newest
    both = page(story, old=1, new=3)
    assert "From version 1 to version 3" in both
    assert "Headline" in both
    # The other way round is the same question.
    assert "From version 1 to version 3" in page(story, old=3, new=1)


def test_added_and_removed_words_are_told_without_colour():
    text = page(changed_twice())
    assert '<del><span class="visually-hidden" dir="auto">[removed: </span>Nine' in text
    assert '<ins><span class="visually-hidden" dir="auto">[added: </span>Ten' in text


def test_the_story_leads_there_only_when_there_is_something_to_see():
    story = live()
    link = f'href="{place(story)}"'
    assert link not in Client().get(story.get_absolute_url()).content.decode()
    assert "has not been changed" in page(story)

    change(story, headline="Ferry departs")

    assert link in Client().get(story.get_absolute_url()).content.decode()


def test_it_is_not_for_search_engines():
    assert '<meta name="robots" content="noindex, follow">' in page(changed_twice())


def test_only_headline_standfirst_and_text_are_compared():
    story = live()
    other = f.published(headline="Secret relation of the two")
    change(
        story,
        kicker="Kicker words",
        dateline="DATELINE",
        tags=[f.TagFactory(name="Secret tag").pk],
        related=[other.pk],
        missing_alt_reason="Nobody at the picture desk",
    )
    edith = f.UserFactory(display_name="Edith the editor")
    publishing.save_story(story, edith, content_of(story), note="Lawyers called")

    text = page(story)

    assert "The words of these two versions are the same" in text
    for internal in ("Kicker words", "DATELINE", "Secret", "picture desk", "Edith", "Lawyers"):
        assert internal not in text


def test_what_was_typed_is_shown_and_never_run():
    story = live()
    change(story, headline="<script>alert(1)</script>")
    text = page(story)
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_a_story_in_arabic_is_told_in_arabic():
    story = live(language="ar", headline="عبارة تغادر", body_html="<p>غادر تسعة.</p>")
    change(story, body_html="<p>غادر عشرة.</p>")
    assert '<div lang="ar" dir="rtl">' in page(story)


@pytest.mark.parametrize("asked", [{"old": "9"}, {"new": "x"}, {"old": "-1"}, {"new": "9" * 40}])
def test_a_version_that_is_none_leads_to_the_newest_change(asked):
    story = changed_twice()
    response = Client().get(place(story), asked)
    assert (response.status_code, response["Location"]) == (302, place(story))


def test_a_version_against_itself_is_a_sentence_and_the_form_offers_two():
    text = page(changed_twice(), old=2, new=2)
    assert "Choose two different versions." in text
    assert text.count("selected>") == 2
    assert '<option value="2" selected>' in text
    assert '<option value="3" selected>' in text


# Where it must not be ----------------------------------------------------------------------------


def test_a_withdrawn_story_is_gone_with_its_note_and_so_are_its_versions():
    story = changed_twice()
    publishing.withdraw(story, None, "It named a bystander.")
    response = Client().get(place(story))
    assert response.status_code == 410
    assert "It named a bystander." in response.content.decode()
    assert "Nine" not in response.content.decode()


def test_what_is_not_live_is_not_there():
    scheduled = f.scheduled()
    assert Client().get(place(scheduled)).status_code == 404
    embargoed = changed_twice()
    publishing.withdraw(embargoed, None)
    publishing.set_embargo(embargoed, None, timezone.now() + HOUR)
    assert Client().get(place(embargoed)).status_code == 404
    assert Client().get("/world/2026/11/03/nothing/changes/").status_code == 404


def test_what_was_never_public_is_no_version():
    story = live()
    save(story, headline="Secret plan")
    publishing.schedule_change(story, None, timezone.now() + HOUR)
    save(story, headline="Another secret plan")
    for text in (page(story), Client().get(story.get_absolute_url()).content.decode()):
        assert "ecret plan" not in text
    assert "has not been changed" in page(story)

    publishing.run_due(timezone.now() + 2 * HOUR)

    assert story.public_versions.count() == 2
    assert "Another secret plan" not in page(story)


def test_a_republication_that_is_to_come_is_no_version_yet():
    story = live()
    publishing.withdraw(story, None)
    save(story, headline="Secret plan")
    publishing.schedule(story, None, timezone.now() + HOUR)
    for address in (place(story), story.get_absolute_url()):
        assert Client().get(address).status_code == 410
    assert [one.row.revision_id for one in changes.of_story(story)] == [
        story.revisions.get(number=1).pk
    ]


def test_what_was_withdrawn_and_will_not_come_back_by_itself_is_gone_still():
    story = live()
    publishing.withdraw(story, None)
    publishing.schedule(story, None, timezone.now() + HOUR)
    publishing.unschedule(story, None)
    assert Client().get(story.get_absolute_url()).status_code == 410


def test_a_change_that_fell_due_with_a_withdrawal_in_an_outage_was_seen_by_nobody():
    story, now = live(), timezone.now()
    save(story, headline="Secret plan")
    publishing.schedule_change(story, None, now + HOUR)
    Story.objects.filter(pk=story.pk).update(change_at=now - HOUR / 2, withdraw_at=now - HOUR / 4)

    publishing.run_due()

    story.refresh_from_db()
    assert story.status == Story.Status.WITHDRAWN
    assert story.public_versions.count() == 1


def test_an_old_address_and_another_section_lead_on():
    story = changed_twice()
    former = place(story)
    wrong = former.replace(story.section.slug, "elsewhere", 1)
    moved = Client().get(f"{wrong}?old=1&new=2")
    assert (moved.status_code, moved["Location"]) == (301, f"{former}?old=1&new=2")

    change(story, slug="ferry-anew")

    response = Client().get(former)
    assert (response.status_code, response["Location"]) == (301, place(story))


def test_the_crawl_for_embargoes_asks_for_it():
    story = changed_twice()
    assert ("articles:changes", place(story)) in set(addresses())
    assert embargoes.check() == []


def test_moving_a_section_makes_no_version():
    story, new = changed_twice(), f.section()
    publishing.refile(story, None, story.section, new)
    story.refresh_from_db()
    assert version(story, 3).revision_id == story.live_revision_id
    publishing.withdraw(story, None)
    publishing.publish(story, None)
    assert story.public_versions.count() == 3


# Sealing -----------------------------------------------------------------------------------------


def test_a_sealed_version_tells_why_and_nothing_of_its_text():
    story = changed_twice()
    edith = f.UserFactory(display_name="Edith")

    changes.seal(version(story, 1), edith, "It named a  child.")

    text = page(story)
    assert "It named a child." in text
    for asked in ({}, {"old": 1, "new": 3}, {"old": 1}, {"new": 1}, {"old": 1, "new": 2}):
        assert "Ferry leaves" not in page(story, **asked)
    assert "why stands beside it" in page(story, old=1, new=3)
    assert "Edith" not in text
    event = story.events.first()
    assert (event.kind, event.actor, event.note.text, event.revision.number) == (
        Event.Kind.SEALED,
        edith,
        "It named a child.",
        1,
    )


def test_neighbours_of_a_sealed_version_are_compared_with_one_another():
    story = changed_twice()
    change(story, headline="Ferry sails")
    changes.seal(version(story, 3), None, "It named a child.")

    assert "From version 2 to version 4" in page(story)
    assert "?old=2&amp;new=4#difference" in page(story)


def test_when_only_one_can_be_read_nothing_is_compared():
    story = live()
    change(story, headline="Ferry departs")
    changes.seal(version(story, 1), None, "It named a child.")
    text = page(story)
    assert "There are no two versions to compare." in text
    assert "Ferry leaves" not in text
    assert "<select" not in text


def test_a_sealed_version_can_be_opened_again():
    story = changed_twice()
    changes.seal(version(story, 1), None, "It named a child.")
    changes.unseal(version(story, 1), None)
    assert "Ferry <del>" in page(story, old=1, new=3)
    with pytest.raises(Refused):
        changes.unseal(version(story, 1), None)


def test_what_readers_see_now_is_not_sealed():
    story = changed_twice()
    with pytest.raises(Refused, match="see this text now"):
        changes.seal(version(story, 3), None, "It named a child.")
    publishing.withdraw(story, None)
    changes.seal(version(story, 3), None, "It named a child.")
    with pytest.raises(Refused, match="before"):
        changes.seal(version(story, 3), None, "Again.")


def test_publishing_a_sealed_text_again_is_a_version_that_can_be_read():
    story = changed_twice()
    publishing.withdraw(story, None)
    changes.seal(version(story, 3), None, "It named a child.")

    publishing.publish(story, None)

    assert [one.is_sealed for one in changes.of_story(story)] == [False, True, False, False]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_seal_needs_a_reason_of_a_line(reason):
    story = changed_twice()
    with pytest.raises(Refused) as refusal:
        changes.seal(version(story, 1), None, reason)
    assert refusal.value.field == "reason"


# Keys and cost -----------------------------------------------------------------------------------


def test_publishing_and_sealing_move_the_key_of_the_page():
    story = changed_twice()
    key = f"story:{story.pk}"
    assert Client().get(place(story))["Surrogate-Key"] == f"slots {key}"
    for verb in (
        lambda: changes.seal(version(story, 1), None, "It named a child."),
        lambda: changes.unseal(version(story, 1), None),
        lambda: change(story, headline="Ferry sails"),
    ):
        before = versions.read([key])
        verb()
        assert versions.read([key]) != before


@pytest.mark.parametrize("number", [2, 11])
def test_the_page_keeps_the_budget_at_any_size(number):
    story = live()
    for at in range(1, number):
        change(story, headline=f"Ferry leaves {at}")
    page(story)
    with CaptureQueriesContext(connection) as captured:
        page(story)
    assert len(captured) <= 8


def test_a_guest_gets_no_cookie_and_the_same_bytes():
    story = changed_twice()
    first, again = Client().get(place(story)), Client().get(place(story))
    assert not first.cookies
    assert first.content == again.content
    known = Client().get(place(story), headers={"if-none-match": first["ETag"]})
    assert known.status_code == 304
