"""Everything about oneself in one file, and nothing about anybody else (R15)."""

from __future__ import annotations

import datetime
import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from articles.models import Following, SavedStory
from comments import moderation, reacting, reporting, sanctions
from newsportal import roles
from newsportal.accounts import attempts, exporting
from newsportal.accounts.models import DataExport
from newsportal.core import personal_data
from tests import factories as f
from tests.accounts.people import member, post, sign_in

pytestmark = pytest.mark.django_db

DATA, ASK, FILE = "/me/data/", "/me/data/download/", "/me/data/file/"


@pytest.fixture(autouse=True)
def newspaper():
    f.site()


@pytest.fixture
def mina():
    mina = f.UserFactory(display_name="Mina Holt", email="mina@example.org")
    roles.give(mina, roles.LEAD_MODERATOR)
    return mina


@pytest.fixture
def rana(client, mina):
    """Rana, who has done all that a reader can do, beside Sam, of whom nothing may be told."""
    rana = member(display_name="Rana Aziz")
    sam = f.UserFactory(display_name="Sam Oduya", email="sam@example.org")
    story = f.published(headline="The ferry came back")
    sams = f.approved(story, sam, text="Sam wrote this.")
    f.approved(story, rana, text="I was on it.", reply_to=sams)
    refused = f.held(story, rana, text="You are all fools.")
    moderation.reject(refused, mina, reason="abuse")
    reacting.react(reacting.Person(user=rana), sams, f.ReactionKindFactory(label="Nodding"))
    SavedStory.objects.create(person=rana, story=story)
    Following.objects.create(person=rana, section=story.section)
    sign_in(client)
    return rana


def password(client: Client, answer: Any) -> Any:
    """Answer the question for the password, which comes first."""
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    return client.post(answer["Location"], {"password": f.PASSWORD}, follow=True)


def archive(client: Client) -> zipfile.ZipFile:
    answer = client.get(FILE)
    if answer.status_code == 302:
        answer = password(client, answer)
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))


def test_the_file_is_written_by_the_worker_behind_the_password_and_told_by_mail(client, rana):
    assert client.get(FILE)["Location"].startswith("/accounts/reauthenticate/")
    waiting = password(client, client.post(ASK))
    assert "Your file is being written" in waiting.content.decode()
    assert client.get(FILE).status_code == 404
    assert DataExport.objects.get().parts_total == len(personal_data.parts())

    told = [one for one in post() if "data" in one.subject]

    assert [one.subject for one in told] == ["Your data at The Test is ready"]
    assert DATA in told[0].body
    assert "Download it" in client.get(DATA).content.decode()
    with archive(client) as found:
        comments = json.loads(found.read("comments.json"))
        assert [(one["text"], one["state"], one["reason"]) for one in comments] == [
            ("I was on it.", "approved", ""),
            ("You are all fools.", "rejected", "personal attack or abuse"),
        ]
        assert json.loads(found.read("reactions.json"))[0]["reaction"] == "Nodding"
        assert json.loads(found.read("saved_stories.json"))[0]["story"] == "The ferry came back"
        assert json.loads(found.read("followed.json"))
        assert json.loads(found.read("profile.json"))[0]["email"] == "rana@example.org"
        assert 'href="comments.html"' in found.read("index.html").decode()
        assert "You are all fools." in found.read("comments.html").decode()
        everything = b"".join(found.read(name) for name in found.namelist()).decode()
    for secret in ("Sam", "sam@", "Mina", "mina@", f.PASSWORD, "md5$"):
        assert secret not in everything, secret


def test_a_story_that_is_not_out_is_not_told_by_what_was_kept_about_it(rana):
    secret = f.scheduled(headline="The minister resigns")
    SavedStory.objects.create(person=rana, story=secret)
    f.held(f.published(), rana)

    told = [str(list(part.rows(rana))) for part in personal_data.parts()]

    assert "minister" not in "".join(told)


def test_decisions_are_told_with_reasons_and_without_colleagues_notes(rana, mina):
    order = sanctions.Order(
        "suspension",
        "abuse",
        words="Cool down.",
        note="Third time, says Gil.",
        ends_at=timezone.now() + datetime.timedelta(days=2),
    )
    sanctions.impose(rana, order, mina)

    told = "".join(str(list(part.rows(rana))) for part in personal_data.parts())

    assert "Cool down." in told
    assert "Third time, says Gil." in told  # it is about the person (decision 34)


def test_nobody_gets_anothers_file_and_it_goes_after_a_week(client, rana):
    export = exporting.ask(rana)
    assert exporting.ask(rana) == export, "one that is being written is not begun twice"
    post()
    export.refresh_from_db()
    other = Client()
    other.force_login(f.UserFactory())
    assert other.get(FILE).status_code in (302, 404)
    assert Client().get(FILE)["Location"].startswith("/accounts/login/")
    soon = timezone.now() + datetime.timedelta(days=6)
    assert exporting.forget_old(soon) == 0

    assert exporting.forget_old(soon + datetime.timedelta(days=2)) == 1

    assert not storages["originals"].exists(export.file)
    assert not DataExport.objects.exists()


def test_files_are_limited_by_the_day(client, rana):
    password(client, client.get(FILE))
    for _number in range(attempts.EXPORTS):
        client.post(ASK)

    assert "Please try again" in client.post(ASK, follow=True).content.decode()


def test_an_app_can_name_each_part_only_with_all_its_fields():
    for part in personal_data.parts():
        assert part.fields
        assert str(part.label)


def test_what_somebody_gave_is_told_once(rana):
    story = f.published()
    comment = f.approved(story)
    f.legal_notice(comment, user=rana, explanation="It is a threat.")
    f.error_report(story, user=rana, words="The year is wrong.")
    reporting.report(comment, reporting.Reporter(user=rana), "abuse", "He did it before.")

    told = [str(list(part.rows(rana))) for part in personal_data.parts()]

    for words in ("It is a threat.", "The year is wrong.", "He did it before."):
        assert [words in rows for rows in told].count(True) == 1, words
