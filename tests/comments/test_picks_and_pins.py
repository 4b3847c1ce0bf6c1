"""Feature C10: what the newsroom features and pins, and the badges of who wrote it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import editing, moderation, threads
from comments.models import Comment
from comments.moderation import TooLate
from newsportal import roles
from newsportal.core import versions
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    f.site()
    return f.published()


def mina(role: str = roles.MODERATOR):
    person = f.UserFactory(display_name="Mina")
    roles.give(person, role)
    return person


def order_of(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<article class="comment[^"]*" id="c-(\d+)"', page)]


def read(address: str) -> str:
    return Client().get(address).content.decode()


def test_a_pick_is_told_in_words_on_its_card_and_listed_by_its_own_question(story):
    comment, other = f.approved(story), f.approved(story)
    editor = mina()

    moderation.feature(comment, editor)

    page = read(story.get_absolute_url())
    assert page.count("Editors’ pick<") == 1
    assert "is-pick" in page
    assert [*Comment.objects.of_story(story).picked()] == [comment]
    assert [*comment.events.values_list("kind", "actor")][-1] == ("featured", editor.pk)
    moderation.unfeature(comment, editor)
    assert "Editors’ pick" not in read(story.get_absolute_url())
    assert other.events.count() == 2


def test_pinned_threads_stand_on_top_of_every_order_once(story, monkeypatch):
    monkeypatch.setattr(threads, "ROOTS", 3)
    roots = [f.approved(story) for _ in range(7)]
    answer = f.approved(story, reply_to=roots[2])
    moderation.pin(roots[2], None)
    moderation.pin(roots[5], None)

    for order, rest in (("newest", [6, 4, 3, 1, 0]), ("oldest", [0, 1, 3, 4, 6])):
        seen, cursor = [], None
        while True:
            page = threads.thread_page(story, order, threads.read_cursor(cursor, order))
            seen += [node.comment for node in page.nodes]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == [roots[2], roots[5], *(roots[number] for number in rest)], order
    first = order_of(read(f"{story.get_absolute_url()}comments/?order=oldest"))
    assert first[:2] == [roots[2].pk, answer.pk]
    assert read(story.get_absolute_url()).count("badge-pinned") == 2


def test_the_first_page_costs_the_same_with_pins(story):
    root = f.approved(story)
    f.approved(story, reply_to=root)

    def cost() -> int:
        read(story.get_absolute_url())  # what a process keeps of the paper is there from then on
        with CaptureQueriesContext(connection) as captured:
            read(story.get_absolute_url())
        return len(captured)

    before = cost()
    moderation.pin(root, None)
    assert cost() == before


def test_only_public_threads_are_pinned_and_only_three(story):
    roots = [f.approved(story) for _ in range(4)]
    answer = f.approved(story, reply_to=roots[0])
    for root in roots[:3]:
        moderation.pin(root, None)

    for comment, words in (
        (roots[3], "3 threads"),
        (answer, "Only a thread"),
    ):
        with pytest.raises(TooLate, match=words):
            moderation.pin(comment, None)
    moderation.unpin(roots[1], None)
    for make in (f.held, f.rejected, f.removed, f.deleted):
        for verb in (moderation.pin, moderation.feature):
            with pytest.raises(TooLate):
                verb(make(story), None)
    assert Comment.objects.of_story(story).pinned().count() == 2
    assert not Comment.objects.picked().exists()


def test_the_second_moderator_hears_that_it_was_done(story):
    comment = f.approved(story)
    moderation.feature(comment, mina())

    with pytest.raises(TooLate, match=r"Mina.*featured"):
        moderation.feature(comment, None)
    assert comment.events.filter(kind="featured").count() == 1


@pytest.mark.parametrize("verb", [moderation.remove, moderation.delete])
def test_what_leaves_the_page_loses_both_and_does_not_bring_them_back(story, verb):
    comment = f.approved(story)
    moderation.feature(comment, None)
    moderation.pin(comment, None)

    verb(comment, None)

    assert (comment.featured_at, comment.pinned_at) == (None, None)
    if comment.status == Comment.Status.REMOVED:
        moderation.restore(comment, None)
        assert (comment.featured_at, comment.pinned_at) == (None, None)


def test_other_words_are_no_pick_any_more_and_what_waits_again_is_not_pinned(story):
    f.policy("open")
    comment = f.approved(story)
    moderation.feature(comment, None)
    moderation.pin(comment, None)

    editing.edit(comment, comment.author, "Quite other words.", revision=1)
    assert (comment.featured_at, bool(comment.pinned_at)) == (None, True)
    f.policy("hold_all")
    editing.edit(comment, comment.author, "Other words again.", revision=2)

    assert (comment.status, comment.pinned_at) == (Comment.Status.HELD, None)


def test_the_buttons_of_the_newsroom_feature_and_pin_and_back(client, story):
    comment = f.approved(story)
    answer = f.approved(story, reply_to=comment)
    client.force_login(mina())
    address = "/admin/comments/comment/"

    def press(verb: str, told: str):
        answered = client.post(address, {"_decide": f"{verb}:{comment.pk}"}, follow=True)
        assert told in answered.content.decode()
        comment.refresh_from_db()

    press("feature", "is an editors’ pick now")
    press("pin", "is pinned now")
    assert comment.featured_at
    assert comment.pinned_at
    page = client.get(f"{address}{comment.pk}/change/").content.decode()
    assert f'value="unfeature:{comment.pk}"' in page
    assert f'value="unpin:{comment.pk}"' in page
    assert f'value="pin:{answer.pk}"' not in client.get(address).content.decode()
    press("unfeature", "is no editors’ pick now")
    press("unpin", "is not pinned now")
    assert comment.featured_at is comment.pinned_at is None


def test_badges_of_staff_and_of_the_storys_author_follow_at_once(story):
    rana = f.UserFactory(display_name="Rana")
    f.approved(story, rana)
    keys = [f"discussion:{story.pk}"]
    assert "badge-staff" not in read(story.get_absolute_url())
    seen = [versions.read(keys)]

    roles.give(rana, roles.CONTRIBUTOR)
    assert "Staff</span>" in read(story.get_absolute_url())
    seen.append(versions.read(keys))

    roles.give(rana)
    assert "badge-staff" not in read(story.get_absolute_url())
    seen.append(versions.read(keys))
    assert len({version[keys[0]] for version in seen}) == 3

    written = f.published(bylines=[f.AuthorFactory(user=rana)])
    f.approved(written, rana)
    assert "Author of the story</span>" in read(written.get_absolute_url())
