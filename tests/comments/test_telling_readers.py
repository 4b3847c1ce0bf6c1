"""Feature C11: readers hear of answers and decisions, once, and only of what is public."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import publishing
from comments import moderation, muting, telling
from comments.models import Reason
from newsportal.core import notices
from newsportal.core.models import User
from tests import factories as f
from tests.comments.telling import told, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper():
    f.site(name="The Meridian")


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana")


@pytest.fixture
def sam() -> User:
    return f.UserFactory(display_name="Sam")


@pytest.fixture
def mina() -> User:
    return f.UserFactory(display_name="Mina", is_staff=True)


@pytest.fixture
def story():
    return f.published(headline="Ferries <late>")


def by_kind(person: User, code: str) -> int:
    return person.notices.filter(kind=code).count()


def test_an_answer_is_told_when_it_is_public_and_not_before(rana, sam, mina, story):
    own = f.approved(story, rana)
    work()
    answer = f.held(story, sam, reply_to=own, text="It was *six* ferries.")
    work()
    assert by_kind(rana, telling.REPLY) == 0

    moderation.approve(answer, mina)
    (mail,) = [one for one in work() if one.to == [rana.email]]

    assert told(rana)[0] == "Sam answered you on “Ferries <late>”"
    html, _kind = mail.alternatives[0]
    assert "It was *six* ferries." in mail.body
    assert "Ferries &lt;late&gt;" in html
    assert "Ferries <late>" not in html
    for body in (mail.body, html):
        assert f"comments/{answer.pk}/#c-{answer.pk}" in body
        assert "/me/notices/choices/" in body
        assert mail.extra_headers["List-Unsubscribe"].strip("<>") in body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert by_kind(sam, telling.PUBLISHED) == 1
    telling.approved(comment=answer.pk, event=answer.events.last().pk)  # the task runs twice
    assert by_kind(rana, telling.REPLY) == 1


def test_nobody_is_told_of_themselves_or_of_whom_they_muted(rana, sam, story):
    own = f.approved(story, rana)
    f.approved(story, rana, reply_to=own)
    muting.mute(rana, sam)
    f.approved(story, sam, reply_to=own)

    work()

    assert by_kind(rana, telling.REPLY) == 0
    assert by_kind(rana, telling.FOLLOWED) == 0


def test_what_was_taken_away_or_muted_since_is_told_no_more(rana, sam, mina, story):
    own = f.approved(story, rana)
    answer = f.approved(story, sam, reply_to=own)
    telling.approved(comment=answer.pk, event=answer.events.last().pk)
    assert told(rana) == ["Sam answered you on “Ferries <late>”"]

    muting.mute(rana, sam)
    assert told(rana) == [None]
    muting.unmute(rana, sam.pk)
    moderation.remove(answer, mina)
    assert told(rana) == [None]
    assert not [mail for mail in work() if "answered you" in mail.subject]
    moderation.restore(answer, mina)
    assert told(rana)[-1] == "Sam answered you on “Ferries <late>”"
    publishing.withdraw(story, None)
    assert told(rana)[-1] is None


def test_a_refusal_comes_with_reason_rule_who_and_how_to_object(rana, mina, story):
    comment = f.held(story, rana, text="The minister is a goat.")
    moderation.reject(comment, mina, reason=Reason.ABUSE)

    (mail,) = work()

    assert mail.subject == "Your comment on “Ferries <late>” was not published"
    html, _kind = mail.alternatives[0]
    for body in (mail.body, html):
        assert "personal attack or abuse" in body
        assert "no insults" in body
        assert "Decided by a moderator." in body
        assert "The minister is a goat." in body
        assert f"/me/comments/{comment.pk}/" in body
        assert "within 7 days" in body
        assert "Mina" not in body


def test_a_machines_decision_says_so(rana, story):
    comment = f.held(story, rana)
    moderation.reject(comment, None, reason=Reason.OTHER)

    (mail,) = work()

    assert "automatic check" in mail.body


def test_a_later_decision_sends_a_follow_up_that_says_what_changed(rana, mina, story):
    comment = f.held(story, rana)
    moderation.reject(comment, mina, reason=Reason.ABUSE)
    work()
    moderation.approve(comment, mina)
    assert "Decided anew" in next(one for one in work() if one.to == [rana.email]).subject
    moderation.remove(comment, mina, reason=Reason.OFF_TOPIC)
    assert "was removed" in work()[0].subject
    moderation.restore(comment, mina)
    assert "Decided anew" in work()[0].subject

    assert told(rana) == [
        "Decided anew: your comment on “Ferries <late>” is published",
        "Your comment on “Ferries <late>” was removed (decided anew since)",
        "Decided anew: your comment on “Ferries <late>” is published (decided anew since)",
        "Your comment on “Ferries <late>” was not published (decided anew since)",
    ]


def test_who_heard_nothing_of_a_decision_hears_nothing_of_its_end(rana, mina, story):
    comment = f.approved(story, rana)
    work()
    moderation.remove(comment, mina)
    moderation.restore(comment, mina)

    assert work() == []


def test_spam_and_what_one_does_oneself_is_told_to_nobody(rana, mina, story):
    moderation.mark_spam(f.held(story, rana), mina)
    moderation.delete(f.held(story, rana), rana)
    own = f.held(story, mina)
    moderation.approve(own, mina)

    work()

    assert told(rana) == []
    assert by_kind(mina, telling.PUBLISHED) == 0


def test_the_headline_of_a_withdrawn_story_is_not_told(rana, mina, story):
    comment = f.approved(story, rana)
    work()
    publishing.withdraw(story, None)
    moderation.remove(comment, mina)

    (mail,) = work()

    assert mail.subject == "Your comment on a story that is not public any more was removed"
    assert "Ferries" not in mail.body


def test_a_pick_of_the_editors_is_told(rana, story):
    comment = f.approved(story, rana)
    work()
    for verb in (moderation.feature, moderation.unfeature, moderation.feature):
        verb(comment, None)

    (mail,) = work()

    assert mail.subject == "Editors picked your comment on “Ferries <late>”"


def test_a_comment_of_nobody_tells_nobody(story, mina):
    rana = f.UserFactory()
    comment = f.held(story, rana)
    rana.delete()
    comment.refresh_from_db()
    moderation.approve(comment, mina)

    assert work() == []


def test_one_click_in_the_mail_stops_that_kind_without_signing_in(rana, mina, story, settings):
    moderation.reject(f.held(story, rana), mina)
    (mail,) = work()
    address = mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.get(address).status_code == 200
    moderation.reject(f.held(story, rana), mina)
    assert len(work()) == 1
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    moderation.reject(f.held(story, rana), mina)

    assert work() == []
    assert len(told(rana)) == 3
    everything = next(line for line in mail.body.splitlines() if "Stop all notices" in line)
    stranger.post(everything.split()[-1].removeprefix(settings.SITE_URL))
    assert not any(wish.by_mail for _kind, wish in notices.wishes_of(rana))


@pytest.mark.parametrize("answers", [2, 13])
def test_an_inbox_of_every_kind_costs_the_same(client, rana, mina, story, answers):
    own = f.approved(story, rana)
    for number in range(answers):
        sam = f.UserFactory()
        f.approved(story, sam, reply_to=own)
        comment = f.held(story, rana, text=f"Refused number {number}.")
        moderation.reject(comment, mina)
    for comment in story.discussion_comments.all():
        event = comment.events.last()
        if comment.status == "approved":
            telling.approved(comment=comment.pk, event=event.pk)
        else:
            telling.refused(event=event.pk)
    client.force_login(rana)
    client.get("/me/notices/")

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get("/me/notices/")

    assert len(captured) <= 12, [query["sql"] for query in captured]
