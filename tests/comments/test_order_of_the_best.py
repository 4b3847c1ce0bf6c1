"""Feature C2: the order "best" by the Wilson bound, steady within the epoch of a cursor."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comments import moderation, reacting, scoring, threads
from comments.importing import Row, bring_in
from comments.models import Comment, Discussion, ReactionKind
from tests import factories as f

DB = pytest.mark.django_db


def test_few_reactions_prove_little_and_many_prove_much():
    known = {(0, 0): 0.0, (0, 5): 0.0, (1, 1): 0.207, (9, 10): 0.596, (90, 100): 0.826}
    for (positive, total), bound in known.items():
        assert scoring.wilson_lower_bound(positive, total) == pytest.approx(bound, abs=0.001)
    assert scoring.score_of({"1": 3, "2": 1, "9": 50}, {"1": 1, "2": -1, "9": 0}) == (
        scoring.wilson_lower_bound(3, 4)
    )


def put(comment, positive):
    """Let a comment's score be due by its counts, as reacting leaves them."""
    kind = ReactionKind.objects.get(label="Agree")
    Comment.objects.filter(pk=comment.pk).update(
        reaction_counts={str(kind.pk): positive}, score_is_due=True
    )


def epoch_of(story):
    return Discussion.objects.get(story=story).score_epoch


def page(story, order="best", after=None):
    return threads.thread_page(story, order, after, epoch=epoch_of(story))


def roots_of(one):
    return [node.comment.pk for node in one.nodes]


@DB
def test_reactions_lift_a_comment_at_the_next_beat_and_others_stay(client):
    f.site()
    story, other = f.published(), f.published()
    first, second = f.approved(story), f.approved(story)
    reply = f.approved(story, reply_to=first)
    f.approved(other)
    agree = ReactionKind.objects.get(label="Agree")
    assert roots_of(page(story)) == [second.pk, first.pk]

    reacting.react(reacting.Person(user=f.UserFactory()), first, agree)
    reacting.react(reacting.Person(user=f.UserFactory()), reply, agree)
    assert roots_of(page(story)) == [second.pk, first.pk]
    assert scoring.refresh() == 1

    assert roots_of(page(story)) == [first.pk, second.pk]
    assert (epoch_of(story), epoch_of(other)) == (1, 0)
    assert scoring.refresh() == 0
    shown = client.get(f"{story.get_absolute_url()}comments/?order=best").content.decode()
    assert shown.index(f'id="c-{first.pk}"') < shown.index(f'id="c-{second.pk}"')


@DB
def test_a_kind_that_turns_negative_lowers_what_it_lifted(client):
    f.site()
    comment = f.approved()
    agree = ReactionKind.objects.get(label="Agree")
    reacting.react(reacting.Person(user=f.UserFactory()), comment, agree)
    scoring.refresh()
    assert Comment.objects.get().score > 0

    ReactionKind.objects.filter(pk=agree.pk).update(valence=-1)
    scoring.kinds.forget()
    scoring.valence_changed(agree.pk)
    scoring.refresh()

    assert Comment.objects.get().score == 0


@DB
def test_who_comes_from_an_older_epoch_goes_on_and_is_told(client):
    f.site()
    story = f.published()
    comments = [f.approved(story) for _ in range(threads.ROOTS + 3)]
    cursor = page(story).next_cursor
    place = f"{story.get_absolute_url()}comments/"

    for lifted in comments[:2]:
        put(lifted, 5)
        scoring.refresh()
    assert epoch_of(story) == 2

    answer = client.get(place, {"order": "best", "after": cursor})
    assert answer.status_code == 200
    assert "The order has changed while you were reading" in answer.content.decode()
    one_back = page(story).next_cursor
    put(comments[5], 9)
    scoring.refresh()
    answer = client.get(place, {"order": "best", "after": one_back})
    assert "The order has changed while you were reading" not in answer.content.decode()


def some(story, number):
    """Threads that all began at the same moment."""
    at = timezone.now()
    rows = [Row(str(key), at, "approved", guest_name="Sam", text="Yes.") for key in range(number)]
    made = bring_in(story, rows, source="test").comments
    return sorted(made.values(), key=lambda one: one.pk)


class ReadingWhileOthersAct(TestCase):
    """Whatever happens between two pages, nothing that was there all the time is skipped or comes
    twice: in newest and oldest always, in best while the scores are renewed at most once."""

    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(
        order=st.sampled_from(list(threads.ORDERS)),
        scores=st.lists(st.integers(0, 2), min_size=9, max_size=9),
        acts=st.lists(st.sampled_from(["new", "remove", "react", "renew"]), max_size=6),
        data=st.randoms(use_true_random=False),
    )
    def test_no_skip_and_no_repeat(self, order, scores, acts, data):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(threads, "ROOTS", 2)
            self.read(order, scores, list(acts), data)

    def read(self, order, scores, acts, data):
        story = f.published()
        comments = some(story, len(scores))
        for comment, score in zip(comments, scores, strict=True):
            put(comment, score)
        scoring.refresh()
        there_all_the_time = {comment.pk for comment in comments}
        seen, after, renewed = [], None, False
        while True:
            shown = page(story, order, after)
            seen += roots_of(shown)
            if shown.next_cursor is None:
                break
            after = threads.read_cursor(shown.next_cursor, order)
            if acts:
                act, chosen = acts.pop(), data.choice(comments)
                if act == "new":
                    f.approved(story)
                elif act == "remove" and chosen.pk in there_all_the_time:
                    moderation.remove(chosen, None)
                    there_all_the_time.discard(chosen.pk)
                elif act == "react":
                    put(chosen, data.randint(0, 4))
                elif act == "renew" and not renewed:
                    renewed = scoring.refresh() > 0
        assert len(seen) == len(set(seen))
        assert there_all_the_time <= set(seen)
