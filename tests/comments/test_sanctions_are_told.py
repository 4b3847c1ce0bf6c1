"""Feature M10: the person hears of a decision, once, and of a ban's cleared comments with it."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from comments import clearing, moderation, sanction_notices, sanctions
from comments.models import ReaderNote
from comments.sanctions import Order
from newsportal import roles
from tests import factories as f
from tests.comments.telling import told, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_minute_has_passed(monkeypatch):
    """What is decided here is told at once: nobody can undo it any more."""
    monkeypatch.setattr(sanctions, "UNDO_FOR", datetime.timedelta(0))


def lead():
    person = f.UserFactory(display_name="Mina")
    roles.give(person, roles.LEAD_MODERATOR)
    return type(person).objects.get(pk=person.pk)


def test_a_decision_and_its_end_by_hand_are_told_with_the_reason():
    f.site()
    rana, mina = f.UserFactory(), lead()
    until = timezone.now() + datetime.timedelta(days=3)
    made = sanctions.impose(
        rana, Order("suspension", "abuse", None, until, "Third insult.", "Secret note"), mina
    )

    mails = work()

    assert told(rana) == ["A moderator has decided about you: suspension"]
    [mail] = [mail for mail in mails if rana.email in mail.to]
    for words in ("You cannot write here until", "personal attack or abuse", "Third insult."):
        assert words in mail.body
    assert f"/me/sanctions/#s-{made.pk}" in mail.body
    assert "Secret note" not in mail.body
    assert "Mina" not in mail.body

    sanctions.lift(made, mina)
    work()
    assert told(rana)[0] == "A decision about you holds no more: suspension"


def test_comments_that_go_with_a_ban_are_told_once_and_a_single_one_by_itself():
    f.site()
    f.policy("open")
    story, rana, mina = f.published(), f.UserFactory(), lead()
    comments = [f.approved(story, rana) for _ in range(3)]
    moderation.remove(comments[0], mina, reason="abuse")
    work()
    before = told(rana)

    ban = sanctions.impose(rana, Order("ban", "abuse"), mina)
    clearing.begin(ban)
    mails = work()

    assert told(rana) == ["A moderator has decided about you: ban", *before]
    assert [mail.subject for mail in mails if rana.email in mail.to] == [
        "A moderator has decided about you: ban"
    ]
    assert "taken from the pages" in mails[0].body
    comments[1].refresh_from_db()
    assert comments[1].status == "removed"


def test_what_is_taken_back_within_the_minute_is_told_to_nobody(monkeypatch):
    f.site()
    rana, mina = f.UserFactory(), lead()
    monkeypatch.setattr(sanctions, "UNDO_FOR", datetime.timedelta(seconds=60))
    made = sanctions.impose(rana, Order("hold", "abuse"), mina)
    assert [mail for mail in work() if rana.email in mail.to] == []

    sanctions.undo(made, mina)
    sanction_notices.say_imposed.func(made.pk)
    work()

    assert told(rana) == []
    assert not ReaderNote.objects.exists()
    sanction_notices.say_imposed.func(sanctions.impose(rana, Order("hold", "abuse"), mina).pk)
    assert told(rana) == ["A moderator has decided about you: always held"]
    assert ReaderNote.objects.get().kind == "sanctioned"
