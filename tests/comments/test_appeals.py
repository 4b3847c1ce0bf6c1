"""Features C14 and M12: a decision is looked at again by somebody else, and all are told."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import appealing, moderation, sanctions, telling
from comments.models import Appeal, Comment, CommentEvent, Reason, Sanction
from comments.statements import APPEAL_FOR
from newsportal import roles
from newsportal.core.models import User
from tests import factories as f
from tests.comments.telling import told, work

pytestmark = pytest.mark.django_db

ADMIN = "/admin/comments/appeal/"
OPEN = f"{ADMIN}?state__exact=open"


@pytest.fixture(autouse=True)
def paper():
    f.site()


def with_role(name: str, role: str) -> User:
    person = f.UserFactory(display_name=name)
    roles.give(person, role)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana")


@pytest.fixture
def mina() -> User:
    return with_role("Mina", roles.MODERATOR)


@pytest.fixture
def lena() -> User:
    return with_role("Lena", roles.LEAD_MODERATOR)


@pytest.fixture
def comment(rana, mina) -> Comment:
    made = f.held(f.published(headline="Ferries late"), rana, text="The minister is a goat.")
    moderation.reject(made, mina, reason=Reason.ABUSE)
    return made


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_author_appeals_on_the_page_of_the_decision(rana, mina, lena, comment):
    f.policy("hold_all", appeal_days=5)
    reader, own = client_of(rana), f"/me/comments/{comment.pk}/"
    assert "within 5 days" in reader.get(own).content.decode()
    assert reader.post(f"{own}appeal/", {"text": " "}).status_code == 422

    response = reader.post(f"{own}appeal/", {"text": "It is a quotation <sic>."})

    assert response["Location"] == own
    appeal = Appeal.objects.get()
    assert (appeal.person, appeal.event.actor, appeal.state) == (rana, mina, "open")
    assert appeal.due_at - appeal.made_at == datetime.timedelta(days=5)
    shown = reader.get(own).content.decode()
    assert "It is a quotation &lt;sic&gt;." in shown
    assert "You get an answer by" in shown
    response = reader.post(f"{own}appeal/", {"text": "And another thing."})
    assert response.status_code == 409
    assert "And another thing." in response.content.decode()  # and what was typed is not lost
    assert Appeal.objects.count() == 1
    mails = [mail for mail in work() if mail.to == [lena.email]]
    assert mails[0].subject == "An appeal waits: a comment on “Ferries late”"
    assert told(mina) == []


def test_overturned_the_comment_is_back_and_all_are_told_once(rana, mina, lena, comment):
    appeal = appealing.appeal(comment, rana, "It is a quotation.")
    work()

    response = client_of(lena).post(
        f"{ADMIN}{appeal.pk}/change/", {"answer": "You are right.", "outcome": "overturn"}
    )

    assert response.status_code == 302
    comment.refresh_from_db()
    appeal.refresh_from_db()
    assert comment.is_public
    assert (appeal.state, appeal.answered_by, appeal.outcome) == (
        "overturned",
        lena,
        comment.events.last(),
    )
    mails = [mail for mail in work() if mail.to == [rana.email]]
    assert [mail.subject for mail in mails] == [
        "Your appeal was right: your comment on “Ferries late” is published"
    ]
    html, _kind = mails[0].alternatives[0]
    for body in (mails[0].body, html):
        assert "You are right." in body
        assert "Lena" not in body
    assert "Appeal: the decision was taken back: a comment on “Ferries late”" in told(mina)
    assert "Appeal: the decision was taken back: a comment on “Ferries late”" in told(lena)
    assert comment.story.discussion_comments.public().count() == 1


def test_a_removed_comment_is_restored(rana, mina, lena):
    comment = f.approved(None, rana)
    moderation.remove(comment, mina)

    appealing.decide(
        appealing.appeal(comment, rana, "Why?"), lena, overturn=True, answer="Our mistake."
    )

    comment.refresh_from_db()
    assert comment.is_public


def test_upheld_it_stays_and_cannot_be_appealed_against_again(rana, mina, lena, comment):
    appeal = appealing.appeal(comment, rana, "It is a quotation.")
    appealing.decide(appeal, lena, overturn=False, answer="Quotations need a source.")

    work()
    comment.refresh_from_db()
    assert comment.status == Comment.Status.REJECTED
    assert told(rana)[0] == "Your appeal about your comment on “Ferries late”: the decision stands"
    assert "Quotations need a source." in (
        client_of(rana).get(f"/me/comments/{comment.pk}/").content.decode()
    )
    with pytest.raises(appealing.Refused, match="already"):
        appealing.appeal(comment, rana, "Once more.")
    moderation.approve(comment, lena)
    moderation.remove(comment, mina)
    appealing.appeal(comment, rana, "Another decision, another appeal.")


@pytest.mark.parametrize("who", ["decided", "author", "moderator", "reader"])
def test_who_decided_or_wrote_it_and_who_has_no_right_does_not_answer(rana, comment, who):
    ada = with_role("Ada", roles.ADMINISTRATOR)
    if who == "decided":
        moderation.approve(comment, ada)
        moderation.remove(comment, ada)
    appeal = appealing.appeal(comment, rana, "Look again.")
    person = {"decided": ada, "author": rana}.get(who) or f.UserFactory()
    if who in ("author", "moderator"):
        roles.give(person, roles.LEAD_MODERATOR if who == "author" else roles.MODERATOR)
    person = User.objects.get(pk=person.pk)

    with pytest.raises(appealing.Refused):
        appealing.decide(appeal, person, overturn=True, answer="Mine.")
    response = client_of(person).post(
        f"{ADMIN}{appeal.pk}/change/", {"answer": "Mine.", "outcome": "overturn"}
    )

    assert response.status_code in (302, 403, 422)
    appeal.refresh_from_db()
    assert appeal.state == Appeal.State.OPEN
    assert not Comment.objects.public().exists()


def test_with_nobody_left_the_inbox_says_so(rana, comment):
    ada = with_role("Ada", roles.ADMINISTRATOR)
    moderation.approve(comment, ada)
    moderation.remove(comment, ada)
    appealing.appeal(comment, rana, "Look again.")
    client = client_of(ada)

    assert "Nobody else may" in client.get(OPEN).content.decode()
    assert "somebody else looks at it again" in (
        client.get(f"{ADMIN}{Appeal.objects.get().pk}/change/").content.decode()
    )
    with_role("Lena", roles.LEAD_MODERATOR)
    assert "Nobody else may" not in client.get(OPEN).content.decode()


def test_an_appeal_needs_a_decision_against_ones_own_comment_of_six_months(rana, mina, comment):
    with pytest.raises(appealing.Refused, match="wrote"):
        appealing.appeal(comment, mina, "Not mine.")
    waiting = f.held(comment.story, rana)
    with pytest.raises(appealing.Refused, match="Nothing was decided"):
        appealing.appeal(waiting, rana, "Hurry.")
    CommentEvent.objects.filter(comment=comment).update(at=timezone.now() - APPEAL_FOR)
    with pytest.raises(appealing.Refused, match="six months"):
        appealing.appeal(comment, rana, "Late.")
    assert "appeal/" not in client_of(rana).get(f"/me/comments/{comment.pk}/").content.decode()
    assert not Appeal.objects.exists()


def test_a_banned_reader_still_reads_the_reasons_and_appeals(rana, comment):
    f.sanction(rana, "ban", words="Enough.")
    reader, own = client_of(rana), f"/me/comments/{comment.pk}/"

    assert "no insults" in reader.get(own).content.decode()
    assert reader.post(f"{own}appeal/", {"text": "Look again."}).status_code == 302
    assert Appeal.objects.exists()


def test_a_moderator_who_takes_it_back_anyway_settles_the_appeal(rana, mina, lena, comment):
    appeal = appealing.appeal(comment, rana, "Look again.")
    work()
    moderation.approve(comment, mina)

    appeal.refresh_from_db()
    assert (appeal.state, appeal.answered_by) == ("overturned", mina)
    mails = [mail.subject for mail in work() if mail.to == [rana.email]]
    assert mails == ["Your appeal was right: your comment on “Ferries late” is published"]
    with pytest.raises(appealing.Refused, match="meanwhile"):
        appealing.decide(appeal, lena, overturn=False, answer="Late.")
    comment.refresh_from_db()
    assert comment.is_public


def test_an_author_who_deletes_it_withdraws_the_appeal(rana, lena, comment):
    appeal = appealing.appeal(comment, rana, "Look again.")
    moderation.delete(comment, rana)

    appeal.refresh_from_db()
    assert appeal.state == Appeal.State.WITHDRAWN
    assert str(appeal.pk) not in client_of(lena).get(OPEN).content.decode().partition("results")[2]


def test_the_list_shows_the_most_urgent_first_and_what_is_overdue(rana, mina, lena):
    story = f.published()
    for name in ("Second", "First"):
        comment = f.held(story, rana, text=f"{name} of them.")
        moderation.reject(comment, mina)
        appealing.appeal(comment, rana, "Look again.")
    late = Appeal.objects.latest("pk")
    Appeal.objects.filter(pk=late.pk).update(due_at=timezone.now() - datetime.timedelta(days=1))
    client = client_of(lena)

    shown = client.get(ADMIN).content.decode()

    assert shown.index("First of them.") < shown.index("Second of them.")
    assert "overdue" in shown
    assert "Mina" not in shown.partition("results")[2].partition("paginator")[0]
    response = client.post(f"{ADMIN}{late.pk}/change/", {"answer": "", "outcome": "uphold"})
    assert response.status_code == 422
    assert "Tell the author" in response.content.decode()


@pytest.mark.parametrize("number", [2, 16])
def test_the_list_costs_the_same_at_any_size(rana, mina, lena, number):
    story = f.published()
    for _index in range(number):
        comment = f.held(story, rana)
        moderation.reject(comment, mina)
        appealing.appeal(comment, rana, "Look again.")
    client = client_of(lena)
    client.get(OPEN)

    with CaptureQueriesContext(connection) as captured:
        client.get(OPEN)

    assert len(captured) <= 15, [query["sql"] for query in captured]


def test_a_decision_about_a_person_is_appealed_against_and_lifted(rana, mina, lena, comment):
    ban = f.sanction(rana, "ban", words="Enough.")
    reader, own = client_of(rana), f"/me/sanctions/{ban.pk}/appeal/"
    assert own in reader.get("/me/sanctions/").content.decode()
    assert reader.get(own).status_code == 200
    assert client_of(mina).get(own).status_code == 404
    assert reader.post(own, {"text": " "}).status_code == 422

    assert reader.post(own, {"text": "It was a quotation."})["Location"] == own

    late = reader.post(own, {"text": "Once more."})
    assert late.status_code == 409
    assert "Once more." in late.content.decode()
    [mail] = [mail for mail in work() if mail.to == [lena.email]]
    assert mail.subject == "An appeal waits: ban of Rana"
    made = Appeal.objects.get(sanction=ban)
    client = client_of(lena)
    assert appealing.open_for(lena) == 1
    assert "Ban of a person" in client.get(OPEN).content.decode()
    page = client.get(f"{ADMIN}{made.pk}/change/").content.decode()
    assert "It was a quotation." in page
    assert "Enough." in page
    client.post(f"{ADMIN}{made.pk}/change/", {"answer": "You are right.", "outcome": "overturn"})
    ban.refresh_from_db()
    made.refresh_from_db()
    assert (ban.lifted_as, ban.is_in_force, made.state) == ("overturned", False, "overturned")
    work()
    assert told(rana)[0] == "Your appeal was right: the decision about you is taken back"
    assert "You are right." in reader.get(own).content.decode()
    assert rana.reader_notes.filter(kind="appeal_won").count() == 1
    assert appealing.open_for(lena) == 0


def test_who_imposed_a_sanction_does_not_answer_and_a_lifted_one_is_settled(rana, lena, comment):
    order = sanctions.Order("hold", "abuse")
    hold = sanctions.impose(rana, order, lena)
    made = appealing.appeal_sanction(hold, rana, "Look again.")
    assert appealing.deciders_of(made) == []

    work()
    assert told(lena)[0].startswith("An appeal waits that nobody else may answer: always held")
    with pytest.raises(appealing.Refused, match="yourself"):
        appealing.decide(made, lena, overturn=False, answer="No.")
    Appeal.objects.update(due_at=timezone.now() - datetime.timedelta(hours=1))
    assert telling.appeals_overdue() == 1
    assert telling.appeals_overdue() == 0
    assert told(lena)[0].startswith("An appeal should have been answered")

    sanctions.lift(hold, lena)
    made.refresh_from_db()
    assert (made.state, made.answered_by) == ("overturned", lena)
    with pytest.raises(appealing.Refused, match="does not hold"):
        appealing.appeal_sanction(hold, rana, "Again.")
    old = f.sanction(rana, "hold")
    Sanction.objects.filter(pk=old.pk).update(made_at=timezone.now() - APPEAL_FOR)
    with pytest.raises(appealing.Refused, match="six months"):
        appealing.appeal_sanction(old, rana, "Late.")

    fresh = sanctions.impose(rana, sanctions.Order("warning", "abuse"), lena)
    quick = appealing.appeal_sanction(fresh, rana, "Look again.")
    sanctions.undo(fresh, lena)  # within the minute, which the reader was faster than
    quick.refresh_from_db()
    assert (quick.state, appealing.open_for(lena)) == ("overturned", 0)
