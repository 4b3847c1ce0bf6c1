"""Feature C16: whatever happens to comments in whatever order, the counters equal the truth."""

from __future__ import annotations

import contextlib
import random
import threading

import pytest
from django.core import mail
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Story
from comments import editing, gate, moderation, reconciling, submitting
from comments.discussions import discussion_of, rule_for
from comments.models import Comment, Discussion
from newsportal import roles
from newsportal.core.models import Notice, User
from tests import factories as f
from tests.accounts.people import post as work


class AnyOrderOfActs(TestCase):
    """Random sequences of all verbs; hypothesis' own test case rolls each example back."""

    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(
        acts=st.lists(
            st.tuples(
                st.sampled_from(
                    "new guest approve reject spam remove restore hold delete edit undo "
                    "feature pin".split()
                ),
                st.integers(0, 30),
            ),
            max_size=30,
        )
    )
    def test_counters_equal_the_truth(self, acts):
        story = f.published()
        for verb, number in acts:
            comments = list(Comment.objects.filter(story=story).order_by("pk"))
            chosen = comments[number % len(comments)] if comments else None
            if verb == "new" or chosen is None:
                parent = chosen if chosen and chosen.is_public and number % 3 else None
                f.held(story, reply_to=parent)
            elif verb == "guest":
                self.hand_in(story, number)
            else:
                self.act(chosen, verb, ("keep", "hide", None)[number % 3])

        drifts = moderation.recount(repair=False)
        assert drifts == []
        before = snapshot(story)
        moderation.recount(repair=True)
        assert snapshot(story) == before

    def act(self, comment, verb, branch=None):
        try:
            if verb == "delete":
                moderation.delete(comment, comment.author)
            elif verb == "edit" and comment.author:
                editing.edit(comment, comment.author, "Other words.", revision=comment.revision)
            elif verb == "edit":
                moderation.confirm(comment)  # a guest's
            elif verb == "undo":
                moderation.undo(comment.events.last(), self.mina())
            else:
                moderation.decide(comment, verb, self.mina(), branch=branch)
        except (moderation.TooLate, gate.NotAccepted):
            pass

    def mina(self):
        return User.objects.get_or_create(email="mina@example.org", display_name="Mina")[0]

    def hand_in(self, story, number):
        rule = rule_for(story, discussion_of(story))
        guest = submitting.Guest("Gale", "gale@example.net")
        submitting.submit_unconfirmed(story, guest, f"No account, {number}.", rule)


def snapshot(story):
    return [
        *Comment.objects.filter(story=story)
        .order_by("pk")
        .values_list("pk", "status", "hidden_ancestors", "public_descendants")
    ]


@pytest.mark.django_db
def test_a_drifted_counter_is_reported_and_repaired():
    comment = f.approved()
    Discussion.objects.update(public_count=7)

    assert [drift.counter for drift in moderation.recount(repair=False)] == ["public_count"]
    moderation.recount(repair=True)

    assert Discussion.objects.get().public_count == 1
    assert moderation.recount(repair=False) == []
    assert Comment.objects.get() == comment


@pytest.mark.django_db
def test_drift_is_told_to_administrators_every_night_it_is_there(caplog):
    f.site()
    ada, mina = f.UserFactory(), f.UserFactory()
    roles.give(ada, roles.ADMINISTRATOR)
    roles.give(mina, roles.MODERATOR)
    comment, true = f.approved(), f.approved()
    reconciling.tonight()
    work()
    drifts = Notice.objects.filter(kind=reconciling.DRIFT)  # authors have notices of their own
    assert not drifts.exists()

    Story.objects.filter(pk=comment.story_id).update(comment_count=9)
    reconciling.tonight()
    work()

    (notice,) = drifts
    assert notice.recipient == ada
    assert "1 counter of comments is not true" in mail.outbox[0].subject
    assert f"story {comment.story_id}: comment_count is 9, true is 1" in caplog.text
    assert f"story {true.story_id}" not in caplog.text


def write(story, reader, chance):
    for number in range(8):
        parent = chance.choice([None, *Comment.objects.of_story(story).public()])
        with contextlib.suppress(gate.NotAccepted):  # what it answers may just have been removed
            f.held(story, reader, reply_to=parent, text=f"Thought {reader.pk} {number}.")


def decide(story, _reader, chance):
    for _number in range(16):
        chosen = chance.choice(list(Comment.objects.filter(story=story)))
        verb = chance.choice("approve approve reject spam remove restore undo".split())
        AnyOrderOfActs().act(chosen, verb, chance.choice(["keep", "hide"]))


@pytest.mark.django_db(transaction=True)
def test_acts_of_several_people_at_once_leave_every_count_true(client):
    """Two readers write, two moderators decide, all below one story at the same time."""
    f.site()
    f.policy("hold_all")
    story, errors = f.published(), []
    readers = [f.UserFactory() for _ in range(2)]
    f.approved(story, readers[0])

    def alone(what, reader, seed):
        try:
            what(story, reader, random.Random(seed))  # noqa: S311 -- no secret
        except Exception as error:  # noqa: BLE001 -- any error at all fails the test
            errors.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=alone, args=(what, readers[seed % 2], seed))
        for seed, what in enumerate((write, decide, write, decide))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert moderation.recount(repair=False) == []
    before = snapshot(story)
    moderation.recount(repair=True)
    assert snapshot(story) == before
    numbers = [*Comment.objects.of_story(story).public().values_list("appeared", flat=True)]
    assert len(numbers) == len(set(numbers)) == Discussion.objects.get(story=story).public_count
    assert 0 not in numbers
    feed = client.get(f"{story.get_absolute_url()}feed/").content.decode()
    assert feed.count("<item>") == len(numbers)
    told = f"{len(numbers)} comment{'' if len(numbers) == 1 else 's'}"
    for address in (story.get_absolute_url(), "/"):
        assert told in client.get(address).content.decode() or not numbers
