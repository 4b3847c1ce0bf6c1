"""Feature C14: everything one wrote, what became of it and why, and mending what was refused."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import publishing
from comments import moderation, resending
from comments.gate import NotAccepted
from comments.models import Comment, Policy, Reason, Resubmission, RuleText
from newsportal.core import versions
from newsportal.core.models import User
from tests import factories as f

pytestmark = pytest.mark.django_db

LIST = "/me/comments/"


@pytest.fixture(autouse=True)
def paper():
    f.site()


@pytest.fixture
def rana() -> User:
    return f.UserFactory(display_name="Rana")


@pytest.fixture
def mina() -> User:
    return f.UserFactory(display_name="Mina")


@pytest.fixture
def story():
    return f.published(headline="Ferries late")


@pytest.fixture
def reader(rana) -> Client:
    client = Client()
    client.force_login(rana)
    return client


def page(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def refused(story, rana, mina, reason=Reason.ABUSE, text="The minister is a goat.") -> Comment:
    comment = f.held(story, rana, text=text)
    moderation.reject(comment, mina, reason=reason)
    return comment


def test_every_state_is_told_in_words_and_found_by_its_filter(reader, rana, mina, story):
    made = {
        "waiting": [f.held(story, rana)],
        "published": [f.approved(story, rana)],
        "refused": [f.rejected(story, rana), f.spam(story, rana), f.removed(story, rana)],
        "deleted": [f.deleted(story, rana)],
    }
    f.approved(story, mina, text="Of somebody else.")

    everything = page(reader)
    for words in (
        "Waiting for a moderator",
        "Not published",
        "Put away as spam",
        "Removed",
        "Deleted by you",
    ):
        assert words in everything
    for state, comments in made.items():
        shown = page(reader, f"{LIST}?state={state}")
        for comment in Comment.objects.filter(author=rana).exclude(status="deleted"):
            assert (comment.text in shown) == (comment in comments), (state, comment)
    assert "Of somebody else." not in everything
    assert reader.get(f"{LIST}?state=x")["Location"] == LIST
    assert reader.get(f"{LIST}?after=x")["Location"] == LIST


def test_a_deleted_one_says_that_and_not_its_words(reader, rana, story):
    gone = f.deleted(story, rana, text="Taken back.")

    assert "Taken back." not in page(reader)
    assert "Taken back." not in page(reader, f"{LIST}{gone.pk}/")


def test_a_refusal_quotes_the_rule_and_names_no_moderator(reader, rana, mina, story):
    comment = refused(story, rana, mina)
    by_machine = f.held(story, rana)
    moderation.reject(by_machine, None, reason=Reason.OFF_TOPIC)

    for address in (LIST, f"{LIST}{comment.pk}/"):
        shown = page(reader, address)
        assert "personal attack or abuse" in shown
        assert "no insults" in shown
        assert "Decided by a moderator." in shown
        assert "Mina" not in shown
    assert "automatic check" in page(reader, f"{LIST}{by_machine.pk}/")

    RuleText.objects.create(reason=Reason.ABUSE, text="Be <kind> here.")
    versions.bump("discussion-rules")
    assert "Be &lt;kind&gt; here." in page(reader)


def test_a_check_that_puts_away_at_once_is_a_machines_decision(reader, rana, story, settings):
    settings.COMMENT_CHECKS = (f"{__name__}.everything_is_spam",)
    comment = f.held(story, rana)
    assert comment.status == Comment.Status.SPAM

    assert "automatic check" in page(reader, f"{LIST}{comment.pk}/")


def everything_is_spam(_submission):
    from comments.screening import Strictness, Verdict

    return Verdict(Strictness.SPAM, "test")


def test_of_a_withdrawn_story_the_headline_is_not_told(reader, rana, mina, story):
    comment = refused(story, rana, mina)
    publishing.withdraw(story, None)

    for address in (LIST, f"{LIST}{comment.pk}/"):
        shown = page(reader, address)
        assert "A story that is not public any more" in shown
        assert "Ferries late" not in shown
        assert "The minister is a goat." in shown


def test_mending_it_makes_a_new_comment_in_its_place(reader, rana, mina, story):
    top = f.approved(story)
    comment = f.held(story, rana, text="You are a goat.", reply_to=top)
    moderation.reject(comment, mina, reason=Reason.ABUSE)
    again = f"{LIST}{comment.pk}/again/"
    form = page(reader, again)
    assert "You are a goat." in form
    key = re.search(r'name="form_key" value="([^"]+)"', form)
    assert key

    sent = {"text": "You are wrong.", "form_key": key[1]}
    response = reader.post(again, sent)
    assert reader.post(again, sent)["Location"] == response["Location"]  # a double click

    mended = Comment.objects.latest("pk")
    assert response["Location"] == f"{LIST}{mended.pk}/"
    assert (mended.text, mended.reply_to, mended.status) == ("You are wrong.", top, "held")
    assert Resubmission.objects.get().of == comment
    assert "What you sent instead" in page(reader, f"{LIST}{comment.pk}/")
    assert reader.get(again).status_code == 302  # mended once
    assert reader.post(again, {"text": "Once more."}).status_code == 409
    assert Comment.objects.filter(author=rana).count() == 2


def test_two_windows_that_mend_it_at_once_make_one(reader, rana, mina, story, monkeypatch):
    comment, may_resend = refused(story, rana, mina), resending.may_resend

    def other_window_meanwhile(asked):
        monkeypatch.setattr(resending, "may_resend", may_resend)
        allowed = may_resend(asked)
        resending.resend(Comment.objects.get(pk=comment.pk), rana, "From the other window.")
        return allowed

    monkeypatch.setattr(resending, "may_resend", other_window_meanwhile)

    with pytest.raises(NotAccepted, match="cannot be sent again"):
        resending.resend(comment, rana, "From this window.", form_key=uuid.uuid4())
    assert Comment.objects.filter(author=rana).count() == 2


def test_the_same_words_are_not_sent_again_and_nothing_typed_is_lost(reader, rana, mina, story):
    comment = refused(story, rana, mina)
    again = f"{LIST}{comment.pk}/again/"

    response = reader.post(again, {"text": "the minister IS a goat", "form_key": uuid.uuid4()})
    assert response.status_code == 409
    assert "the minister IS a goat" in response.content.decode()
    assert reader.post(again, {"text": " "}).status_code == 422
    f.policy(Policy.CLOSED)
    response = reader.post(again, {"text": "The minister erred."})
    assert response.status_code == 409
    assert "The minister erred." in response.content.decode()


def test_what_cannot_be_mended_is_not_offered(reader, rana, mina, story):
    illegal = refused(story, rana, mina, Reason.ILLEGAL)
    put_away = f.spam(story, rana)
    waiting = f.held(story, rana)
    gone = f.published()
    withdrawn = refused(gone, rana, mina)
    publishing.withdraw(gone, None)

    for comment in (illegal, put_away, waiting, withdrawn):
        own = f"{LIST}{comment.pk}/"
        assert "Edit and send again" not in page(reader, own)
        assert reader.get(f"{own}again/")["Location"] == own
        assert reader.post(f"{own}again/", {"text": "Other words."}).status_code == 409
    assert not Resubmission.objects.exists()


def test_an_answer_to_what_is_gone_begins_its_own_thread(reader, rana, mina, story):
    top = f.approved(story)
    comment = f.held(story, rana, reply_to=top)
    moderation.reject(comment, mina)
    moderation.remove(top, mina)
    again = f"{LIST}{comment.pk}/again/"

    assert "a thread of its own" in page(reader, again)
    reader.post(again, {"text": "Quite other words."})

    assert Comment.objects.latest("pk").parent is None


def test_others_comments_are_not_there(reader, rana, mina, story):
    other = refused(story, mina, rana)
    for address in (f"{LIST}{other.pk}/", f"{LIST}{other.pk}/again/"):
        assert reader.get(address).status_code == 404
    assert reader.post(f"{LIST}{other.pk}/again/", {"text": "x"}).status_code == 404
    assert reader.post(f"{LIST}{other.pk}/appeal/", {"text": "x"}).status_code == 404
    assert reader.get(f"{LIST}{10**17}/").status_code == 404
    for address in (LIST, f"{LIST}{other.pk}/"):
        assert "/accounts/login/" in Client().get(address)["Location"]


@pytest.mark.parametrize("number", [3, 45])
def test_the_list_costs_the_same_at_any_size_and_goes_on_by_key(
    reader, rana, mina, number, settings
):
    settings.VERSION_CHECK_SECONDS = 60
    for index in range(number):
        refused(f.published(), rana, mina, text=f"Thought number {index}.")
    page(reader)

    with CaptureQueriesContext(connection) as captured:
        first = page(reader)

    assert len(captured) <= 12, [query["sql"] for query in captured]
    seen = re.findall(r"Thought number \d+\.", first)
    while match := re.search(r'rel="next" href="([^"]+)"', first):
        first = page(reader, LIST + match[1].replace("&amp;", "&"))
        seen += re.findall(r"Thought number \d+\.", first)
    assert seen == [f"Thought number {index}." for index in reversed(range(number))]
