"""Feature M13: what the system notes of readers is true, said once, and part of their data."""

from __future__ import annotations

import pytest
from django.urls import reverse

from comments import moderation, personal_data, reader_notes, reporting
from comments.models import Comment, ReaderNote, Report
from newsportal import roles
from newsportal.accounts import profile
from newsportal.core.models import User
from tests import factories as f
from tests.accounts.people import post as work

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    f.site()
    f.policy("open")
    return f.published()


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana")


def kinds(person: User) -> list[str]:
    return [*person.reader_notes.order_by("pk").values_list("kind", flat=True)]


def refuse(comment: Comment) -> None:
    moderation.remove(comment, None, reason="abuse")
    reader_notes.comment_refused(event=comment.events.last().pk)


def test_a_first_refusal_many_in_a_day_and_a_new_name_are_noted_once(story, rana):
    comments = [f.approved(story, rana) for _ in range(reader_notes.MANY + 1)]

    refuse(comments[0])
    assert kinds(rana) == ["first_refusal"]
    for comment in comments[1:]:
        refuse(comment)
    reader_notes.comment_refused(event=comments[0].events.last().pk)

    assert kinds(rana) == ["first_refusal", "many_refused"]
    many = rana.reader_notes.get(kind="many_refused")
    assert (many.number, many.section) == (reader_notes.MANY + 1, story.section)
    assert f"{many.number} comments were refused on" in reader_notes.sentence(many)
    address = reader_notes.address(rana.reader_notes.get(kind="first_refusal"))
    assert address == reverse("admin:comments_comment_change", args=[comments[0].pk])
    profile.rename(rana, "Rana Aziz")
    work()
    note = rana.reader_notes.get(kind="renamed")
    assert reader_notes.sentence(note) == "Was called “Rana” before."


def test_reports_mostly_dismissed_are_noted_and_right_ones_are_not(story, rana):
    mina, sam = f.UserFactory(display_name="Mina"), f.UserFactory(display_name="Sam")
    roles.give(mina, roles.MODERATOR)
    for number in range(reader_notes.REPORTS_FROM):
        comment = f.approved(story)
        for reporter in (rana, sam) if number else (rana,):
            reporting.report(comment, reporting.Reporter(reporter), Report.Reason.ABUSE)
        reporting.dismiss(comment, mina)
    work()

    assert kinds(sam) == []
    [note] = rana.reader_notes.all()
    assert (note.kind, note.number) == ("wrong_reports", reader_notes.REPORTS_FROM)


def test_a_first_comment_from_where_a_banned_account_wrote_is_noted_and_decides_nothing(
    story, rana
):
    sam, stranger = f.UserFactory(), f.UserFactory()
    f.approved(story, sam, address="192.0.2.7")
    f.sanction(sam, "ban")

    first = f.approved(story, rana, address="192.0.2.7")
    f.approved(story, stranger, address="192.0.2.8")
    work()

    assert kinds(rana) == ["same_network"]
    assert kinds(stranger) == []
    assert first.is_public
    assert kinds(sam) == ["sanctioned"]


def test_notes_stand_in_the_persons_own_data_without_who_wrote_them(story, rana):
    mina = f.UserFactory(display_name="Mina Holt")
    roles.give(mina, roles.MODERATOR)
    mina = User.objects.get(pk=mina.pk)
    reader_notes.write(rana, mina, "Knows ferries.")
    refuse(f.approved(story, rana))

    rows = [*personal_data._notes(rana)]

    assert [row[:2] for row in rows] == [
        ("A first comment was refused.", "the system"),
        ("Knows ferries.", "a moderator"),
    ]
    mina.delete()
    assert ReaderNote.objects.get(kind="words").author is None
    rana.delete()
    assert not ReaderNote.objects.exists()
