"""Features M10 and M13 at the desk: one reader as a moderator needs to know them."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import history, moderation, reader_notes
from comments.models import Comment, ReaderNote
from newsportal import roles
from newsportal.core.models import FormerName, User
from newsportal.people import giving
from tests import factories as f

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/moderation/people/"


def with_role(name: str, role: str, *only) -> User:
    person = f.UserFactory(display_name=name)
    roles.give(person, role)
    if only:
        giving.limit(person, only)
    return User.objects.get(pk=person.pk)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def story():
    f.site()
    return f.published(section=f.section("world"))


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana Aziz")


def test_the_page_of_a_reader_tells_what_they_wrote_and_what_was_decided(story, rana):
    mina = with_role("Mina", roles.MODERATOR)
    f.approved(story, rana)
    old = f.rejected(story, rana, text="An old quarrel.")
    Comment.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(200))
    FormerName.objects.create(person=rana, name="Rana Before")
    f.sanction(rana, "hold")
    client = client_of(mina)

    page = client.get(f"{PEOPLE}{rana.pk}/")

    text = page.content.decode()
    for told in ("Rana Before", "An old quarrel.", "Always held", "50 %", "In numbers"):
        assert told in text, told
    assert page.context["record"].ever.counts == {"approved": 1, "rejected": 1}
    assert page.context["record"].lately.counts == {"approved": 1}
    assert rana.email not in text
    only = client.get(f"{PEOPLE}{rana.pk}/?state=rejected").context["comments"]
    assert [one.pk for one in only] == [old.pk]
    for wrong in ("?state=x", "?after=x", "?state=%00"):
        assert client.get(f"{PEOPLE}{rana.pk}/{wrong}").status_code == 302


def test_a_reader_is_found_by_name_former_name_and_by_who_keeps_accounts_by_address(story, rana):
    f.approved(story, rana)
    stranger = f.UserFactory(display_name="Rana Stranger")
    FormerName.objects.create(person=rana, name="Before")
    mina, ada = with_role("Mina", roles.MODERATOR), with_role("Ada", roles.ADMINISTRATOR)

    def found(who: User, words: str) -> set[User]:
        page = client_of(who).get(PEOPLE, {"q": words})
        return {person for person, _history in page.context["people"]}

    assert found(mina, "rana") == found(mina, "BEFORE") == {rana}
    assert found(mina, rana.email) == set()
    assert found(ada, rana.email[:-4]) >= {rana}
    assert found(ada, "rana") == {rana, stranger}
    assert found(mina, "") == set()
    reader_notes.write(rana, mina, "Knows ferries.")
    assert found(mina, "") == {rana}
    assert client_of(mina).get(f"{PEOPLE}?after=x").status_code == 302
    assert client_of(mina).get(PEOPLE, {"q": "a\0b"}).status_code == 200


def test_a_moderator_of_a_section_is_told_of_it_alone_in_numbers_too(story, rana):
    sport = f.section("sport")
    mina, sara = with_role("Mina", roles.MODERATOR), with_role("Sara", roles.MODERATOR, sport)
    f.rejected(story, rana, text="Words about the world.")
    assert client_of(sara).get(f"{PEOPLE}{rana.pk}/").status_code == 404
    f.approved(f.published(section=sport), rana)
    f.sanction(rana, "hold", section=story.section)
    reader_notes.write(rana, mina, "Noted for the world.", section=story.section)
    reader_notes.write(rana, mina, "Noted for all.")

    page = client_of(sara).get(f"{PEOPLE}{rana.pk}/")

    text = page.content.decode()
    assert page.context["record"].ever.counts == {"approved": 1}
    assert page.context["record"].sanctions == []
    assert "Noted for all." in text
    assert "Words about the world." not in text
    assert "Noted for the world." not in text
    here = history.histories_of([rana.pk], sara)[rana.pk]
    everywhere = history.histories_of([rana.pk], mina)[rana.pk]
    assert (here.refused, here.approved, len(here.sanctions), here.notes) == (0, 1, 0, 1)
    assert (everywhere.refused, len(everywhere.sanctions), everywhere.notes) == (1, 1, 2)
    assert everywhere.rate == 50


@pytest.mark.parametrize("number", [1, 30])
def test_the_pages_of_readers_cost_the_same_at_any_size(story, rana, number, settings):
    settings.VERSION_CHECK_SECONDS = 60
    mina = with_role("Mina", roles.MODERATOR)
    others = [rana, *(f.UserFactory() for _ in range(min(number, 12)))]
    for _ in range(number):
        f.held(story, rana)
    for person in others:
        f.sanction(person, "hold")
        reader_notes.write(person, mina, "A word.")
    client = client_of(mina)
    address = reverse("moderation-person", args=[rana.pk])
    client.get(address)

    for page in (address, PEOPLE):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        assert len(captured) <= 12, "\n".join(query["sql"][:230] for query in captured)
    with CaptureQueriesContext(connection) as captured:
        known = history.histories_of([person.pk for person in others], mina)
    assert known[rana.pk].waiting == number
    assert len(captured) <= 3


def test_a_colleague_writes_mends_and_takes_away_a_note_and_nobody_elses(story, rana):
    mina, lena = with_role("Mina", roles.MODERATOR), with_role("Lena", roles.MODERATOR)
    comment = f.held(story, rana)
    address = reverse("moderation-person", args=[rana.pk])
    client, other = client_of(mina), client_of(lena)
    assert client.post(address, {"text": " "}).status_code == 422

    client.post(address, {"text": "Knows <b>ferries</b>."})

    note = ReaderNote.objects.get()
    shown = other.get(address).content.decode()
    assert "Knows &lt;b&gt;ferries&lt;/b&gt;." in shown
    assert "Mina" in shown
    assert other.post(address, {"text": "Mine", "note": note.pk}).status_code == 409
    other.post(address, {"delete": note.pk})
    assert 'name="note"' in client.get(f"{address}?edit={note.pk}").content.decode()
    client.post(address, {"text": "Knows ships.", "note": note.pk})
    note.refresh_from_db()
    assert (note.text, note.edited_at is None) == ("Knows ships.", False)
    ReaderNote.objects.update(at=timezone.now() - reader_notes.EDIT_FOR)
    late = client.post(address, {"text": "Kept words", "note": note.pk})
    assert late.status_code == 409
    assert "Kept words" in late.content.decode()
    client.post(address, {"delete": note.pk})
    assert not ReaderNote.objects.exists()
    assert client.post(address, {"delete": "9" * 30}).status_code == 404
    moderation.approve(comment, None)
    assert "Knows" not in client_of(rana).get("/me/comments/").content.decode()
