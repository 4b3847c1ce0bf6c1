"""An account is deleted with everything that points to the person, after a week to think (R15)."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Following, SavedStory
from comments import appealing, following, legal_notices, moderation, reacting, reporting
from comments.models import Comment, Mute, Reaction
from newsportal import roles
from newsportal.accounts import closing, exporting, profile
from newsportal.accounts.models import Closing, DataExport
from newsportal.core.models import FormerName, User
from newsportal.people.models import Invitation
from tests import factories as f
from tests.accounts.people import RANAS, member, post, sign_in
from tests.accounts.test_profile import photo

pytestmark = pytest.mark.django_db

DELETE = "/me/data/delete/"
WEEK = datetime.timedelta(days=7, seconds=5)
#: What may be found nowhere afterwards; no other row of the test holds these letters.
NAMES = ("Rana Aziz", "Rana Formerly", RANAS)


@pytest.fixture(autouse=True)
def newspaper():
    f.site()


@pytest.fixture
def rana():
    """Rana with traces wherever a reader leaves them."""
    rana = member(display_name="Rana Formerly")
    profile.rename(rana, "Rana Aziz")
    profile.portray(rana, photo())
    story = f.published()
    first = f.approved(story, rana, text="First words of Rana.", address="192.0.2.7")
    f.approved(story, text="An answer.", reply_to=first)
    f.approved(story, rana, text="Last words of Rana.")
    for make in (f.held, f.rejected, f.spam, f.removed, f.deleted):
        make(story, rana, text=f"Hidden words of Rana, {make.__name__}.")
    kind = f.ReactionKindFactory()
    reacting.react(reacting.Person(user=rana), story, kind)
    reacting.react(reacting.Person(user=rana), f.approved(story), kind)
    SavedStory.objects.create(person=rana, story=story)
    appealing.appeal(Comment.objects.get(author=rana, status="rejected"), rana, "Appeal of Rana.")
    Mute.objects.create(person=rana, muted=f.UserFactory())
    Mute.objects.create(person=f.UserFactory(), muted=rana)
    following.follow(rana, story)
    Following.objects.create(person=rana, section=story.section)
    ada = f.UserFactory()
    roles.give(ada, roles.ADMINISTRATOR)
    LogEntry.objects.log_actions(
        ada.pk, [rana], CHANGE, "Rana Aziz was renamed", single_object=True
    )
    Invitation.objects.create(
        email=RANAS, role="Contributor", token_hash="x", expires_at=timezone.now()
    )
    reported = f.approved(story, text="Something that Rana reports.")
    reporting.report(reported, reporting.Reporter(user=rana), "abuse", "Words of Rana, reported.")
    notice = f.legal_notice(reported, user=rana)
    legal_notices.decide(notice, ada, "removed", "law", "It is.")
    f.error_report(story, user=rana, name="Rana Aziz", email=RANAS)
    f.error_report(story, email=RANAS, name="Rana Aziz")
    exporting.ask(rana)
    post()
    return rana


def ask(client: Client, comments: str):
    """Sign in, prove it again, choose, and press the button."""
    sign_in(client)
    asked = client.get(DELETE)
    client.post(asked["Location"], {"password": f.PASSWORD})
    return client.post(DELETE, {"comments": comments})


def carry_out() -> None:
    """A week later the worker does it."""
    Closing.objects.update(due_at=timezone.now() - datetime.timedelta(seconds=1))
    assert closing.begin_due() == 1
    assert closing.begin_due() == 0, "given to the worker once"
    post()


def everything() -> str:
    """All that the database holds, of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')  # noqa: S608 -- names of our own tables
            found += [f"{table}: {row}" for (row,) in cursor.fetchall()]
    return "\n".join(found)


def counts_are_true() -> bool:
    return moderation.recount(repair=False) == []


def test_the_page_says_what_happens_and_wants_a_choice(client, rana):
    sign_in(client)
    asked = client.get(DELETE)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    page = client.post(asked["Location"], {"password": f.PASSWORD}, follow=True).content.decode()
    assert "nothing brings it back" in page
    assert "checked" not in page

    refused = client.post(DELETE)

    assert refused.status_code == 422
    assert User.objects.get(pk=rana.pk).is_active


def test_the_account_is_off_at_once_everywhere_and_signing_in_brings_it_back(client, rana):
    elsewhere = Client()
    sign_in(elsewhere)
    gone = ask(client, "keep")
    assert "Your account is switched off" in gone.content.decode()
    assert elsewhere.get("/me/").status_code == 302, "signed out there too"
    [told] = post()
    assert told.to == [RANAS]
    assert closing.begin_due() == 0, "not before the week is over"

    back = sign_in(client)

    assert back["Location"].startswith("/me/closing/")
    assert back["Location"] in told.body, "the mail leads there too"
    page = Client().get(back["Location"])
    assert page.status_code == 200
    assert Closing.objects.exists(), "looking changes nothing"
    client.post(back["Location"])
    assert User.objects.get(pk=rana.pk).is_active
    assert sign_in(client)["Location"] == "/"
    assert Client().get(back["Location"]).status_code == 404


@pytest.mark.parametrize("choice", ["keep", "delete"])
def test_a_week_later_nothing_in_the_database_tells_of_the_person(client, rana, choice):
    portrait, export = rana.portrait.name, DataExport.objects.get().file
    story = Comment.objects.filter(author=rana).first().story
    before = everything()
    assert all(name in before for name in NAMES), "the search finds what it is for"
    ask(client, choice)

    carry_out()

    after = everything()
    for name in (
        *NAMES,
        "Hidden words of Rana",
        "Appeal of Rana",
        "Words of Rana",
        "192.0.2.7",
        portrait,
    ):
        assert name not in after, [line for line in after.splitlines() if name in line]
    assert not default_storage.exists(portrait)
    assert not exporting.storages["originals"].exists(export)
    assert not Session.objects.exists()
    assert not FormerName.objects.exists()
    assert not Reaction.objects.exists()
    liked = Comment.objects.get(story=story, text__startswith="I was")
    assert set(liked.reaction_counts.values()) == {0}
    assert counts_are_true()
    page = Client().get(story.get_absolute_url()).content.decode()
    assert ("First words of Rana." in page) == (choice == "keep")
    assert ("A former reader" in page) == (choice == "keep")
    assert ("Deleted by its author" in page) == (choice == "delete")
    assert "An answer." in page


def test_the_address_is_free_again_and_the_last_mail_says_that_it_is_done(client, rana):
    ask(client, "delete")
    Closing.objects.update(due_at=timezone.now())
    closing.begin_due()

    told = post()

    assert told[-1].subject == "Your account at The Test is deleted"
    assert f.UserFactory(email=RANAS).pk
    assert re.search("last mail", told[-1].body)


def test_a_worker_that_dies_in_the_middle_is_followed_by_another(client, rana, monkeypatch):
    ask(client, "delete")
    Closing.objects.update(due_at=timezone.now())
    closing.begin_due()
    row = Closing.objects.get()
    monkeypatch.setattr(closing.sessions, "end_all", None)
    with pytest.raises(AttributeError):
        closing.erase(row.person, keep_comments=False)
    monkeypatch.undo()
    assert not closing.undo(row), "what has begun goes on"

    assert closing.begin_due(timezone.now() + datetime.timedelta(hours=2)) == 1
    post()

    assert not User.objects.filter(pk=rana.pk).exists()


def test_an_account_that_an_administrator_switched_on_again_stays(client, rana):
    ask(client, "delete")
    User.objects.filter(pk=rana.pk).update(is_active=True)

    closing.begin_due(timezone.now() + WEEK)

    assert not Closing.objects.exists()
    assert User.objects.filter(pk=rana.pk).exists()


def test_colleagues_are_released_from_the_newsroom_first(client, rana):
    roles.give(rana, roles.MODERATOR)

    refused = ask(client, "delete")

    assert refused.status_code == 409
    assert "Ask an administrator" in refused.content.decode()
    assert User.objects.get(pk=rana.pk).is_active


@pytest.mark.parametrize("token", ["x", "WzEsMl0:1abc:def"])
def test_a_link_that_is_none_leads_nowhere(client, token):
    assert client.get(f"/me/closing/{token}/").status_code == 404
    assert client.post(f"/me/closing/{token}/").status_code == 404


def test_a_notice_that_waits_keeps_its_notifier_until_it_is_decided(client, rana):
    """Article 16 (5) of the Digital Services Act: the decision is sent to who gave the notice."""
    waiting = f.legal_notice(user=rana)

    ask(client, "delete")
    carry_out()

    waiting.refresh_from_db()
    assert waiting.user is None
    assert waiting.email == RANAS
