"""Refusing a comment keeps its replies readable or hides them, as the moderator chooses (C16)."""

from __future__ import annotations

import pytest

from comments import moderation
from comments.models import Comment
from newsportal.core.models import User
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina() -> User:
    return f.UserFactory(display_name="Mina")


def thread():
    """A comment with an answer, an answer that was removed with its own branch, and one below."""
    f.site()
    story = f.published()
    top = f.approved(story, text="The top of it.")
    answer = f.approved(story, reply_to=top, text="A plain answer.")
    shut = f.approved(story, reply_to=top, text="An answer that goes.")
    f.approved(story, reply_to=shut, text="Shut away with it.")
    return story, top, answer, shut


def shown(client, story) -> str:
    return client.get(story.get_absolute_url()).content.decode()


def public(story) -> set[str]:
    return set(Comment.objects.of_story(story).public().values_list("text", flat=True))


@pytest.mark.parametrize(
    ("verb", "branch", "keeps"),
    [
        ("remove", None, True),
        ("remove", "keep", True),
        ("remove", "hide", False),
        ("reject", None, False),
        ("reject", "keep", True),
        ("reject", "hide", False),
        ("spam", "keep", False),
    ],
)
def test_replies_stay_or_go_as_chosen_and_come_back_exactly(client, mina, verb, branch, keeps):
    story, top, _answer, shut = thread()
    moderation.decide(shut, "remove", mina, branch="hide")
    before = public(story)
    assert before == {"The top of it.", "A plain answer."}
    if verb != "remove":
        moderation.decide(top, "hold", mina)
        assert public(story) == set()

    moderation.decide(top, verb, mina, reason="abuse", branch=branch)

    assert public(story) == ({"A plain answer."} if keeps else set())
    page = shown(client, story)
    assert ("A plain answer." in page) == keeps
    assert ("Removed by a moderator: personal attack or abuse." in page) == keeps
    for hidden in ("The top of it.", "An answer that goes.", "Shut away with it."):
        assert hidden not in page
    permalink = client.get(f"{story.get_absolute_url()}comments/{top.pk}/")
    assert permalink.status_code == (200 if keeps else 404)
    count = f"{1 if keeps else 0} comment"
    assert (count in page) or not keeps
    assert moderation.recount(repair=False) == []

    moderation.decide(top, "restore" if verb == "remove" else "approve", mina)
    assert public(story) == before
    moderation.decide(shut, "restore", mina)
    assert len(public(story)) == 4
    assert moderation.recount(repair=False) == []


def test_an_author_who_deletes_shows_nothing_that_a_moderator_hid(client, mina):
    story, top, *_others = thread()
    moderation.decide(top, "remove", mina, branch="hide")

    moderation.delete(top, top.author)

    assert public(story) == set()
    assert moderation.recount(repair=False) == []


def test_a_state_that_says_otherwise_than_its_branch_is_reported_and_mended():
    story, top, *_others = thread()
    Comment.objects.filter(pk=top.pk).update(hides_branch=True)
    waiting = f.held(story)
    Comment.objects.filter(pk=waiting.pk).update(hides_branch=False)

    drifts = moderation.recount(repair=True)

    assert [drift.counter for drift in drifts] == ["hides_branch", "hides_branch"]
    assert moderation.recount(repair=False) == []
    assert len(public(story)) == 4
